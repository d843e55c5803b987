// Memory, threads and processor capabilities of the CPU backend. Plain C: Swift imports it.
#ifndef TS_RUNTIME_H
#define TS_RUNTIME_H

#include "ts_types.h"

// MARK: Memory

/// Uninitialised memory of at least `bytes` bytes, aligned to 64; freed blocks are kept and used
/// again. NULL when the system or the limit allows no more. `TOUCHSTONE_NO_CACHING=1` (and the
/// address sanitizer) hand every block back to the system at once.
TS_EXPORT void *ts_alloc(int64_t bytes);

/// Gives a block of `ts_alloc` back, from any thread; NULL is ignored.
TS_EXPORT void ts_free(void *block);

/// What the allocator holds, in bytes of whole blocks.
typedef struct ts_memory_stats {
  int64_t allocated;       ///< in blocks handed out now
  int64_t peak_allocated;  ///< most ever handed out; free lists of threads blur it
  int64_t reserved;        ///< taken from the system now: blocks handed out and cached
  int64_t peak_reserved;   ///< most ever taken from the system
  int64_t allocations;     ///< calls of `ts_alloc` that succeeded
  int64_t live_blocks;     ///< blocks handed out now
} ts_memory_stats;

TS_EXPORT ts_memory_stats ts_memory_statistics(void);

/// Makes the peaks equal to the present values.
TS_EXPORT void ts_reset_peak_memory(void);

/// Returns every cached block that is free to the system; small blocks in the free lists of
/// other threads stay.
TS_EXPORT void ts_empty_cache(void);

/// Most bytes to take from the system; `ts_alloc` returns NULL beyond. 0: no limit.
TS_EXPORT void ts_set_memory_limit(int64_t bytes);
TS_EXPORT int64_t ts_get_memory_limit(void);

/// Whether freed blocks are kept for reuse.
TS_EXPORT bool ts_memory_is_caching(void);

// MARK: Threads

/// Threads that a kernel may use, the caller included: the cores this process may run on, or
/// `TOUCHSTONE_NUM_THREADS`. Results do not depend on it.
TS_EXPORT int32_t ts_get_num_threads(void);
TS_EXPORT void ts_set_num_threads(int32_t count);

// MARK: Processor

enum ts_cpu_capability { TS_CPU_DEFAULT = 0, TS_CPU_AVX2 = 1, TS_CPU_AVX512 = 2 };

/// The vector level in use: the best of the machine, or what `TOUCHSTONE_CPU_CAPABILITY` says.
TS_EXPORT int32_t ts_get_cpu_capability(void);

/// Chooses a level, at most the machine's; returns the level now in use.
TS_EXPORT int32_t ts_set_cpu_capability(int32_t level);

/// "default", "avx2" or "avx512".
TS_EXPORT const char *ts_cpu_capability_name(int32_t level);

// MARK: Objects

/// Memory for an instance of the Swift class whose metadata is `type`, of `bytes` bytes with its
/// header, which is set; the properties are not. It counts as retained once.
TS_EXPORT void *ts_allocate_object(const void *type, int64_t bytes);

// MARK: BLAS

/// Prepares OpenBLAS: picks the kernels that suit the processor, as Debian's build does not know
/// recent ones, and leaves threading to this library's pool. Runs once, before the first BLAS
/// call; later calls cost nothing.
TS_EXPORT void ts_blas_prepare(void);

/// The kernel set that OpenBLAS uses, "SkylakeX" for example.
TS_EXPORT const char *ts_blas_core(void);

#endif
