// Random numbers: the mt19937 generator and the distributions drawn from it.
//
// Every fill is serial and writes in order of increasing memory address, so that the stream of
// words, and with it every result, depends on the seed alone. `w32` is the next tempered word,
// `w64` = (first word << 32) | second word, `u24` = (w32 mod 2^24) · 2^-24 and
// `u53` = (w64 mod 2^53) · 2^-53.
#ifndef TS_RANDOM_H
#define TS_RANDOM_H

#include "ts_types.h"

#define TS_MT_WORDS 624
/// Bytes of a saved state.
#define TS_GENERATOR_STATE_BYTES 5056

/// PyTorch's builds, which round real numbers differently: the one for AVX2 fuses products and
/// sums and has polynomials for float normals; the scalar one (`ATEN_CPU_CAPABILITY=default`)
/// rounds products and calls the C library.
enum ts_random_build { TS_RANDOM_AVX2 = 0, TS_RANDOM_SCALAR = 1 };

/// State of a generator. One thread at a time may use it.
typedef struct ts_generator {
  uint64_t seed;
  /// 1 + words that remain before the next 624 are made.
  int32_t left;
  /// Position of the next word.
  uint32_t next;
  uint32_t words[TS_MT_WORDS];
  /// The second normal of the last pair, while `has_normal`.
  double normal;
  /// Carried in the saved state; no distribution reads it.
  float normal32;
  bool has_normal;
  bool has_normal32;
  /// Whose real numbers are drawn, an `enum ts_random_build`; no part of the saved state.
  int32_t build;
} ts_generator;

/// The build that `TOUCHSTONE_RANDOM_BUILD` names, `avx2` or `scalar`; AVX2 when it names none.
TS_EXPORT int32_t ts_random_standard_build(void);

/// Starts the stream of `seed`; only its low 32 bits reach the engine. The build stays.
TS_EXPORT void ts_generator_seed(ts_generator *generator, uint64_t seed);
/// Starts the stream of `count` ≥ 1 key words, `init_by_array` of the twister's authors.
TS_EXPORT void ts_generator_seed_by_array(ts_generator *generator, const uint32_t *key,
                                          int64_t count);
/// Writes the state to `blob` (5,056 bytes, little-endian).
TS_EXPORT void ts_generator_save(const ts_generator *generator, uint8_t *blob);
/// Reads a state; false, and nothing changed, when the engine's counters are impossible. The build
/// stays.
TS_EXPORT bool ts_generator_load(ts_generator *generator, const uint8_t *blob);
TS_EXPORT uint32_t ts_generator_next32(ts_generator *generator);
TS_EXPORT uint64_t ts_generator_next64(ts_generator *generator);

/// u · (to − from) + from, `from` where that gives `to`; u24 in float for float32 and the halves,
/// u53 in double for float64. This and every product and sum below round once in the AVX2 build.
TS_EXPORT void ts_random_uniform(ts_generator *generator, const ts_view *out, double from,
                                 double to);
/// Normal numbers by Box and Muller: sixteen at a time where `out` is contiguous and has sixteen,
/// else one pair at a time in double.
TS_EXPORT void ts_random_normal(ts_generator *generator, const ts_view *out, double mean,
                                double std);
/// base + word mod range: a w32 where range < 2^28, else a w64; range 0 stands for 2^64.
TS_EXPORT void ts_random_integers(ts_generator *generator, const ts_view *out, uint64_t range,
                                  int64_t base);
/// All non-negative integers that the dtype holds (a float's: up to 2^digits).
TS_EXPORT void ts_random_full(ts_generator *generator, const ts_view *out);
/// u53 < p.
TS_EXPORT void ts_random_bernoulli(ts_generator *generator, const ts_view *out, double p);
/// u < p per element: u53 where `p` is float64, else u24; `p` broadcasts.
TS_EXPORT void ts_random_bernoulli_each(ts_generator *generator, const ts_view *out,
                                        const ts_view *p);
/// −log(1 − u53) / lambda.
TS_EXPORT void ts_random_exponential(ts_generator *generator, const ts_view *out, double lambda);
/// median + sigma · tan(π (u53 − ½)).
TS_EXPORT void ts_random_cauchy(ts_generator *generator, const ts_view *out, double median,
                                double sigma);
/// exp(mean + std · normal).
TS_EXPORT void ts_random_log_normal(ts_generator *generator, const ts_view *out, double mean,
                                    double std);
/// ⌈log u53 / log(1 − p)⌉.
TS_EXPORT void ts_random_geometric(ts_generator *generator, const ts_view *out, double p);
/// Poisson numbers of the rates in `rate`, which are not negative; same shape and dtype.
TS_EXPORT void ts_random_poisson(ts_generator *generator, const ts_view *out, const ts_view *rate);
/// Gamma numbers of scale 1 and the shapes in `alpha`; float32 or float64.
TS_EXPORT void ts_random_gamma(ts_generator *generator, const ts_view *out, const ts_view *alpha);
/// A random permutation of 0..<n into the n elements of `out`.
TS_EXPORT void ts_random_permutation(ts_generator *generator, const ts_view *out);
/// Randomised leaky slopes: uniform in [lower, upper) where `in` ≤ 0, else 1, row by row.
TS_EXPORT void ts_random_slopes(ts_generator *generator, const ts_view *out, const ts_view *in,
                                double lower, double upper);
/// Indices drawn with replacement from each row of `p` (rows, categories), contiguous; `out` is
/// int64 (rows, samples), contiguous.
TS_EXPORT void ts_random_categories(ts_generator *generator, const ts_view *out, const ts_view *p);
/// Indices of the largest elements of each row of `scores` (rows, categories), in descending
/// order; where elements are equal, in the order that PyTorch's selection leaves.
TS_EXPORT void ts_random_top(const ts_view *out, const ts_view *scores);
/// Derivative of a gamma number with respect to its shape alpha, at fixed probability.
TS_EXPORT void ts_random_gamma_gradient(const ts_view *out, const ts_view *alpha,
                                        const ts_view *sample);

/// Whether every element of a floating, integer or bool view lies in [low, high]; NaN does not.
TS_EXPORT bool ts_random_all_within(const ts_view *values, double low, double high);
/// Flaw of the first bad row of weights (rows, categories): 1 an element below zero or NaN,
/// 2 an infinite one, 3 a sum of zero; 0 none.
TS_EXPORT int32_t ts_random_category_flaw(const ts_view *p);

#endif
