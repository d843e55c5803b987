// The caching allocator's parts. Memory comes from the system in regions aligned to 1 MiB whose
// first 64 bytes say what they hold, so that a block's address alone finds its size:
//
//   slab    1 MiB cut into blocks of one size class (up to 128 KiB), see small_blocks.h
//   large   one block, see large_blocks.cpp
//
// Every slow path runs under `lock()`; the fast path of small blocks touches its thread alone.
#ifndef TS_MEMORY_H
#define TS_MEMORY_H

#include <stddef.h>
#include <stdint.h>

#include <mutex>

#include "../include/ts_runtime.h"

namespace ts::memory {

inline constexpr size_t alignment = 64;
inline constexpr size_t header_size = 64;
inline constexpr size_t region_size = size_t{1} << 20;
inline constexpr int32_t large_kind = -1;

/// Start of every region's header.
struct Region {
  int32_t kind;  // size class of a slab, or `large_kind`
};

inline Region *region_of(void *block) {
  return reinterpret_cast<Region *>(reinterpret_cast<uintptr_t>(block) & ~(region_size - 1));
}

std::mutex &lock();

// The rest of this header is called with the lock held.

/// Counters of what is handed out and what is taken from the system.
struct Totals {
  int64_t allocated, peak_allocated, reserved, peak_reserved, allocations, live_blocks, limit;

  void add_allocated(int64_t bytes, int64_t blocks) {
    allocated += bytes;
    live_blocks += blocks;
    if (allocated > peak_allocated) peak_allocated = allocated;
  }
};
Totals &totals();

/// A region of at least `bytes`, aligned to `region_size`; null when the system or the limit
/// allows no more even after every cached region has gone.
void *map_region(size_t bytes);
void unmap_region(void *start, size_t bytes);

/// Gives cached regions back, least recently used first, until `needed` more bytes keep the
/// reserve within a quarter above the most that was ever handed out.
void trim(int64_t needed);

// Large blocks.
void *take_large(size_t bytes);
void give_large(Region *region);
/// Frees the cached block that was used longest ago; false when there is none.
bool drop_oldest_large();

// Slabs without a block in use.
bool drop_empty_slab();

}  // namespace ts::memory

#endif
