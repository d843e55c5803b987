// How two partial results become one, and the loops that fold a block.
#ifndef TS_REDUCTION_FOLD_H
#define TS_REDUCTION_FOLD_H

#include <limits>

#include "block.h"
#include "../Common/dispatch.h"

namespace ts {

/// Integer arithmetic wraps, as PyTorch's does.
TS_FN float add(float a, float b) { return a + b; }
TS_FN double add(double a, double b) { return a + b; }
TS_FN int64_t add(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}
TS_FN float multiply(float a, float b) { return a * b; }
TS_FN double multiply(double a, double b) { return a * b; }
TS_FN int64_t multiply(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
}

struct FoldSum {
  template <class D>
  static constexpr D identity = 0;
  template <class D>
  TS_FN D fold(D a, D x) { return add(a, x); }
};

struct FoldProduct {
  template <class D>
  static constexpr D identity = 1;
  template <class D>
  TS_FN D fold(D a, D x) { return multiply(a, x); }
};

struct FoldMaximum {
  template <class D>
  static constexpr D identity = std::numeric_limits<D>::has_infinity
                                    ? -std::numeric_limits<D>::infinity()
                                    : std::numeric_limits<D>::lowest();
  // A NaN in `a` stays: no comparison with it holds.
  template <class D>
  TS_FN D fold(D a, D x) { return x > a || x != x ? x : a; }
};

struct FoldMinimum {
  template <class D>
  static constexpr D identity = std::numeric_limits<D>::has_infinity
                                    ? std::numeric_limits<D>::infinity()
                                    : std::numeric_limits<D>::max();
  template <class D>
  TS_FN D fold(D a, D x) { return x < a || x != x ? x : a; }
};

/// Folds n ≤ kBlock elements: 32 independent lanes, then a tree over them.
template <class F, class D>
D fold_block(const D *x, int64_t n) {
  constexpr int64_t lanes = 32;
  if (n < lanes) {
    D result = F::template identity<D>;
    for (int64_t i = 0; i < n; ++i) result = F::fold(result, x[i]);
    return result;
  }
  return TS_MULTIVERSION({
    D lane[lanes];
    for (int64_t j = 0; j < lanes; ++j) lane[j] = x[j];
    int64_t i = lanes;
    for (; i + lanes <= n; i += lanes) {
      for (int64_t j = 0; j < lanes; ++j) lane[j] = F::fold(lane[j], x[i + j]);
    }
    for (int64_t j = 0; i + j < n; ++j) lane[j] = F::fold(lane[j], x[i + j]);
    for (int64_t width = lanes / 2; width > 0; width /= 2) {
      for (int64_t j = 0; j < width; ++j) lane[j] = F::fold(lane[j], lane[j + width]);
    }
    return lane[0];
  });
}

/// Folds a row into n running results.
template <class F, class D>
void fold_columns(D *acc, const D *x, int64_t n) {
  TS_MULTIVERSION({
    for (int64_t j = 0; j < n; ++j) acc[j] = F::fold(acc[j], x[j]);
  });
}

/// Combines the results of a sequence of blocks pairwise, so that the rounding error of a long
/// sum grows with the logarithm of its length.
template <class F, class D>
class Cascade {
 public:
  void push(D x) {
    for (uint64_t bit = count_++; bit & 1; bit >>= 1) x = F::fold(level_[--depth_], x);
    level_[depth_++] = x;
  }
  D result() const {
    D total = F::template identity<D>;
    for (int i = depth_ - 1; i >= 0; --i) total = F::fold(level_[i], total);
    return total;
  }

 private:
  D level_[64];
  int depth_ = 0;
  uint64_t count_ = 0;
};

}  // namespace ts

#endif
