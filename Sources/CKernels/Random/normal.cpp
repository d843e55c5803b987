// Normal numbers.
#include <cmath>
#include <cstring>

#include "box_muller.h"
#include "fill.h"

namespace ts {

namespace {

/// Blocks worked on together: their halves are gathered so that whole vectors are used.
constexpr int64_t group = 16;

/// Normals of up to `group` blocks.
TS_FN void box_muller_group(const float *units, float *out, int64_t blocks, float mean,
                            float std) {
  float first[8 * group], second[8 * group];
  for (int64_t b = 0; b < blocks; ++b) {
    memcpy(first + 8 * b, units + 16 * b, 8 * sizeof(float));
    memcpy(second + 8 * b, units + 16 * b + 8, 8 * sizeof(float));
  }
  constexpr float two_pi = static_cast<float>(2.0 * M_PI);
  for (int64_t i = 0; i < 8 * group; ++i) {
    const float radius = __builtin_elementwise_sqrt(-2.0f * block_log(1.0f - first[i]));
    const SinCos at = block_sincos(two_pi * second[i]);
    first[i] = fused(radius * at.cos, std, mean);
    second[i] = fused(radius * at.sin, std, mean);
  }
  for (int64_t b = 0; b < blocks; ++b) {
    memcpy(out + 16 * b, first + 8 * b, 8 * sizeof(float));
    memcpy(out + 16 * b + 8, second + 8 * b, 8 * sizeof(float));
  }
}

}  // namespace

void box_muller(const float *units, float *out, int64_t blocks, float mean, float std) {
  TS_MULTIVERSION({
    for (int64_t b = 0; b < blocks; b += group) {
      const int64_t n = blocks - b < group ? blocks - b : group;
      box_muller_group(units + 16 * b, out + 16 * b, n, mean, std);
    }
  });
}

void box_muller(const double *units, double *out, int64_t blocks, double mean, double std) {
  for (int64_t b = 0; b < blocks; ++b, units += 16, out += 16) {
    for (int i = 0; i < 8; ++i) {
      const double radius = std::sqrt(-2.0 * std::log(1.0 - units[i]));
      const double angle = 2.0 * M_PI * units[i + 8];
      out[i] = fused(radius * std::cos(angle), std, mean);
      out[i + 8] = fused(radius * std::sin(angle), std, mean);
    }
  }
}

namespace {

/// Elements from which a contiguous tensor is filled in blocks.
constexpr int64_t block = 16;

/// The element type's blocks, computed in `A`: n/16 blocks, then sixteen fresh numbers for the last
/// sixteen elements when n is no multiple.
template <class T>
void normal_blocks(ts_generator &g, T *out, int64_t n, double mean, double std) {
  using A = acc_t<T>;
  const A center = static_cast<A>(mean), width = static_cast<A>(std);
  A drawn[stretch];
  const auto put = [&](T *target, int64_t count) {
    A *buffer = drawn;
    if constexpr (std::is_same_v<T, A>) buffer = target;
    fill_units(g, buffer, count);
    box_muller(buffer, buffer, count / block, center, width);
    if constexpr (!std::is_same_v<T, A>) {
      TS_MULTIVERSION({
        for (int64_t i = 0; i < count; ++i) target[i] = cast<T>(buffer[i]);
      });
    }
  };
  const int64_t whole = n / block * block;
  for (int64_t i = 0; i < whole; i += stretch) put(out + i, std::min(stretch, whole - i));
  if (whole == n) return;
  if constexpr (!is_half_v<T>) skip_words(g, (n - whole) * (sizeof(T) / sizeof(uint32_t)));
  put(out + n - block, block);
}

template <class T>
void normal(ts_generator &g, const ts_view &out, double mean, double std) {
  int64_t n = 1, expected = 1;
  bool contiguous = true;
  for (int d = out.ndim - 1; d >= 0; --d) {
    contiguous = contiguous && (out.sizes[d] == 1 || out.strides[d] == expected);
    n *= out.sizes[d];
    expected *= out.sizes[d];
  }
  if (contiguous && n >= block) {
    normal_blocks(g, static_cast<T *>(out.data), n, mean, std);
  } else {
    fill_each<T>(out, [&] { return cast<T>(fused(next_normal(g), std, mean)); });
  }
}

}  // namespace
}  // namespace ts

TS_EXPORT void ts_random_normal(ts_generator *g, const ts_view *out, double mean, double std) {
  TS_DISPATCH_FLOATING(out->dtype, T, { ts::normal<T>(*g, *out, mean, std); });
}

TS_EXPORT void ts_random_log_normal(ts_generator *g, const ts_view *out, double mean,
                                    double std) {
  TS_DISPATCH_FLOATING(out->dtype, T, {
    ts::fill_each<T>(*out, [=] {
      return ts::cast<T>(std::exp(ts::fused(ts::next_normal(*g), std, mean)));
    });
  });
}
