// Normal numbers.
#include <cmath>
#include <cstring>

#include "box_muller.h"
#include "fill.h"

namespace ts {

namespace {

/// Elements of a block, and from how many on a contiguous tensor is filled in blocks.
constexpr int64_t block = 16;

/// Blocks worked on together: their halves are gathered so that whole vectors are used.
constexpr int64_t group = 16;

/// Normals of up to `group` blocks.
TS_FN void box_muller_group(float *numbers, int64_t blocks, float mean, float std) {
  float first[8 * group], second[8 * group];
  for (int64_t b = 0; b < blocks; ++b) {
    memcpy(first + 8 * b, numbers + block * b, 8 * sizeof(float));
    memcpy(second + 8 * b, numbers + block * b + 8, 8 * sizeof(float));
  }
  constexpr float two_pi = static_cast<float>(2.0 * M_PI);
  for (int64_t i = 0; i < 8 * group; ++i) {
    const float radius = __builtin_elementwise_sqrt(-2.0f * block_log(1.0f - first[i]));
    const SinCos at = block_sincos(two_pi * second[i]);
    first[i] = fused(radius * at.cos, std, mean);
    second[i] = fused(radius * at.sin, std, mean);
  }
  for (int64_t b = 0; b < blocks; ++b) {
    memcpy(numbers + block * b, first + 8 * b, 8 * sizeof(float));
    memcpy(numbers + block * b + 8, second + 8 * b, 8 * sizeof(float));
  }
}

/// Both dtypes by the C library; the angle is rounded once from double.
template <class T>
void box_muller_library(T *numbers, int64_t blocks, T mean, T std) {
  for (int64_t b = 0; b < blocks; ++b, numbers += block) {
    for (int i = 0; i < 8; ++i) {
      const T radius = std::sqrt(T{-2} * std::log(T{1} - numbers[i]));
      const T angle = static_cast<T>(2.0 * M_PI * static_cast<double>(numbers[i + 8]));
      numbers[i] = fused(radius * std::cos(angle), std, mean);
      numbers[i + 8] = fused(radius * std::sin(angle), std, mean);
    }
  }
}

/// Turns blocks of uniform numbers into normals in the way of the generator's build.
void box_muller(const ts_generator &g, float *numbers, int64_t blocks, float mean, float std) {
  if (is_scalar(g)) return box_muller_library(numbers, blocks, mean, std);
  TS_MULTIVERSION({
    for (int64_t b = 0; b < blocks; b += group) {
      const int64_t n = blocks - b < group ? blocks - b : group;
      box_muller_group(numbers + block * b, n, mean, std);
    }
  });
}

void box_muller(const ts_generator &, double *numbers, int64_t blocks, double mean, double std) {
  box_muller_library(numbers, blocks, mean, std);
}

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
    box_muller(g, buffer, count / block, center, width);
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
    fill_each<T>(out, [&] { return cast<T>(multiply_add(g, next_normal(g), std, mean)); });
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
      const double normal = ts::next_normal(*g);
      return ts::cast<T>(std::exp(ts::multiply_add(*g, normal, std, mean)));
    });
  });
}
