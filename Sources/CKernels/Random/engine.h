// The words of a generator and the uniform numbers made of them.
#ifndef TS_RANDOM_ENGINE_H
#define TS_RANDOM_ENGINE_H

#include "../Common/dispatch.h"
#include "../include/ts_random.h"

#pragma clang fp contract(off)

namespace ts {

/// Makes the next 624 words.
void refill(ts_generator &g);

TS_FN uint32_t temper(uint32_t y) {
  y ^= y >> 11;
  y ^= (y << 7) & 0x9d2c5680u;
  y ^= (y << 15) & 0xefc60000u;
  return y ^ (y >> 18);
}

inline bool is_spent(const ts_generator &g) { return g.left <= 1 || g.next >= TS_MT_WORDS; }

inline uint32_t next32(ts_generator &g) {
  if (is_spent(g)) refill(g);
  --g.left;
  return temper(g.words[g.next++]);
}

inline uint64_t next64(ts_generator &g) {
  const uint64_t high = next32(g);
  return high << 32 | next32(g);
}

TS_FN float unit24(uint32_t word) {
  return static_cast<float>(static_cast<int32_t>(word & 0xffffffu)) * 0x1p-24f;
}

constexpr uint64_t mask53 = (uint64_t{1} << 53) - 1;

TS_FN double unit53(uint64_t word) {
  return static_cast<double>(static_cast<int64_t>(word & mask53)) * 0x1p-53;
}

inline double next53(ts_generator &g) { return unit53(next64(g)); }

inline bool is_scalar(const ts_generator &g) { return g.build == TS_RANDOM_SCALAR; }

/// The next `n` words.
void fill_words(ts_generator &g, uint32_t *out, int64_t n);
/// The next `n` pairs of words.
void fill_words(ts_generator &g, uint64_t *out, int64_t n);
/// The next `n` u24.
void fill_units(ts_generator &g, float *out, int64_t n);
/// The next `n` u53.
void fill_units(ts_generator &g, double *out, int64_t n);

/// Draws `n` words and drops them.
void skip_words(ts_generator &g, int64_t n);

/// One standard normal in double: the kept partner of the last pair, or the cosine of a new one.
double next_normal(ts_generator &g);

}  // namespace ts

#endif
