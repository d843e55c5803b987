// The sixteen-bit types, the type that a kernel computes in, conversions, and the dtype switch.
#ifndef TS_HALF_H
#define TS_HALF_H

#include <stdint.h>

#include <type_traits>

#include "../include/ts_types.h"

namespace ts {

using float16 = _Float16;

/// The upper half of a float32. Converts from float to the nearest value, ties to even.
struct bfloat16 {
  uint16_t bits;

  bfloat16() = default;
  __attribute__((always_inline)) bfloat16(float value) : bits(round_bits(value)) {}
  __attribute__((always_inline)) operator float() const {
    return __builtin_bit_cast(float, static_cast<uint32_t>(bits) << 16);
  }

 private:
  __attribute__((always_inline)) static uint16_t round_bits(float value) {
    const uint32_t raw = __builtin_bit_cast(uint32_t, value);
    const uint32_t rounded = (raw + 0x7fffu + ((raw >> 16) & 1u)) >> 16;
    return static_cast<uint16_t>(value != value ? 0x7fc0u : rounded);
  }
};

template <class T>
inline constexpr bool is_half_v = std::is_same_v<T, float16> || std::is_same_v<T, bfloat16>;
template <class T>
inline constexpr bool is_floating_v = std::is_floating_point_v<T> || is_half_v<T>;

template <class T>
struct acc {
  using type = T;
};
template <>
struct acc<float16> {
  using type = float;
};
template <>
struct acc<bfloat16> {
  using type = float;
};
/// The type a kernel computes in: float for the halves, the type itself for the others.
template <class T>
using acc_t = typename acc<T>::type;

namespace detail {
/// float -> integer: towards zero; NaN and values outside [-2^(b-1), 2^(b-1)) give the least
/// value, as the processor's instruction does.
template <class Int, class Float>
inline __attribute__((always_inline)) Int truncate(Float value) {
  constexpr Int least = static_cast<Int>(Int{1} << (sizeof(Int) * 8 - 2)) * -2;
  constexpr Float bound = static_cast<Float>(Int{1} << (sizeof(Int) * 8 - 2)) * 2;
  const bool inside = value >= -bound && value < bound;
  return inside ? static_cast<Int>(inside ? value : Float{0}) : least;
}
}  // namespace detail

/// Converts between any two element types as PyTorch does: to bool, "is not zero"; to the halves
/// through float; floating to integer towards zero, then modulo the integer's size.
template <class To, class From>
inline __attribute__((always_inline)) To cast(From value) {
  if constexpr (std::is_same_v<To, From>) {
    return value;
  } else if constexpr (is_half_v<From>) {
    return cast<To>(static_cast<float>(value));
  } else if constexpr (std::is_same_v<To, bool>) {
    return value != From{0};
  } else if constexpr (is_half_v<To>) {
    return static_cast<To>(static_cast<float>(value));
  } else if constexpr (std::is_integral_v<To> && std::is_floating_point_v<From>) {
    using Wide = std::conditional_t<sizeof(To) == 8 || std::is_unsigned_v<To>, int64_t, int32_t>;
    return static_cast<To>(detail::truncate<Wide>(value));
  } else {
    return static_cast<To>(value);
  }
}

}  // namespace ts

// The dtype switch. `TS_DISPATCH_FLOATING(dtype, T, { return run<T>(view); })` runs the block with
// `T` bound to the element type that `dtype` names; a dtype outside the set runs nothing (Swift
// has checked it before).
#define TS_CASE_(code, type, T, ...) \
  case code: {                       \
    using T [[maybe_unused]] = type; \
    __VA_ARGS__;                     \
    break;                           \
  }
#define TS_CASES_FLOAT_(T, ...)                    \
  TS_CASE_(TS_FLOAT32, float, T, __VA_ARGS__)      \
  TS_CASE_(TS_FLOAT64, double, T, __VA_ARGS__)
#define TS_CASES_HALF_(T, ...)                         \
  TS_CASE_(TS_FLOAT16, ::ts::float16, T, __VA_ARGS__)  \
  TS_CASE_(TS_BFLOAT16, ::ts::bfloat16, T, __VA_ARGS__)
#define TS_CASES_INTEGER_(T, ...)              \
  TS_CASE_(TS_INT8, int8_t, T, __VA_ARGS__)    \
  TS_CASE_(TS_INT16, int16_t, T, __VA_ARGS__)  \
  TS_CASE_(TS_INT32, int32_t, T, __VA_ARGS__)  \
  TS_CASE_(TS_INT64, int64_t, T, __VA_ARGS__)  \
  TS_CASE_(TS_UINT8, uint8_t, T, __VA_ARGS__)
#define TS_CASES_BOOL_(T, ...) TS_CASE_(TS_BOOL, bool, T, __VA_ARGS__)
#define TS_SWITCH_(dtype, ...) \
  do {                         \
    switch (dtype) {           \
      __VA_ARGS__              \
      default: break;          \
    }                          \
  } while (0)

/// Every dtype.
#define TS_DISPATCH_ALL(dtype, T, ...)                                             \
  TS_SWITCH_(dtype, TS_CASES_FLOAT_(T, __VA_ARGS__) TS_CASES_HALF_(T, __VA_ARGS__) \
                        TS_CASES_INTEGER_(T, __VA_ARGS__) TS_CASES_BOOL_(T, __VA_ARGS__))
/// Every dtype but bool.
#define TS_DISPATCH_NUMERIC(dtype, T, ...)                                         \
  TS_SWITCH_(dtype, TS_CASES_FLOAT_(T, __VA_ARGS__) TS_CASES_HALF_(T, __VA_ARGS__) \
                        TS_CASES_INTEGER_(T, __VA_ARGS__))
/// float32, float64, float16, bfloat16.
#define TS_DISPATCH_FLOATING(dtype, T, ...) \
  TS_SWITCH_(dtype, TS_CASES_FLOAT_(T, __VA_ARGS__) TS_CASES_HALF_(T, __VA_ARGS__))
/// float32, float64: what BLAS and LAPACK know.
#define TS_DISPATCH_BLAS(dtype, T, ...) TS_SWITCH_(dtype, TS_CASES_FLOAT_(T, __VA_ARGS__))
/// The five integers.
#define TS_DISPATCH_INTEGRAL(dtype, T, ...) TS_SWITCH_(dtype, TS_CASES_INTEGER_(T, __VA_ARGS__))
/// The five integers and bool.
#define TS_DISPATCH_INTEGRAL_BOOL(dtype, T, ...) \
  TS_SWITCH_(dtype, TS_CASES_INTEGER_(T, __VA_ARGS__) TS_CASES_BOOL_(T, __VA_ARGS__))
/// int32 and int64: index tensors.
#define TS_DISPATCH_INDEX(dtype, T, ...)                   \
  TS_SWITCH_(dtype, TS_CASE_(TS_INT32, int32_t, T, __VA_ARGS__) \
                        TS_CASE_(TS_INT64, int64_t, T, __VA_ARGS__))
/// For moving elements without looking at them: `T` is the unsigned integer of the same size.
#define TS_DISPATCH_BYTES(item_size, T, ...)            \
  TS_SWITCH_(item_size, TS_CASE_(1, uint8_t, T, __VA_ARGS__)  \
                            TS_CASE_(2, uint16_t, T, __VA_ARGS__) \
                            TS_CASE_(4, uint32_t, T, __VA_ARGS__) \
                            TS_CASE_(8, uint64_t, T, __VA_ARGS__))

namespace ts {
/// Bytes of one element.
inline int64_t item_size(int32_t dtype) {
  TS_DISPATCH_ALL(dtype, T, { return static_cast<int64_t>(sizeof(T)); });
  return 0;
}
}  // namespace ts

#endif
