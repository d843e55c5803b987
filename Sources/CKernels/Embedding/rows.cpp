#include <string.h>

#include <algorithm>
#include <vector>

#include "../Common/half.h"
#include "../Common/parallel.h"
#include "../Reduction/block.h"
#include "../Reduction/fold.h"
#include "../include/ts_embedding.h"

namespace ts {
namespace {

/// The items of each target, in their order.
class Groups {
 public:
  Groups(const int64_t *targets, int64_t items, int64_t count)
      : starts_(static_cast<size_t>(count + 1)), order_(static_cast<size_t>(items)) {
    for (int64_t i = 0; i < items; ++i) {
      if (targets[i] >= 0) ++starts_[static_cast<size_t>(targets[i] + 1)];
    }
    for (size_t row = 1; row < starts_.size(); ++row) starts_[row] += starts_[row - 1];
    std::vector<int64_t> next(starts_.begin(), starts_.end() - 1);
    for (int64_t i = 0; i < items; ++i) {
      if (targets[i] >= 0) {
        order_[static_cast<size_t>(next[static_cast<size_t>(targets[i])]++)] = i;
      }
    }
  }

  template <class F>
  void for_items(int64_t target, F fn) const {
    const size_t row = static_cast<size_t>(target);
    for (int64_t k = starts_[row]; k < starts_[row + 1]; ++k) fn(order_[static_cast<size_t>(k)]);
  }

 private:
  std::vector<int64_t> starts_, order_;
};

/// Calls fn(target, first column, n ≤ kBlock columns) for all of a matrix, in parallel.
template <class F>
void for_blocks(const ts_view &out, int64_t items, F fn) {
  const int64_t rows = out.sizes[0], width = out.sizes[1];
  const int64_t pieces = (width + kBlock - 1) / kBlock;
  const int64_t work = (items / std::max<int64_t>(1, rows) + 1) * std::min(width, kBlock);
  const int64_t grain = std::max<int64_t>(1, 16384 / std::max<int64_t>(1, work));
  parallel_for(rows * pieces, grain, [&](int64_t begin, int64_t end) {
    for (int64_t task = begin; task < end; ++task) {
      const int64_t column = task % pieces * kBlock;
      fn(task / pieces, column, std::min(kBlock, width - column));
    }
  });
}

void add_scaled(double *total, const double *x, double scale, int64_t n) {
  TS_MULTIVERSION({
    for (int64_t j = 0; j < n; ++j) total[j] += scale * x[j];
  });
}

}  // namespace
}  // namespace ts

TS_EXPORT void ts_gather_rows(const ts_view *source, const int64_t *rows, const ts_view *out) {
  const int64_t bytes = out->sizes[1] * ts::item_size(out->dtype);
  const char *from = static_cast<const char *>(source->data);
  char *to = static_cast<char *>(out->data);
  const int64_t grain = std::max<int64_t>(1, 65536 / std::max<int64_t>(1, bytes));
  ts::parallel_for(out->sizes[0], grain, [=](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      memcpy(to + i * bytes, from + rows[i] * bytes, static_cast<size_t>(bytes));
    }
  });
}

TS_EXPORT void ts_sum_rows(const ts_view *source, const int64_t *sources, const int64_t *targets,
                           const double *scales, int64_t items, const ts_view *out) {
  using namespace ts;
  const int64_t width = out->sizes[1];
  const Groups groups(targets, items, out->sizes[0]);
  const auto load = load_for<double>(source->dtype);
  const auto store = store_for<double>(out->dtype);
  for_blocks(*out, items, [&](int64_t target, int64_t column, int64_t n) {
    double total[kBlock] = {}, row[kBlock];
    groups.for_items(target, [&](int64_t i) {
      const int64_t from = sources ? sources[i] : i;
      if (from < 0) return;
      load(source->data, from * width + column, 1, n, row);
      add_scaled(total, row, scales ? scales[i] : 1, n);
    });
    store(out->data, target * width + column, 1, n, total);
  });
}

TS_EXPORT void ts_max_rows(const ts_view *source, const int64_t *sources, const int64_t *targets,
                           int64_t items, const ts_view *out, int64_t *winners) {
  using namespace ts;
  const int64_t width = out->sizes[1];
  const Groups groups(targets, items, out->sizes[0]);
  const auto load = load_for<double>(source->dtype);
  const auto store = store_for<double>(out->dtype);
  for_blocks(*out, items, [&](int64_t target, int64_t column, int64_t n) {
    double largest[kBlock] = {}, row[kBlock];
    int64_t *from = winners + target * width + column;
    std::fill_n(from, n, int64_t{-1});
    groups.for_items(target, [&](int64_t i) {
      if (sources[i] < 0) return;
      load(source->data, sources[i] * width + column, 1, n, row);
      for (int64_t j = 0; j < n; ++j) {
        if (from[j] >= 0 && !(row[j] > largest[j])) continue;
        largest[j] = row[j];
        from[j] = sources[i];
      }
    });
    store(out->data, target * width + column, 1, n, largest);
  });
}
