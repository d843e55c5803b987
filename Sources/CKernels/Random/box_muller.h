// Sixteen uniform numbers u to sixteen normals: with a = 1 − u[i], t = 2π · u[i + 8], i < 8,
//   out[i] = √(−2 log a) · cos t · std + mean,  out[i + 8] = √(−2 log a) · sin t · std + mean.
//
// The float formulas are those of the Cephes library, with every product-and-sum fused; the bits
// are the same on every processor. PyTorch's scalar build asks the C library instead.
#ifndef TS_RANDOM_BOX_MULLER_H
#define TS_RANDOM_BOX_MULLER_H

#include "engine.h"

namespace ts {

TS_FN float fused(float a, float b, float c) { return __builtin_elementwise_fma(a, b, c); }
TS_FN double fused(double a, double b, double c) { return __builtin_elementwise_fma(a, b, c); }

/// log x for 2^-24 ≤ x ≤ 1: x = m · 2^e with m in [√½, √2), then a polynomial in m − 1.
TS_FN float block_log(float x) {
  const uint32_t bits = __builtin_bit_cast(uint32_t, x);
  const float half = __builtin_bit_cast(float, (bits & 0x007fffffu) | 0x3f000000u);
  const bool small = half < 0.707106781186547524f;
  const int32_t exponent = static_cast<int32_t>(bits >> 23) - 126;
  const float e = static_cast<float>(exponent) - (small ? 1.0f : 0.0f);
  const float r = (half - 1.0f) + (small ? half : 0.0f);
  const float square = r * r;
  float y = 7.0376836292e-2f;
  y = fused(y, r, -1.1514610310e-1f);
  y = fused(y, r, 1.1676998740e-1f);
  y = fused(y, r, -1.2420140846e-1f);
  y = fused(y, r, 1.4249322787e-1f);
  y = fused(y, r, -1.6668057665e-1f);
  y = fused(y, r, 2.0000714765e-1f);
  y = fused(y, r, -2.4999993993e-1f);
  y = fused(y, r, 3.3333331174e-1f);
  y = r * y;
  y = fused(y, square, e * -2.12194440e-4f);
  y = fused(-square, 0.5f, y);
  return fused(e, 0.693359375f, r + y);
}

/// a · b + c in double as the generator's build rounds it.
inline double multiply_add(const ts_generator &g, double a, double b, double c) {
  return is_scalar(g) ? a * b + c : fused(a, b, c);
}

struct SinCos {
  float sin, cos;
};

/// sin t and cos t for 0 ≤ t ≤ 2π: t reduced by multiples of π/2 in three parts, two polynomials.
TS_FN SinCos block_sincos(float t) {
  const int32_t octant = static_cast<int32_t>(t * 1.27323954473516f);
  const int32_t j = (octant + 1) & ~1;
  const float q = static_cast<float>(j);
  float x = fused(q, -0.78515625f, t);
  x = fused(q, -2.4187564849853515625e-4f, x);
  x = fused(q, -3.77489497744594108e-8f, x);
  const float z = x * x;
  float c = fused(2.443315711809948e-5f, z, -1.388731625493765e-3f);
  c = fused(c, z, 4.166664568298827e-2f);
  c = z * c;
  c = fused(z, c, -(z * 0.5f)) + 1.0f;
  float s = fused(-1.9515295891e-4f, z, 8.3321608736e-3f);
  s = fused(s, z, -1.6666654611e-1f);
  s = z * s;
  s = fused(x, s, x);
  const bool swapped = (j & 2) != 0;
  const float sine = swapped ? c : s, cosine = swapped ? s : c;
  return {(j & 4) != 0 ? -sine : sine, ((j - 2) & 4) == 0 ? -cosine : cosine};
}

}  // namespace ts

#endif
