// The iteration space of a reduction: kept and reduced dimensions, collapsed and ordered.
#ifndef TS_REDUCTION_PLAN_H
#define TS_REDUCTION_PLAN_H

#include "../include/ts_types.h"

namespace ts {

struct Dim {
  int64_t size, in, out;  // strides of the input and the output
};

/// Dimensions, outermost first; neighbours that one stride describes are merged.
struct Dims {
  Dim d[TS_MAX_DIMS];
  int n = 0;

  int64_t count() const;
  void order_and_merge();
  /// The innermost dimension, or one of size 1 when there is none.
  Dim inner() const { return n > 0 ? d[n - 1] : Dim{1, 0, 0}; }
};

struct Plan {
  Dims kept, reduced;
  int64_t outputs, count;

  /// A dimension is reduced where `out` has size 1.
  Plan(const ts_view &in, const ts_view &out);
};

/// Walks all but the innermost `skip` dimensions in row-major order, keeping both offsets.
class Walk {
 public:
  Walk(const Dims &dims, int skip, int64_t start);
  void next();
  int64_t in = 0, out = 0;

 private:
  const Dims &dims_;
  int n_;
  int64_t index_[TS_MAX_DIMS];
};

}  // namespace ts

#endif
