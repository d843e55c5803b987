// Exponentials that vectorise: branch-free, error below 1 ulp.
#ifndef TS_REDUCTION_VECTOR_MATH_H
#define TS_REDUCTION_VECTOR_MATH_H

#include <cstdint>

#include "../Common/dispatch.h"

namespace ts {

/// e^x = 2^k · e^r with k = round(x / ln 2), |r| ≤ ln 2 / 2, e^r by its Taylor polynomial.
TS_FN double vector_exp(double x) {
  const double clamped = x < -746.0 ? -746.0 : (x > 710.0 ? 710.0 : x);
  const double shifter = 6755399441055744.0;  // 1.5 · 2^52: adding it rounds to an integer
  const double shifted = clamped * 1.4426950408889634074 + shifter;
  const double k = shifted - shifter;
  double r = clamped - k * 6.93147180369123816490e-01;
  r -= k * 1.90821492927058770002e-10;
  double p = 1.0 / 6227020800.0;
  p = p * r + 1.0 / 479001600.0;
  p = p * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  p = p * r + 0.5;
  p = p * r * r + r + 1.0;
  // 2^k in two factors, so that denormal results and 2^1024 are reached without overflow.
  const int64_t n = static_cast<int64_t>(__builtin_bit_cast(uint64_t, shifted) -
                                         __builtin_bit_cast(uint64_t, shifter));
  const int64_t half = n >> 1;
  const double a = __builtin_bit_cast(double, static_cast<uint64_t>(half + 1023) << 52);
  const double b = __builtin_bit_cast(double, static_cast<uint64_t>(n - half + 1023) << 52);
  const double y = p * a * b;
  return x != x ? x : y;
}

TS_FN float vector_exp(float x) {
  const float clamped = x < -104.0f ? -104.0f : (x > 89.0f ? 89.0f : x);
  const float shifter = 12582912.0f;  // 1.5 · 2^23
  const float shifted = clamped * 1.44269504088896341f + shifter;
  const float k = shifted - shifter;
  float r = clamped - k * 6.93359375e-1f;
  r -= k * -2.12194440e-4f;
  float p = 1.0f / 5040.0f;
  p = p * r + 1.0f / 720.0f;
  p = p * r + 1.0f / 120.0f;
  p = p * r + 1.0f / 24.0f;
  p = p * r + 1.0f / 6.0f;
  p = p * r + 0.5f;
  p = p * r * r + r + 1.0f;
  const int32_t n = static_cast<int32_t>(__builtin_bit_cast(uint32_t, shifted) -
                                         __builtin_bit_cast(uint32_t, shifter));
  const int32_t half = n >> 1;
  const float a = __builtin_bit_cast(float, static_cast<uint32_t>(half + 127) << 23);
  const float b = __builtin_bit_cast(float, static_cast<uint32_t>(n - half + 127) << 23);
  const float y = p * a * b;
  return x != x ? x : y;
}

}  // namespace ts

#endif
