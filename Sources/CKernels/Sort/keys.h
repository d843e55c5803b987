// Sort keys: unsigned integers whose order is PyTorch's order of the elements.
//
// NaN is the largest, −0 equals +0. A key carries the element's position, so keys are distinct,
// any sort of them is stable, and selection is deterministic.
#ifndef TS_SORT_KEYS_H
#define TS_SORT_KEYS_H

#include <algorithm>
#include <type_traits>

#include "../Common/half.h"

namespace ts {

template <class T>
inline constexpr bool wide_key_v = sizeof(T) == 8;

template <class T>
using key_bits_t = std::conditional_t<wide_key_v<T>, uint64_t, uint32_t>;

/// The order of T as an order of unsigned integers.
template <class T>
inline key_bits_t<T> ordered_bits(T value) {
  using U = key_bits_t<T>;
  constexpr U top = U{1} << (sizeof(U) * 8 - 1);
  if constexpr (is_floating_v<T>) {
    using W = acc_t<T>;
    const W wide = static_cast<W>(value);
    if (wide != wide) return ~U{0};
    const U bits = __builtin_bit_cast(U, wide + W{0});
    return bits & top ? ~bits : bits | top;
  } else if constexpr (sizeof(T) == 8) {
    return static_cast<U>(value) ^ top;
  } else {
    return static_cast<U>(static_cast<int32_t>(value)) ^ top;
  }
}

/// Ordered bits and position; compares by both.
struct NarrowKey {
  uint64_t packed;
  NarrowKey() = default;
  NarrowKey(uint32_t bits, int64_t index)
      : packed(static_cast<uint64_t>(bits) << 32 | static_cast<uint32_t>(index)) {}
  int64_t index() const { return static_cast<int64_t>(packed & 0xffffffffu); }
  uint32_t bits() const { return static_cast<uint32_t>(packed >> 32); }
  bool operator<(const NarrowKey &other) const { return packed < other.packed; }
};

struct WideKey {
  uint64_t value;
  int64_t position;
  WideKey() = default;
  WideKey(uint64_t bits, int64_t index) : value(bits), position(index) {}
  int64_t index() const { return position; }
  uint64_t bits() const { return value; }
  bool operator<(const WideKey &other) const {
    return value != other.value ? value < other.value : position < other.position;
  }
};

template <class T>
using Key = std::conditional_t<wide_key_v<T>, WideKey, NarrowKey>;

/// Keys of n elements; `descending` reverses the order of the values, not of equal positions.
template <class T>
inline void make_keys(const T *p, int64_t stride, int64_t n, bool descending, Key<T> *keys) {
  const key_bits_t<T> flip = descending ? ~key_bits_t<T>{0} : 0;
  for (int64_t i = 0; i < n; ++i) keys[i] = Key<T>(ordered_bits(p[i * stride]) ^ flip, i);
}

/// Least-significant-digit radix sort on 8-bit digits; skips digits that all keys share.
template <class K>
void radix_sort(K *keys, K *spare, int64_t n) {
  K *from = keys, *to = spare;
  for (int shift = 0; shift < static_cast<int>(sizeof(keys->bits()) * 8); shift += 8) {
    int64_t count[256] = {};
    for (int64_t i = 0; i < n; ++i) ++count[from[i].bits() >> shift & 255];
    if (count[from[0].bits() >> shift & 255] == n) continue;
    int64_t start = 0;
    for (int64_t &c : count) {
      const int64_t size = c;
      c = start;
      start += size;
    }
    for (int64_t i = 0; i < n; ++i) to[count[from[i].bits() >> shift & 255]++] = from[i];
    std::swap(from, to);
  }
  if (from != keys) std::copy(from, from + n, keys);
}

/// Sorts keys that stand in order of position; `spare` has room for n more.
template <class K>
void sort_keys(K *keys, K *spare, int64_t n) {
  if (n < 512) {
    std::sort(keys, keys + n);
  } else {
    radix_sort(keys, spare, n);
  }
}

}  // namespace ts

#endif
