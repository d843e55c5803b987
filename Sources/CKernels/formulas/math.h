// What every formula builds on: the function mark, type traits and the math library.
//
// The formulas are plain templates without #include and without std::, so that the same text
// compiles for the CPU and, at run time, for a GPU. Elements narrower than float arrive here as
// float; integers and bool arrive as themselves.
#pragma once

#pragma clang fp contract(off)

#ifndef TS_FN
#ifdef __CUDACC_RTC__
#define TS_FN static __device__ __forceinline__
#else
#define TS_FN static inline __attribute__((always_inline))
#endif
#endif

// The mark of a member function.
#ifdef __CUDACC_RTC__
#define TS_FN_MEMBER __device__ __forceinline__
#else
#define TS_FN_MEMBER inline __attribute__((always_inline))
#endif

// A formula too long to copy into every loop.
#ifdef __CUDACC_RTC__
#define TS_LONG_FN static __device__
#else
#define TS_LONG_FN inline
#endif

namespace ts {

// The parameters of a formula that has some; each formula says what it reads.
struct Params {
  double f[4];
  long long i[4];
};

template <class A, class B> constexpr bool is_same = false;
template <class A> constexpr bool is_same<A, A> = true;
template <class T> constexpr bool is_floating = is_same<T, float> || is_same<T, double>;
template <class T> constexpr bool is_bool = is_same<T, bool>;
template <class T> constexpr bool is_signed = T(-1) < T(0);

// The unsigned type of the same width, where wrapping arithmetic is defined.
template <class T> struct UnsignedOf { using type = T; };
template <> struct UnsignedOf<signed char> { using type = unsigned char; };
template <> struct UnsignedOf<short> { using type = unsigned short; };
template <> struct UnsignedOf<int> { using type = unsigned int; };
template <> struct UnsignedOf<long> { using type = unsigned long; };
template <> struct UnsignedOf<long long> { using type = unsigned long long; };
template <class T> using Unsigned = typename UnsignedOf<T>::type;

constexpr double pi = 3.14159265358979323846264338327950288;
constexpr double infinity = __builtin_huge_val();
constexpr double not_a_number = __builtin_nan("");

#ifdef __CUDACC_RTC__
#define TS_MATH1(name) \
  TS_FN float name(float x) { return ::name##f(x); } \
  TS_FN double name(double x) { return ::name(x); }
#define TS_INTRINSIC1(name, host) TS_MATH1(name)
#else
// Float results come from the double function: correctly rounded in all but rare cases.
#define TS_MATH1(name) \
  TS_FN double name(double x) { return __builtin_##name(x); } \
  TS_FN float name(float x) { return (float)__builtin_##name((double)x); }
#define TS_INTRINSIC1(name, host) \
  TS_FN double name(double x) { return __builtin_elementwise_##host(x); } \
  TS_FN float name(float x) { return __builtin_elementwise_##host(x); }
#endif

TS_INTRINSIC1(fabs, abs)
TS_INTRINSIC1(floor, floor)
TS_INTRINSIC1(ceil, ceil)
TS_INTRINSIC1(trunc, trunc)
TS_INTRINSIC1(rint, roundeven)
TS_INTRINSIC1(sqrt, sqrt)
TS_MATH1(exp)
TS_MATH1(exp2)
TS_MATH1(expm1)
TS_MATH1(log)
TS_MATH1(log2)
TS_MATH1(log10)
TS_MATH1(log1p)
TS_MATH1(sin)
TS_MATH1(cos)
TS_MATH1(tan)
TS_MATH1(asin)
TS_MATH1(acos)
TS_MATH1(atan)
TS_MATH1(sinh)
TS_MATH1(cosh)
TS_MATH1(tanh)
TS_MATH1(asinh)
TS_MATH1(acosh)
TS_MATH1(atanh)
TS_MATH1(erf)
TS_MATH1(erfc)
TS_MATH1(tgamma)

#ifdef __CUDACC_RTC__
TS_FN float pow(float x, float y) { return ::powf(x, y); }
TS_FN double pow(double x, double y) { return ::pow(x, y); }
TS_FN float atan2(float y, float x) { return ::atan2f(y, x); }
TS_FN double atan2(double y, double x) { return ::atan2(y, x); }
TS_FN float hypot(float x, float y) { return ::hypotf(x, y); }
TS_FN double hypot(double x, double y) { return ::hypot(x, y); }
TS_FN float fmod(float x, float y) { return ::fmodf(x, y); }
TS_FN double fmod(double x, double y) { return ::fmod(x, y); }
TS_FN float nextafter(float x, float y) { return ::nextafterf(x, y); }
TS_FN double nextafter(double x, double y) { return ::nextafter(x, y); }
TS_FN float fma(float x, float y, float z) { return ::fmaf(x, y, z); }
TS_FN double fma(double x, double y, double z) { return ::fma(x, y, z); }
TS_FN float copysign(float x, float y) { return ::copysignf(x, y); }
TS_FN double copysign(double x, double y) { return ::copysign(x, y); }
TS_FN float ldexp(float x, int n) { return ::ldexpf(x, n); }
TS_FN double ldexp(double x, int n) { return ::ldexp(x, n); }
#else
TS_FN float pow(float x, float y) { return (float)__builtin_pow((double)x, (double)y); }
TS_FN double pow(double x, double y) { return __builtin_pow(x, y); }
TS_FN float atan2(float y, float x) { return (float)__builtin_atan2((double)y, (double)x); }
TS_FN double atan2(double y, double x) { return __builtin_atan2(y, x); }
TS_FN float hypot(float x, float y) { return (float)__builtin_hypot((double)x, (double)y); }
TS_FN double hypot(double x, double y) { return __builtin_hypot(x, y); }
TS_FN float fmod(float x, float y) { return __builtin_fmodf(x, y); }
TS_FN double fmod(double x, double y) { return __builtin_fmod(x, y); }
TS_FN float nextafter(float x, float y) { return __builtin_nextafterf(x, y); }
TS_FN double nextafter(double x, double y) { return __builtin_nextafter(x, y); }
TS_FN float fma(float x, float y, float z) { return __builtin_elementwise_fma(x, y, z); }
TS_FN double fma(double x, double y, double z) { return __builtin_elementwise_fma(x, y, z); }
TS_FN float copysign(float x, float y) { return __builtin_copysignf(x, y); }
TS_FN double copysign(double x, double y) { return __builtin_copysign(x, y); }
TS_FN float ldexp(float x, int n) { return __builtin_ldexpf(x, n); }
TS_FN double ldexp(double x, int n) { return __builtin_ldexp(x, n); }
#endif

template <class T> TS_FN bool is_nan(T x) { return x != x; }
template <class T> TS_FN bool is_inf(T x) { return fabs(x) == T(infinity); }
template <class T> TS_FN bool is_finite(T x) { return fabs(x) < T(infinity); }

TS_FN bool sign_bit(float x) { return __builtin_signbit(x) != 0; }
TS_FN bool sign_bit(double x) { return __builtin_signbit(x) != 0; }

template <class T> TS_FN T clamped(T x, T low, T high) {
  return x < low ? low : (x > high ? high : x);
}

}  // namespace ts
