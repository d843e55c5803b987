#include "plan.h"

#include <algorithm>
#include <utility>

namespace ts {

int64_t Dims::count() const {
  int64_t total = 1;
  for (int i = 0; i < n; ++i) total *= d[i].size;
  return total;
}

void Dims::order_and_merge() {
  for (int i = 1; i < n; ++i) {
    for (int j = i; j > 0 && d[j - 1].in < d[j].in; --j) std::swap(d[j - 1], d[j]);
  }
  int kept = 0;
  for (int i = 0; i < n; ++i) {
    Dim &last = d[kept > 0 ? kept - 1 : 0];
    bool mergeable = kept > 0 && last.in == d[i].in * d[i].size && last.out == d[i].out * d[i].size;
    if (mergeable) {
      last = Dim{last.size * d[i].size, d[i].in, d[i].out};
    } else {
      d[kept++] = d[i];
    }
  }
  n = kept;
}

Plan::Plan(const ts_view &in, const ts_view &out) {
  for (int i = 0; i < in.ndim; ++i) {
    if (in.sizes[i] == 1) continue;
    if (out.sizes[i] == 1) {
      reduced.d[reduced.n++] = Dim{in.sizes[i], in.strides[i], 0};
    } else {
      kept.d[kept.n++] = Dim{in.sizes[i], in.strides[i], out.strides[i]};
    }
  }
  kept.order_and_merge();
  reduced.order_and_merge();
  outputs = kept.count();
  count = reduced.count();
}

Walk::Walk(const Dims &dims, int skip, int64_t start)
    : dims_(dims), n_(std::max(dims.n - skip, 0)) {
  for (int i = n_ - 1; i >= 0; --i) {
    const Dim &d = dims.d[i];
    index_[i] = d.size > 0 ? start % d.size : 0;
    start = d.size > 0 ? start / d.size : 0;
    in += index_[i] * d.in;
    out += index_[i] * d.out;
  }
}

void Walk::next() {
  for (int i = n_ - 1; i >= 0; --i) {
    const Dim &d = dims_.d[i];
    in += d.in;
    out += d.out;
    if (++index_[i] < d.size) return;
    in -= d.size * d.in;
    out -= d.size * d.out;
    index_[i] = 0;
  }
}

}  // namespace ts
