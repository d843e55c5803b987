// How normalisation walks over memory.
#ifndef TS_NORMALIZATION_LAYOUT_H
#define TS_NORMALIZATION_LAYOUT_H

#include <algorithm>
#include <vector>

#include "../Common/parallel.h"
#include "../Reduction/block.h"
#include "../Reduction/fold.h"
#include "../include/ts_norm.h"

namespace ts {

/// At most kBlock neighbouring elements of one group.
struct NormPiece {
  int64_t offset, length;
  int64_t channel;       // of the first element
  int64_t channel_step;  // 0: all of one channel; 1: consecutive channels
};

struct NormLayout {
  int64_t samples, channels, space, group;

  explicit NormLayout(const ts_norm_layout &l)
      : samples(l.samples), channels(l.channels), space(l.space), group(l.group) {}

  bool by_channel() const { return group == 0; }
  /// Channels lie side by side in memory and each is a group of its own.
  bool in_columns() const { return by_channel() && space == 1; }
  int64_t groups() const { return by_channel() ? channels : samples * (channels / group); }
  int64_t group_size() const { return by_channel() ? samples * space : group * space; }
  int64_t group_of(int64_t sample, int64_t channel) const {
    return by_channel() ? channel : sample * (channels / group) + channel / group;
  }

  /// Calls fn(piece) over group number g, in order of memory. Not for groups in columns.
  template <class F>
  void for_pieces(int64_t g, F fn) const {
    if (by_channel()) {
      for (int64_t n = 0; n < samples; ++n) run(n, g, fn);
      return;
    }
    const int64_t per_sample = channels / group;
    const int64_t n = g / per_sample, first = g % per_sample * group;
    if (space != 1) {
      for (int64_t c = first; c < first + group; ++c) run(n, c, fn);
      return;
    }
    for (int64_t i = 0; i < group; i += kBlock) {
      const int64_t c = first + i;
      fn(NormPiece{n * channels + c, std::min(kBlock, group - i), c, 1});
    }
  }

  /// Calls fn(piece) over one channel of one sample.
  template <class F>
  void run(int64_t sample, int64_t channel, F fn) const {
    const int64_t start = (sample * channels + channel) * space;
    for (int64_t i = 0; i < space; i += kBlock) {
      fn(NormPiece{start + i, std::min(kBlock, space - i), channel, 0});
    }
  }

  /// Calls fn(group) for every group, in parallel.
  template <class F>
  void for_groups(F fn) const {
    const int64_t grain = std::max<int64_t>(1, 16384 / std::max<int64_t>(1, group_size()));
    parallel_for(groups(), grain, [&](int64_t begin, int64_t end) {
      for (int64_t g = begin; g < end; ++g) fn(g);
    });
  }

  /// Calls fn(row's offset, channel, n) for blocks of n ≤ kBlock columns of rows begin ..< end.
  template <class F>
  void for_row_blocks(int64_t begin, int64_t end, F fn) const {
    for (int64_t row = begin; row < end; ++row) {
      for (int64_t c = 0; c < channels; c += kBlock) {
        fn(row * channels + c, c, std::min(kBlock, channels - c));
      }
    }
  }

  /// Rows handed to a thread at once.
  int64_t row_grain() const {
    return std::max<int64_t>(1, 16384 / std::max<int64_t>(1, channels));
  }

  /// Sums over rows: add(begin, end, partial) fills `count` · channels partial sums (zero before)
  /// from a chunk of rows; the chunks' sums are added in order.
  template <class F>
  std::vector<double> sum_rows(int64_t count, F add) const {
    const int64_t width = count * channels;
    const int64_t chunks = std::max<int64_t>(1, chunk_count(samples, row_grain()));
    std::vector<double> partial(static_cast<size_t>(chunks * width));
    parallel_chunks(samples, row_grain(), [&](int64_t chunk, int64_t begin, int64_t end) {
      add(begin, end, partial.data() + chunk * width);
    });
    for (int64_t chunk = 1; chunk < chunks; ++chunk) {
      fold_columns<FoldSum>(partial.data(), partial.data() + chunk * width, width);
    }
    partial.resize(static_cast<size_t>(width));
    return partial;
  }
};

/// A vector of parameters as doubles; `fallback` in each place where there is none.
inline std::vector<double> parameters(const ts_view *view, int64_t n, double fallback) {
  std::vector<double> result(static_cast<size_t>(n), fallback);
  if (view && n > 0) {
    load_for<double>(view->dtype)(view->data, 0, view->strides[0], n, result.data());
  }
  return result;
}

}  // namespace ts

#endif
