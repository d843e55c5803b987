#include <vector>

#include "../include/ts_reduce.h"
#include "fold.h"
#include "lines.h"

namespace ts {
namespace {

template <class D>
struct Best {
  D value;
  int64_t index;
};

/// Whether x replaces the best so far: strictly better, or the first NaN.
template <class F, class D>
TS_FN bool replaces(D best, D x) {
  return F::fold(best, x) != best ? best == best : false;
}

template <class F, class D>
class Arg {
 public:
  Arg(int32_t dim, const ts_view &in, const ts_view *values, const ts_view &indices)
      : in_(in), values_(values), indices_(indices), lines_(dim, in, &indices, values),
        load_(load_for<D>(in.dtype)),
        store_(values ? store_for<D>(values->dtype) : nullptr) {}

  void operator()() const {
    if (lines_.prefers_columns()) {
      lines_.for_columns([this](auto start, int64_t n, auto across) { columns(start, n, across); });
    } else if (lines_.count <= 16 && lines_.length >= 65536) {
      for (int64_t line = 0; line < lines_.count; ++line) long_row(lines_.offsets(line));
    } else {
      lines_.for_each([this](auto start) { write(start, row(start.at[0], 0, lines_.length)); });
    }
  }

 private:
  const ts_view &in_;
  const ts_view *values_;
  const ts_view &indices_;
  Lines lines_;
  Load<D> load_;
  Store<D> store_;

  int64_t *index_data() const { return static_cast<int64_t *>(indices_.data); }

  void write(const Lines::Offsets &at, const Best<D> &best) const {
    index_data()[at.at[1]] = best.index;
    if (values_) store_(values_->data, at.at[2], 1, 1, &best.value);
  }

  // The best of each block by value; only a better block is searched for the position.
  Best<D> row(int64_t offset, int64_t begin, int64_t end) const {
    const int64_t stride = lines_.step[0];
    D block[kBlock];
    Best<D> best{};
    for (int64_t at = begin; at < end; at += kBlock) {
      const int64_t n = std::min(kBlock, end - at);
      load_(in_.data, offset + at * stride, stride, n, block);
      const D value = fold_block<F>(block, n);
      if (at > begin && !replaces<F>(best.value, value)) continue;
      int64_t i = 0;
      while (value == value ? block[i] != value : block[i] == block[i]) ++i;
      best = Best<D>{block[i], at + i};
    }
    return best;
  }

  void long_row(const Lines::Offsets &start) const {
    const int64_t part = 32768;
    const int64_t parts = (lines_.length + part - 1) / part;
    std::vector<Best<D>> best(static_cast<size_t>(parts));
    parallel_for(parts, 1, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        best[static_cast<size_t>(i)] =
            row(start.at[0], i * part, std::min(lines_.length, (i + 1) * part));
      }
    });
    Best<D> result = best[0];
    for (const Best<D> &b : best) {
      if (replaces<F>(result.value, b.value)) result = b;
    }
    write(start, result);
  }

  void columns(const Lines::Offsets &start, int64_t n, const Lines::Offsets &across) const {
    D best[kBlock], block[kBlock];
    int64_t index[kBlock] = {};
    D *b = best, *x = block;
    int64_t *k = index;
    load_(in_.data, start.at[0], across.at[0], n, best);
    for (int64_t i = 1; i < lines_.length; ++i) {
      load_(in_.data, start.at[0] + i * lines_.step[0], across.at[0], n, block);
      TS_MULTIVERSION({
        for (int64_t j = 0; j < n; ++j) {
          const D next = F::fold(b[j], x[j]);
          const bool better = (next != b[j]) & (b[j] == b[j]);
          k[j] = better ? i : k[j];
          b[j] = next;
        }
      });
    }
    for (int64_t j = 0; j < n; ++j) index_data()[start.at[1] + j * across.at[1]] = index[j];
    if (values_) store_(values_->data, start.at[2], across.at[2], n, best);
  }
};

template <class F>
void arg_reduce(int32_t dim, const ts_view &in, const ts_view *values, const ts_view &indices) {
  if (is_floating(in.dtype)) {
    Arg<F, double>(dim, in, values, indices)();
  } else {
    Arg<F, int64_t>(dim, in, values, indices)();
  }
}

}  // namespace
}  // namespace ts

TS_EXPORT void ts_arg_reduce(bool largest, int32_t dim, const ts_view *in, const ts_view *values,
                             const ts_view *indices) {
  if (largest) {
    ts::arg_reduce<ts::FoldMaximum>(dim, *in, values, *indices);
  } else {
    ts::arg_reduce<ts::FoldMinimum>(dim, *in, values, *indices);
  }
}
