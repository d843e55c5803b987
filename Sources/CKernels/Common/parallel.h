// One thread pool for the whole library.
//
// Work is cut into chunks by its size alone, never by the number of threads, so a result that
// depends on the cuts (a blocked sum, say) has the same bits on every machine.
#ifndef TS_PARALLEL_H
#define TS_PARALLEL_H

#include <stdint.h>

#include <type_traits>

namespace ts {

/// Upper limit on the chunks of one call: enough to balance any machine's cores.
inline constexpr int64_t max_chunks = 512;

/// Elements per chunk for `n` elements: the least multiple of `grain` that needs no more than
/// `max_chunks` chunks. Every chunk but the last has exactly this many.
inline int64_t chunk_size(int64_t n, int64_t grain) {
  const int64_t unit = grain < 1 ? 1 : grain;
  const int64_t units = (n + unit * max_chunks - 1) / (unit * max_chunks);
  return unit * (units < 1 ? 1 : units);
}

/// Number of chunks that `parallel_for(n, grain, …)` makes.
inline int64_t chunk_count(int64_t n, int64_t grain) {
  const int64_t size = chunk_size(n, grain);
  return n <= 0 ? 0 : (n + size - 1) / size;
}

namespace detail {
using ChunkBody = void (*)(void *context, int64_t chunk);
/// Runs `body(context, 0 … chunks-1)`, each once, on the pool and the caller; returns when all
/// have run. A nested call, or one made while another thread uses the pool, runs on the caller.
void run_chunks(int64_t chunks, ChunkBody body, void *context);
}  // namespace detail

/// Calls `fn(chunk, begin, end)` for every chunk of [0, n), in no particular order.
template <class F>
inline void parallel_chunks(int64_t n, int64_t grain, F &&fn) {
  if (n <= 0) return;
  const int64_t size = chunk_size(n, grain);
  const int64_t count = (n + size - 1) / size;
  if (count == 1) {
    fn(int64_t{0}, int64_t{0}, n);
    return;
  }
  struct Context {
    std::remove_reference_t<F> *fn;
    int64_t n, size;
  } context{&fn, n, size};
  detail::run_chunks(
      count,
      [](void *raw, int64_t chunk) {
        const Context &c = *static_cast<Context *>(raw);
        const int64_t begin = chunk * c.size;
        const int64_t end = begin + c.size < c.n ? begin + c.size : c.n;
        (*c.fn)(chunk, begin, end);
      },
      &context);
}

/// Calls `fn(begin, end)` for disjoint ranges that cover [0, n); `grain` is the least work, in
/// elements, worth handing to a thread (32768 for simple element-wise loops).
template <class F>
inline void parallel_for(int64_t n, int64_t grain, F &&fn) {
  parallel_chunks(n, grain, [&](int64_t, int64_t begin, int64_t end) { fn(begin, end); });
}

}  // namespace ts

#endif
