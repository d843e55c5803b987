// The loops around the formulas, one row at a time: contiguous, with one operand constant along
// the row, and with any strides.
#pragma once

#include "../Common/dispatch.h"
#include "../Common/half.h"
#include "../Common/iterate.h"
#include "../formulas/math.h"
#include "../include/ts_elementwise.h"

// The output may be an input, never overlap one otherwise: iterations are independent.
#define TS_INDEPENDENT _Pragma("clang loop vectorize(assume_safety) interleave(enable)")

namespace ts {

enum Cost { SIMPLE, LIBM };

/// One line of a kernel table: a row function for each dtype, and the work worth a thread.
struct Kernel {
  RowFunction rows[10];
  int64_t grain;
  uint32_t dtypes;
};

/// Runs `body`, compiled for every vector level; a formula that calls the math library has only
/// the loop for any strides.
template <bool Simple, class Body>
inline void leveled(Body body) {
  if constexpr (Simple) multiversion(body);
}

/// Writes a number as one element of `dtype`.
inline void store_scalar(void *element, int32_t dtype, ts_scalar value) {
  TS_DISPATCH_ALL(dtype, T, {
    const T number = is_floating_v<T> ? cast<T>(value.f) : cast<T>(value.i);
    __builtin_memcpy(element, &number, sizeof number);
  });
}

template <class F, class T, class R>
void unary_row(char *const *data, const int64_t *steps, int64_t n, const void *context) {
  R *o = reinterpret_cast<R *>(data[0]);
  const T *a = reinterpret_cast<const T *>(data[1]);
  const auto *p = static_cast<const Params *>(context);
  const int64_t so = steps[0], sa = steps[1];
  if (F::simple && so == 1 && sa == 1) {
    leveled<F::simple>([=]() TS_INLINE {
      const Params q = *p;
      TS_INDEPENDENT
      for (int64_t i = 0; i < n; ++i) o[i] = cast<R>(F::apply(acc_t<T>(a[i]), q));
    });
  } else {
    for (int64_t i = 0; i < n; ++i) o[i * so] = cast<R>(F::apply(acc_t<T>(a[i * sa]), *p));
  }
}

/// Whether the caller passes an operand as an unrounded number.
template <class T>
inline bool is_number(const Params &p, int operand) {
  return is_half_v<T> && (p.i[3] & (1 << operand)) != 0;
}

/// The constant operand of a row: its element, or the unrounded number that the caller passes.
template <class F, class T>
inline acc_t<T> constant(const T *at, const Params &p, int operand) {
  if (is_number<T>(p, operand)) return static_cast<acc_t<T>>(p.f[2 + operand]);
  return acc_t<T>(*at);
}

template <class F, class T, class R>
void binary_row(char *const *data, const int64_t *steps, int64_t n, const void *context) {
  R *o = reinterpret_cast<R *>(data[0]);
  const T *a = reinterpret_cast<const T *>(data[1]);
  const T *b = reinterpret_cast<const T *>(data[2]);
  const auto *p = static_cast<const Params *>(context);
  // A row of one element may have any step.
  const int64_t so = steps[0];
  const int64_t sa = is_number<T>(*p, 0) ? 0 : steps[1], sb = is_number<T>(*p, 1) ? 0 : steps[2];
  using C = acc_t<T>;
  if (F::simple && so == 1 && sa == 1 && sb == 1) {
    leveled<F::simple>([=]() TS_INLINE {
      const Params q = *p;
      TS_INDEPENDENT
      for (int64_t i = 0; i < n; ++i) o[i] = cast<R>(F::apply(C(a[i]), C(b[i]), q));
    });
  } else if (F::simple && so == 1 && sa == 1 && sb == 0) {
    const C y = constant<F>(b, *p, 1);
    leveled<F::simple>([=]() TS_INLINE {
      const Params q = *p;
      TS_INDEPENDENT
      for (int64_t i = 0; i < n; ++i) o[i] = cast<R>(F::apply(C(a[i]), y, q));
    });
  } else if (F::simple && so == 1 && sa == 0 && sb == 1) {
    const C x = constant<F>(a, *p, 0);
    leveled<F::simple>([=]() TS_INLINE {
      const Params q = *p;
      TS_INDEPENDENT
      for (int64_t i = 0; i < n; ++i) o[i] = cast<R>(F::apply(x, C(b[i]), q));
    });
  } else if (is_half_v<T> && (sa == 0 || sb == 0)) {
    const C x0 = constant<F>(a, *p, 0), y0 = constant<F>(b, *p, 1);
    for (int64_t i = 0; i < n; ++i) {
      const C x = sa == 0 ? x0 : C(a[i * sa]), y = sb == 0 ? y0 : C(b[i * sb]);
      o[i * so] = cast<R>(F::apply(x, y, *p));
    }
  } else {
    for (int64_t i = 0; i < n; ++i)
      o[i * so] = cast<R>(F::apply(C(a[i * sa]), C(b[i * sb]), *p));
  }
}

template <class F, class T, class R>
void ternary_row(char *const *data, const int64_t *steps, int64_t n, const void *context) {
  R *o = reinterpret_cast<R *>(data[0]);
  const T *a = reinterpret_cast<const T *>(data[1]);
  const T *b = reinterpret_cast<const T *>(data[2]);
  const T *c = reinterpret_cast<const T *>(data[3]);
  const auto *p = static_cast<const Params *>(context);
  const int64_t so = steps[0], sa = steps[1], sb = steps[2], sc = steps[3];
  using C = acc_t<T>;
  if (F::simple && so == 1 && sa == 1 && sb == 1 && sc == 1) {
    leveled<F::simple>([=]() TS_INLINE {
      const Params q = *p;
      TS_INDEPENDENT
      for (int64_t i = 0; i < n; ++i) o[i] = cast<R>(F::apply(C(a[i]), C(b[i]), C(c[i]), q));
    });
  } else {
    for (int64_t i = 0; i < n; ++i)
      o[i * so] = cast<R>(F::apply(C(a[i * sa]), C(b[i * sb]), C(c[i * sc]), *p));
  }
}

// The row functions as types, so that one table builder serves all arities.
template <class F> struct UnaryRows {
  template <class T> static constexpr RowFunction row = unary_row<F, T, T>;
};
template <class F> struct PredicateRows {
  template <class T> static constexpr RowFunction row = unary_row<F, T, bool>;
};
template <class F> struct BinaryRows {
  template <class T> static constexpr RowFunction row = binary_row<F, T, T>;
};
template <class F> struct ComparisonRows {
  template <class T> static constexpr RowFunction row = binary_row<F, T, bool>;
};
template <class F> struct TernaryRows {
  template <class T> static constexpr RowFunction row = ternary_row<F, T, T>;
};

template <class Rows, uint32_t Set, int Code, class T>
constexpr RowFunction row_if() {
  if constexpr ((Set >> Code & 1) != 0) return Rows::template row<T>;
  else return nullptr;
}

template <class Rows, uint32_t Set>
constexpr Kernel make_kernel(bool simple) {
  return {{row_if<Rows, Set, 0, float>(), row_if<Rows, Set, 1, double>(),
           row_if<Rows, Set, 2, float16>(), row_if<Rows, Set, 3, bfloat16>(),
           row_if<Rows, Set, 4, int8_t>(), row_if<Rows, Set, 5, int16_t>(),
           row_if<Rows, Set, 6, int32_t>(), row_if<Rows, Set, 7, int64_t>(),
           row_if<Rows, Set, 8, uint8_t>(), row_if<Rows, Set, 9, bool>()},
          simple ? cheap_grain : costly_grain,
          Set};
}

}  // namespace ts

// The formula `ts::formula::name` as a type; X without, P with parameters.
#define TS_BIND_X(name, dtypes, cost)                                      \
  struct name##_bound {                                                    \
    static constexpr bool simple = cost == SIMPLE;                         \
    template <class A, class... B>                                         \
    TS_INLINE static auto apply(A a, B... b) { return call(a, b...); }     \
    template <class A>                                                     \
    TS_INLINE static auto call(A a, const Params &) { return formula::name(a); } \
    template <class A>                                                     \
    TS_INLINE static auto call(A a, A b, const Params &) { return formula::name(a, b); } \
    template <class A>                                                     \
    TS_INLINE static auto call(A a, A b, A c, const Params &) {            \
      return formula::name(a, b, c);                                       \
    }                                                                      \
  };
#define TS_BIND_P(name, dtypes, cost)                                                 \
  struct name##_bound {                                                               \
    static constexpr bool simple = cost == SIMPLE;                                    \
    template <class... A>                                                             \
    TS_INLINE static auto apply(A... a) { return formula::name(a...); }               \
  };
