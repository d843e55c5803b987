#include "engine.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

namespace ts {

namespace {

TS_FN uint32_t twist(uint32_t a, uint32_t b) {
  const uint32_t joined = (a & 0x80000000u) | (b & 0x7fffffffu);
  return (joined >> 1) ^ ((0u - (b & 1u)) & 0x9908b0dfu);
}

/// Distance to the word that each new one is mixed with.
constexpr int distance = 397;
constexpr int wrapped = TS_MT_WORDS - distance;

void store(uint8_t *&at, const void *value, size_t size) {
  memcpy(at, value, size);
  at += size;
}

template <class T>
void put(uint8_t *&at, T value) {
  store(at, &value, sizeof(T));
}

template <class T>
T take(const uint8_t *&at) {
  T value;
  memcpy(&value, at, sizeof(T));
  at += sizeof(T);
  return value;
}

}  // namespace

void refill(ts_generator &g) {
  uint32_t *words = g.words;
  TS_MULTIVERSION({
    for (int i = 0; i < wrapped; ++i)
      words[i] = words[i + distance] ^ twist(words[i], words[i + 1]);
    for (int i = wrapped; i < TS_MT_WORDS - 1; ++i)
      words[i] = words[i - wrapped] ^ twist(words[i], words[i + 1]);
  });
  words[TS_MT_WORDS - 1] = words[distance - 1] ^ twist(words[TS_MT_WORDS - 1], words[0]);
  g.next = 0;
  g.left = TS_MT_WORDS + 1;
}

/// Calls fn(words, n) with runs of raw words, `n` in all, and consumes them.
template <class F>
static void for_runs(ts_generator &g, int64_t n, F fn) {
  while (n > 0) {
    if (is_spent(g)) refill(g);
    const int64_t room = std::min<int64_t>(TS_MT_WORDS - g.next, g.left - 1);
    const int64_t count = std::min(n, room);
    fn(static_cast<const uint32_t *>(g.words + g.next), count);
    g.next += static_cast<uint32_t>(count);
    g.left -= static_cast<int32_t>(count);
    n -= count;
  }
}

void fill_words(ts_generator &g, uint32_t *out, int64_t n) {
  for_runs(g, n, [&](const uint32_t *words, int64_t count) {
    uint32_t *target = out;
    TS_MULTIVERSION({
      for (int64_t i = 0; i < count; ++i) target[i] = temper(words[i]);
    });
    out += count;
  });
}

void fill_units(ts_generator &g, float *out, int64_t n) {
  for_runs(g, n, [&](const uint32_t *words, int64_t count) {
    float *target = out;
    TS_MULTIVERSION({
      for (int64_t i = 0; i < count; ++i) target[i] = unit24(temper(words[i]));
    });
    out += count;
  });
}

/// Calls fn(words, target, count) for stretches of `out`; words holds two for each element.
template <class T, class F>
static void for_pairs(ts_generator &g, T *out, int64_t n, F fn) {
  constexpr int64_t stretch = 512;
  uint32_t words[2 * stretch];
  for (int64_t i = 0; i < n; i += stretch) {
    const int64_t count = std::min(stretch, n - i);
    fill_words(g, words, 2 * count);
    fn(static_cast<const uint32_t *>(words), out + i, count);
  }
}

TS_FN uint64_t pair(const uint32_t *words, int64_t i) {
  return static_cast<uint64_t>(words[2 * i]) << 32 | words[2 * i + 1];
}

void fill_words(ts_generator &g, uint64_t *out, int64_t n) {
  for_pairs(g, out, n, [](const uint32_t *words, uint64_t *target, int64_t count) {
    TS_MULTIVERSION({
      for (int64_t i = 0; i < count; ++i) target[i] = pair(words, i);
    });
  });
}

void fill_units(ts_generator &g, double *out, int64_t n) {
  for_pairs(g, out, n, [](const uint32_t *words, double *target, int64_t count) {
    TS_MULTIVERSION({
      for (int64_t i = 0; i < count; ++i) target[i] = unit53(pair(words, i));
    });
  });
}

void skip_words(ts_generator &g, int64_t n) {
  for_runs(g, n, [](const uint32_t *, int64_t) {});
}

double next_normal(ts_generator &g) {
  if (g.has_normal) {
    g.has_normal = false;
    return g.normal;
  }
  const double first = next53(g);
  const double second = next53(g);
  const double radius = std::sqrt(-2.0 * std::log1p(-second));
  const double angle = 2.0 * M_PI * first;
  g.normal = radius * std::sin(angle);
  g.has_normal = true;
  return radius * std::cos(angle);
}

}  // namespace ts

TS_EXPORT int32_t ts_random_standard_build(void) {
  const char *name = getenv("TOUCHSTONE_RANDOM_BUILD");
  return name && strcmp(name, "scalar") == 0 ? TS_RANDOM_SCALAR : TS_RANDOM_AVX2;
}

TS_EXPORT void ts_generator_seed(ts_generator *g, uint64_t seed) {
  ts_generator fresh{};
  fresh.build = g->build;
  fresh.seed = seed;
  fresh.left = 1;
  fresh.words[0] = static_cast<uint32_t>(seed);
  for (uint32_t i = 1; i < TS_MT_WORDS; ++i) {
    const uint32_t last = fresh.words[i - 1];
    fresh.words[i] = 1812433253u * (last ^ (last >> 30)) + i;
  }
  *g = fresh;
}

TS_EXPORT void ts_generator_seed_by_array(ts_generator *g, const uint32_t *key, int64_t count) {
  ts_generator_seed(g, 19650218);
  uint32_t *words = g->words;
  uint32_t last = words[0];
  // Mixes one word with the one before it; positions go round from 1 to the end.
  int64_t i = 1;
  const auto mix = [&](uint32_t factor, uint32_t summand) {
    last = (words[i] ^ ((last ^ (last >> 30)) * factor)) + summand;
    words[i] = last;
    i = i + 1 < TS_MT_WORDS ? i + 1 : 1;
  };
  for (int64_t k = 0; k < std::max<int64_t>(TS_MT_WORDS, count); ++k) {
    const int64_t j = k % count;
    mix(1664525u, key[j] + static_cast<uint32_t>(j));
  }
  for (int k = 1; k < TS_MT_WORDS; ++k) mix(1566083941u, 0u - static_cast<uint32_t>(i));
  words[0] = 0x80000000u;
}

TS_EXPORT uint32_t ts_generator_next32(ts_generator *g) { return ts::next32(*g); }
TS_EXPORT uint64_t ts_generator_next64(ts_generator *g) { return ts::next64(*g); }

TS_EXPORT void ts_generator_save(const ts_generator *g, uint8_t *blob) {
  uint8_t *at = blob;
  memset(blob, 0, TS_GENERATOR_STATE_BYTES);
  ts::put<uint64_t>(at, g->seed);
  ts::put<int32_t>(at, g->left);
  ts::put<int32_t>(at, 1);
  ts::put<uint64_t>(at, g->next);
  for (uint32_t word : g->words) ts::put<uint64_t>(at, word);
  ts::put<double>(at, 0);
  ts::put<double>(at, g->has_normal ? g->normal : 0);
  ts::put<double>(at, 0);
  ts::put<uint64_t>(at, g->has_normal);
  ts::put<float>(at, g->has_normal32 ? g->normal32 : 0);
  ts::put<uint8_t>(at, g->has_normal32);
}

TS_EXPORT bool ts_generator_load(ts_generator *g, const uint8_t *blob) {
  const uint8_t *at = blob;
  ts_generator read{};
  read.build = g->build;
  read.seed = ts::take<uint64_t>(at);
  read.left = ts::take<int32_t>(at);
  const int32_t seeded = ts::take<int32_t>(at);
  const uint64_t next = ts::take<uint64_t>(at);
  if (seeded == 0 || read.left <= 0 || read.left > TS_MT_WORDS || next > TS_MT_WORDS) return false;
  read.next = static_cast<uint32_t>(next);
  for (uint32_t &word : read.words) word = static_cast<uint32_t>(ts::take<uint64_t>(at));
  at += sizeof(double);
  read.normal = ts::take<double>(at);
  at += sizeof(double);
  read.has_normal = ts::take<int32_t>(at) != 0;
  at += sizeof(int32_t);
  read.normal32 = ts::take<float>(at);
  read.has_normal32 = ts::take<uint8_t>(at) != 0;
  *g = read;
  return true;
}
