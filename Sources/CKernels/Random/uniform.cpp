// Uniform numbers, integers and coins.
#include "box_muller.h"
#include "fill.h"

namespace ts {
namespace {

template <class T>
void uniform(ts_generator &g, const ts_view &out, double from, double to) {
  using A = acc_t<T>;
  const A low = static_cast<A>(from), high = static_cast<A>(to);
  const A width = high - low;
  const T first = cast<T>(low), excluded = cast<T>(high);
  const auto below = [=](A number) TS_INLINE {
    const T value = cast<T>(number);
    return static_cast<A>(value) == static_cast<A>(excluded) ? first : value;
  };
  if (is_scalar(g)) {
    fill_from<A, T>(g, out, [=](A u) TS_INLINE { return below(u * width + low); });
  } else {
    fill_from<A, T>(g, out, [=](A u) TS_INLINE { return below(fused(u, width, low)); });
  }
}

/// w mod d without a division: (c·w mod 2^64)·d / 2^64 with c = ⌈2^64 / d⌉, exact for 32 bits.
struct Modulus32 {
  uint64_t reciprocal;
  uint32_t divisor;

  explicit Modulus32(uint32_t d) : reciprocal(UINT64_MAX / d + 1), divisor(d) {}
  __attribute__((always_inline)) uint32_t of(uint32_t word) const {
    const uint64_t fraction = reciprocal * word;
    return static_cast<uint32_t>((static_cast<unsigned __int128>(fraction) * divisor) >> 64);
  }
};

/// Integers go through int64, as the sum with `base` wraps.
template <class T>
TS_FN T from_integer(uint64_t offset, int64_t base) {
  return cast<T>(static_cast<int64_t>(offset + static_cast<uint64_t>(base)));
}

constexpr uint64_t one_word_range = uint64_t{1} << 28;

template <class T>
void integers(ts_generator &g, const ts_view &out, uint64_t range, int64_t base) {
  if (range == 0) {
    fill_from<uint64_t, T>(g, out, [=](uint64_t w) TS_INLINE { return from_integer<T>(w, base); });
  } else if (range < one_word_range) {
    const Modulus32 modulus(static_cast<uint32_t>(range));
    fill_from<uint32_t, T>(g, out, [=](uint32_t w) TS_INLINE {
      return from_integer<T>(modulus.of(w), base);
    });
  } else {
    fill_from<uint64_t, T>(
        g, out, [=](uint64_t w) TS_INLINE { return from_integer<T>(w % range, base); });
  }
}

/// Bits of the significand, the leading one included.
template <class T>
constexpr int digits = std::is_same_v<T, float> ? 24 : std::is_same_v<T, float16> ? 11 : 8;

template <class T>
void full(ts_generator &g, const ts_view &out) {
  if constexpr (std::is_same_v<T, int64_t>) {
    fill_from<uint64_t, T>(
        g, out, [](uint64_t w) TS_INLINE { return static_cast<T>(w & INT64_MAX); });
  } else if constexpr (std::is_same_v<T, double>) {
    fill_from<uint64_t, T>(g, out, [](uint64_t w) TS_INLINE {
      return static_cast<double>(static_cast<int64_t>(w % ((uint64_t{1} << 53) + 1)));
    });
  } else if constexpr (is_floating_v<T>) {
    fill_from<uint32_t, T>(g, out, [](uint32_t w) TS_INLINE {
      return cast<T>(static_cast<int64_t>(w % ((uint32_t{1} << digits<T>) + 1)));
    });
  } else if constexpr (std::is_same_v<T, bool>) {
    fill_from<uint32_t, T>(g, out, [](uint32_t w) TS_INLINE { return (w & 1u) != 0; });
  } else {
    constexpr int bits = 8 * static_cast<int>(sizeof(T)) - (std::is_signed_v<T> ? 1 : 0);
    constexpr uint32_t mask = static_cast<uint32_t>((uint64_t{1} << bits) - 1);
    fill_from<uint32_t, T>(g, out, [](uint32_t w) TS_INLINE { return static_cast<T>(w & mask); });
  }
}

/// u53 < p in integers: k · 2^-53 < p where k < ⌈p · 2^53⌉.
template <class T>
void bernoulli(ts_generator &g, const ts_view &out, double p) {
  const double scaled = p * 0x1p53;
  const int64_t whole = static_cast<int64_t>(scaled);
  const int64_t threshold = whole + (static_cast<double>(whole) < scaled);
  fill_from<uint64_t, T>(g, out, [=](uint64_t w) TS_INLINE {
    return cast<T>(static_cast<int64_t>(w & mask53) < threshold);
  });
}

template <class T, class P>
void bernoulli_each(ts_generator &g, const ts_view &out, const ts_view &probability) {
  for_each_run<T, P>(out, probability, [&](Run<T> run, Run<const P> p) {
    for (int64_t i = 0; i < run.count; ++i) {
      const auto chance = static_cast<acc_t<P>>(p.data[i * p.step]);
      bool hit;
      if constexpr (std::is_same_v<P, double>) hit = next53(g) < chance;
      else hit = unit24(next32(g)) < chance;
      run.data[i * run.step] = cast<T>(hit);
    }
  });
}

}  // namespace
}  // namespace ts

TS_EXPORT void ts_random_uniform(ts_generator *g, const ts_view *out, double from, double to) {
  TS_DISPATCH_FLOATING(out->dtype, T, { ts::uniform<T>(*g, *out, from, to); });
}

TS_EXPORT void ts_random_integers(ts_generator *g, const ts_view *out, uint64_t range,
                                  int64_t base) {
  TS_DISPATCH_ALL(out->dtype, T, { ts::integers<T>(*g, *out, range, base); });
}

TS_EXPORT void ts_random_full(ts_generator *g, const ts_view *out) {
  TS_DISPATCH_ALL(out->dtype, T, { ts::full<T>(*g, *out); });
}

TS_EXPORT void ts_random_bernoulli(ts_generator *g, const ts_view *out, double p) {
  TS_DISPATCH_ALL(out->dtype, T, { ts::bernoulli<T>(*g, *out, p); });
}

TS_EXPORT void ts_random_bernoulli_each(ts_generator *g, const ts_view *out, const ts_view *p) {
  TS_DISPATCH_ALL(out->dtype, T, {
    TS_DISPATCH_FLOATING(p->dtype, P, { ts::bernoulli_each<T, P>(*g, *out, *p); });
  });
}
