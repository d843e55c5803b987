// Vector code chosen at run time.
//
// `TS_MULTIVERSION({ statements })` compiles the statements three times — for x86-64-v4
// (AVX-512), x86-64-v3 (AVX2 + FMA) and the baseline — and runs the copy that suits the machine.
// `TOUCHSTONE_CPU_CAPABILITY=default|avx2|avx512` or `ts_set_cpu_capability` chooses a lower one.
//
//   template <class T, class F>
//   void unary_loop(T *out, const T *in, int64_t n, F f) {
//     ts::parallel_for(n, 32768, [=](int64_t begin, int64_t end) {
//       TS_MULTIVERSION({
//         for (int64_t i = begin; i < end; ++i) out[i] = f(in[i]);
//       });
//     });
//   }
//   unary_loop(out, in, n, [](float x) TS_INLINE { return x > 0 ? x : 0; });
//
// The rules that make this work:
// - Everything called from the statements must be inlined into them: formulas are TS_FN
//   functions, lambdas are marked TS_INLINE as above. A call that is not inlined runs baseline
//   code (correct, but slow).
// - The statements see the surrounding variables as copies (capture by value): write through
//   pointers, and hand a result back with `return`:
//     float total = TS_MULTIVERSION({
//       float sum = 0;
//       for (int64_t i = 0; i < n; ++i) sum += in[i];
//       return sum;
//     });
// - Put the whole loop inside, not one element: choosing costs about a nanosecond.
#ifndef TS_DISPATCH_H
#define TS_DISPATCH_H

#include <atomic>
#include <utility>

/// Marks a lambda that must become part of the loop around it: `[=](float x) TS_INLINE { … }`.
#define TS_INLINE __attribute__((always_inline))

/// Marks a function that must become part of the loop around it.
#ifndef TS_FN
#define TS_FN static inline __attribute__((always_inline))
#endif

#define TS_MULTIVERSION(...) ::ts::multiversion([=]() TS_INLINE mutable __VA_ARGS__)

namespace ts {

enum class Capability : int { baseline = 0, avx2 = 1, avx512 = 2 };

namespace detail {
/// The level in use; set before `main` from the machine and the environment.
extern std::atomic<int> capability;
}  // namespace detail

inline Capability capability() {
  return static_cast<Capability>(detail::capability.load(std::memory_order_relaxed));
}

#if defined(__x86_64__)

namespace detail {
// The tuning of znver4 lets the vectoriser use whole 512-bit registers.
template <class F>
__attribute__((noinline, target("arch=x86-64-v4,tune=znver4"))) auto run_avx512(F body) {
  return body();
}
template <class F>
__attribute__((noinline, target("arch=x86-64-v3"))) auto run_avx2(F body) {
  return body();
}
template <class F>
__attribute__((noinline)) auto run_baseline(F body) {
  return body();
}
}  // namespace detail

/// Runs `body`, a TS_INLINE lambda, in the copy compiled for the level in use.
template <class F>
inline auto multiversion(F body) {
  switch (capability()) {
    case Capability::avx512: return detail::run_avx512(std::move(body));
    case Capability::avx2: return detail::run_avx2(std::move(body));
    default: return detail::run_baseline(std::move(body));
  }
}

#else

template <class F>
inline auto multiversion(F body) {
  return body();
}

#endif

}  // namespace ts

#endif
