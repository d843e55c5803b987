// Element-wise kernels. Operands broadcast to the output's shape, right-aligned; the output may be
// an input itself, but must not overlap one otherwise. The lists below are the operations: name,
// dtypes, cost (SIMPLE loops are compiled for every vector level, LIBM ones call functions);
// X entries are formulas of their operands alone, P entries read `ts_params` too.
#ifndef TS_ELEMENTWISE_H
#define TS_ELEMENTWISE_H

#include "ts_types.h"

/// Further arguments of a formula; floating ones in `f`, integers in `i`.
typedef struct ts_params {
  double f[4];
  int64_t i[4];
} ts_params;

/// `i[3]` of a binary operation's parameters: operand a or b is the number `f[2]` or `f[3]`, to be
/// used in the type the kernel computes in, unrounded (float16 and bfloat16 arithmetic).
enum { TS_WIDE_A = 1, TS_WIDE_B = 2 };

// Sets of dtypes, one bit for each `ts_dtype`.
enum {
  TS_SET_WIDE = 0x003,
  TS_SET_FLOATING = 0x00f,
  TS_SET_INTEGER = 0x1f0,
  TS_SET_BOOL = 0x200,
  TS_SET_NUMERIC = 0x1ff,
  TS_SET_BITS = 0x3f0,
  TS_SET_ALL = 0x3ff,
};

#define TS_UNARY_ARITHMETIC(X, P) \
  X(abs, NUMERIC, SIMPLE)         \
  X(neg, NUMERIC, SIMPLE)         \
  X(sign, ALL, SIMPLE)            \
  X(square, NUMERIC, SIMPLE)      \
  X(bitwise_not, BITS, SIMPLE)    \
  X(floor, FLOATING, SIMPLE)      \
  X(ceil, FLOATING, SIMPLE)       \
  X(round, FLOATING, SIMPLE)      \
  X(trunc, FLOATING, SIMPLE)      \
  X(frac, FLOATING, SIMPLE)       \
  X(reciprocal, FLOATING, SIMPLE) \
  X(sqrt, FLOATING, SIMPLE)       \
  X(rsqrt, FLOATING, SIMPLE)      \
  X(relu, NUMERIC, SIMPLE)        \
  X(deg2rad, FLOATING, SIMPLE)    \
  X(rad2deg, FLOATING, SIMPLE)    \
  P(round_decimals, FLOATING, LIBM) \
  P(nan_to_num, FLOATING, SIMPLE) \
  P(clamp, NUMERIC, SIMPLE)       \
  P(clamp_min, NUMERIC, SIMPLE)   \
  P(clamp_max, NUMERIC, SIMPLE)

#define TS_UNARY_TRANSCENDENTAL(X, P) \
  X(exp, FLOATING, LIBM)              \
  X(exp2, FLOATING, LIBM)             \
  X(expm1, FLOATING, LIBM)            \
  X(log, FLOATING, LIBM)              \
  X(log2, FLOATING, LIBM)             \
  X(log10, FLOATING, LIBM)            \
  X(log1p, FLOATING, LIBM)            \
  X(sin, FLOATING, LIBM)              \
  X(cos, FLOATING, LIBM)              \
  X(tan, FLOATING, LIBM)              \
  X(asin, FLOATING, LIBM)             \
  X(acos, FLOATING, LIBM)             \
  X(atan, FLOATING, LIBM)             \
  X(sinh, FLOATING, LIBM)             \
  X(cosh, FLOATING, LIBM)             \
  X(tanh, FLOATING, LIBM)             \
  X(asinh, FLOATING, LIBM)            \
  X(acosh, FLOATING, LIBM)            \
  X(atanh, FLOATING, LIBM)            \
  X(sinc, FLOATING, LIBM)             \
  X(sigmoid, FLOATING, LIBM)          \
  P(logit, FLOATING, LIBM)

#define TS_UNARY_SPECIAL(X, P) \
  X(erf, FLOATING, LIBM) \
  X(erfc, FLOATING, LIBM) \
  X(erfcx, WIDE, LIBM) \
  X(erfinv, FLOATING, LIBM) \
  X(ndtr, FLOATING, LIBM) \
  X(log_ndtr, WIDE, LIBM) \
  X(ndtri, WIDE, LIBM) \
  X(entr, FLOATING, LIBM) \
  X(lgamma, FLOATING, LIBM) \
  X(digamma, FLOATING, LIBM) \
  P(polygamma, FLOATING, LIBM) \
  X(i0, FLOATING, LIBM) \
  X(i0e, FLOATING, LIBM) \
  X(i1, FLOATING, LIBM) \
  X(i1e, FLOATING, LIBM) \
  X(bessel_j0, WIDE, LIBM) \
  X(bessel_j1, WIDE, LIBM) \
  X(bessel_y0, WIDE, LIBM) \
  X(bessel_y1, WIDE, LIBM) \
  X(modified_k0, WIDE, LIBM) \
  X(modified_k1, WIDE, LIBM) \
  X(scaled_k0, WIDE, LIBM) \
  X(scaled_k1, WIDE, LIBM) \
  X(spherical_j0, WIDE, LIBM) \
  X(airy_ai, WIDE, LIBM)

#define TS_UNARY_ACTIVATION(X, P) \
  P(threshold, NUMERIC, SIMPLE)   \
  P(leaky_relu, FLOATING, SIMPLE) \
  P(hardshrink, FLOATING, SIMPLE) \
  P(softshrink, FLOATING, SIMPLE) \
  X(hardsigmoid, FLOATING, SIMPLE) \
  X(hardswish, FLOATING, SIMPLE)  \
  P(elu, FLOATING, LIBM)          \
  P(softplus, FLOATING, LIBM)     \
  X(logsigmoid, FLOATING, LIBM)   \
  X(silu, FLOATING, LIBM)         \
  X(mish, FLOATING, LIBM)         \
  X(gelu, FLOATING, LIBM)         \
  X(gelu_tanh, FLOATING, LIBM)    \
  X(tanhshrink, FLOATING, LIBM)

#define TS_PREDICATE_OPS(X, P) \
  X(isfinite, ALL, SIMPLE)     \
  X(isinf, ALL, SIMPLE)        \
  X(isnan, ALL, SIMPLE)        \
  X(isneginf, ALL, SIMPLE)     \
  X(isposinf, ALL, SIMPLE)     \
  X(signbit, ALL, SIMPLE)      \
  X(logical_not, ALL, SIMPLE)

#define TS_BINARY_ARITHMETIC(X, P)    \
  X(add, ALL, SIMPLE)                 \
  P(add_scaled, ALL, SIMPLE)          \
  X(sub, NUMERIC, SIMPLE)             \
  X(mul, ALL, SIMPLE)                 \
  X(div, FLOATING, SIMPLE)            \
  X(maximum, ALL, SIMPLE)             \
  X(minimum, ALL, SIMPLE)             \
  X(fmax, ALL, SIMPLE)                \
  X(fmin, ALL, SIMPLE)                \
  X(heaviside, ALL, SIMPLE)           \
  X(copysign, FLOATING, SIMPLE)       \
  X(squared_error, FLOATING, SIMPLE)  \
  P(smooth_l1, FLOATING, SIMPLE)      \
  P(huber, FLOATING, SIMPLE)

#define TS_BINARY_INTEGER(X, P)     \
  X(bitwise_and, BITS, SIMPLE)      \
  X(bitwise_or, BITS, SIMPLE)       \
  X(bitwise_xor, BITS, SIMPLE)      \
  X(left_shift, INTEGER, SIMPLE)    \
  X(right_shift, INTEGER, SIMPLE)   \
  X(gcd, INTEGER, LIBM)             \
  X(lcm, INTEGER, LIBM)             \
  X(div_trunc, NUMERIC, LIBM)       \
  X(div_floor, NUMERIC, LIBM)       \
  X(remainder, NUMERIC, LIBM)       \
  X(fmod, NUMERIC, LIBM)            \
  X(pow, NUMERIC, LIBM)

#define TS_BINARY_TRANSCENDENTAL(X, P) \
  X(atan2, FLOATING, LIBM)             \
  X(hypot, FLOATING, LIBM)             \
  X(nextafter, FLOATING, LIBM)         \
  X(ldexp, FLOATING, LIBM)             \
  X(logaddexp, FLOATING, LIBM)         \
  X(logaddexp2, FLOATING, LIBM)        \
  X(xlogy, FLOATING, LIBM)             \
  X(xlog1py, FLOATING, LIBM)           \
  X(binary_cross_entropy, FLOATING, LIBM)

#define TS_BINARY_SPECIAL(X, P) \
  X(zeta, WIDE, LIBM) \
  X(igamma, FLOATING, LIBM) \
  X(igammac, FLOATING, LIBM) \
  X(chebyshev_t, WIDE, LIBM) \
  X(chebyshev_u, WIDE, LIBM) \
  X(chebyshev_v, WIDE, LIBM) \
  X(chebyshev_w, WIDE, LIBM) \
  X(shifted_chebyshev_t, WIDE, LIBM) \
  X(shifted_chebyshev_u, WIDE, LIBM) \
  X(shifted_chebyshev_v, WIDE, LIBM) \
  X(shifted_chebyshev_w, WIDE, LIBM) \
  X(hermite_h, WIDE, LIBM) \
  X(hermite_he, WIDE, LIBM) \
  X(laguerre_l, WIDE, LIBM) \
  X(legendre_p, WIDE, LIBM)

#define TS_BINARY_ACTIVATION(X, P)      \
  X(prelu, FLOATING, SIMPLE)            \
  X(glu, FLOATING, LIBM)                \
  P(threshold_slope, FLOATING, SIMPLE)  \
  P(hardtanh_slope, FLOATING, SIMPLE)   \
  P(leaky_relu_slope, FLOATING, SIMPLE) \
  P(shrink_slope, FLOATING, SIMPLE)     \
  X(hardsigmoid_slope, FLOATING, SIMPLE) \
  X(hardswish_slope, FLOATING, SIMPLE)  \
  P(elu_slope, FLOATING, LIBM)          \
  P(elu_slope_of_result, FLOATING, SIMPLE) \
  P(softplus_slope, FLOATING, LIBM)     \
  X(logsigmoid_slope, FLOATING, LIBM)   \
  X(sigmoid_slope, FLOATING, LIBM)      \
  X(silu_slope, FLOATING, LIBM)         \
  X(mish_slope, FLOATING, LIBM)         \
  X(gelu_slope, FLOATING, LIBM)         \
  X(gelu_tanh_slope, FLOATING, LIBM)

#define TS_COMPARISON_OPS(X, P) \
  X(eq, ALL, SIMPLE)            \
  X(ne, ALL, SIMPLE)            \
  X(lt, ALL, SIMPLE)            \
  X(le, ALL, SIMPLE)            \
  X(gt, ALL, SIMPLE)            \
  X(ge, ALL, SIMPLE)            \
  X(logical_and, ALL, SIMPLE)   \
  X(logical_or, ALL, SIMPLE)    \
  X(logical_xor, ALL, SIMPLE)   \
  P(isclose, ALL, SIMPLE)

#define TS_TERNARY_OPS(X, P)       \
  X(clamp_tensor, NUMERIC, SIMPLE) \
  P(addcmul, NUMERIC, SIMPLE)      \
  P(addcdiv, FLOATING, SIMPLE)     \
  X(lerp, FLOATING, SIMPLE)

#define TS_UNARY_OPS(X, P) \
  TS_UNARY_ARITHMETIC(X, P) TS_UNARY_TRANSCENDENTAL(X, P) TS_UNARY_SPECIAL(X, P) \
  TS_UNARY_ACTIVATION(X, P)
#define TS_BINARY_OPS(X, P) \
  TS_BINARY_ARITHMETIC(X, P) TS_BINARY_INTEGER(X, P) TS_BINARY_TRANSCENDENTAL(X, P) \
  TS_BINARY_SPECIAL(X, P) TS_BINARY_ACTIVATION(X, P)

#define TS_ENUMERATOR_(prefix, name) TS_##prefix##_##name,
#define TS_E_(name, dtypes, cost) TS_ENUMERATOR_(UNARY, name)
typedef enum ts_unary_op { TS_UNARY_OPS(TS_E_, TS_E_) TS_UNARY_COUNT } ts_unary_op;
#undef TS_E_
#define TS_E_(name, dtypes, cost) TS_ENUMERATOR_(PREDICATE, name)
typedef enum ts_predicate_op {
  TS_PREDICATE_OPS(TS_E_, TS_E_) TS_PREDICATE_COUNT
} ts_predicate_op;
#undef TS_E_
#define TS_E_(name, dtypes, cost) TS_ENUMERATOR_(BINARY, name)
typedef enum ts_binary_op { TS_BINARY_OPS(TS_E_, TS_E_) TS_BINARY_COUNT } ts_binary_op;
#undef TS_E_
#define TS_E_(name, dtypes, cost) TS_ENUMERATOR_(COMPARE, name)
typedef enum ts_comparison_op {
  TS_COMPARISON_OPS(TS_E_, TS_E_) TS_COMPARISON_COUNT
} ts_comparison_op;
#undef TS_E_
#define TS_E_(name, dtypes, cost) TS_ENUMERATOR_(TERNARY, name)
typedef enum ts_ternary_op { TS_TERNARY_OPS(TS_E_, TS_E_) TS_TERNARY_COUNT } ts_ternary_op;
#undef TS_E_
#undef TS_ENUMERATOR_

/// out = in, converted to out's dtype: floating to integer truncates, to bool is "not zero".
TS_EXPORT void ts_copy(const ts_view *out, const ts_view *in);

/// Every element of out = value.
TS_EXPORT void ts_fill(const ts_view *out, ts_scalar value);

/// out = op(in); both of one dtype. `params` may be null for operations without parameters.
TS_EXPORT void ts_unary(int32_t op, const ts_view *out, const ts_view *in, const ts_params *params);

/// out (bool) = op(in).
TS_EXPORT void ts_predicate(int32_t op, const ts_view *out, const ts_view *in);

/// out = op(a, b); all of one dtype. False, with out unchanged, when an integer is divided by 0.
TS_EXPORT bool ts_binary(int32_t op, const ts_view *out, const ts_view *a, const ts_view *b,
                         const ts_params *params);

/// The same for `n` elements that lie one after another in all three operands.
TS_EXPORT bool ts_binary_flat(int32_t op, int32_t dtype, void *out, const void *a, const void *b,
                              int64_t n, const ts_params *params);

/// The same for a number as second operand.
TS_EXPORT bool ts_binary_number(int32_t op, int32_t dtype, void *out, const void *a, ts_scalar b,
                                int64_t n, const ts_params *params);

/// out = op(in) for `n` elements that lie one after another in both.
TS_EXPORT void ts_unary_flat(int32_t op, int32_t dtype, void *out, const void *in, int64_t n,
                             const ts_params *params);

/// out (bool) = op(a, b); a and b of one dtype.
TS_EXPORT void ts_compare(int32_t op, const ts_view *out, const ts_view *a, const ts_view *b,
                          const ts_params *params);

/// out = op(a, b, c); all of one dtype.
TS_EXPORT void ts_ternary(int32_t op, const ts_view *out, const ts_view *a, const ts_view *b,
                          const ts_view *c, const ts_params *params);

/// out = condition ? a : b; condition bool, the others of one dtype.
TS_EXPORT void ts_where(const ts_view *out, const ts_view *condition, const ts_view *a,
                        const ts_view *b);

/// in = mantissa * 2^exponent with |mantissa| in [0.5, 1); exponent is int32.
TS_EXPORT void ts_frexp(const ts_view *mantissa, const ts_view *exponent, const ts_view *in);

/// The dtypes (bits of `ts_dtype`) for which a kernel exists.
TS_EXPORT uint32_t ts_unary_dtypes(int32_t op);
TS_EXPORT uint32_t ts_binary_dtypes(int32_t op);

#endif
