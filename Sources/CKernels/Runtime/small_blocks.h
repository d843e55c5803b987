// Blocks up to 128 KiB: forty size classes, each block from a slab of its class. Every thread
// keeps short free lists, so the usual allocation takes no lock: pop a block, count it.
#ifndef TS_SMALL_BLOCKS_H
#define TS_SMALL_BLOCKS_H

#include <atomic>

#include "memory.h"

namespace ts::memory {

inline constexpr int class_count = 40;
inline constexpr size_t largest_small = size_t{128} << 10;

/// The class of a block of `bytes` (0 … 128 KiB): steps of 64 bytes up to 512, then four steps to
/// each doubling.
inline int class_of(size_t bytes) {
  const size_t units = bytes == 0 ? 1 : (bytes + alignment - 1) / alignment;
  if (units <= 8) return static_cast<int>(units) - 1;
  const int doubling = 60 - __builtin_clzll(units - 1);
  const size_t beyond = units - 1 - (size_t{8} << doubling);
  return 8 + 4 * doubling + static_cast<int>(beyond >> (doubling + 1));
}

/// The bytes of a block of class `c`; `class_of(class_size(c)) == c`.
inline constexpr size_t class_size(int c) {
  if (c < 8) return (c + 1) * alignment;
  const int doubling = (c - 8) / 4, step = (c - 8) % 4;
  return ((size_t{8} << doubling) + (static_cast<size_t>(step + 1) << (doubling + 1))) * alignment;
}

struct FreeBlock {
  FreeBlock *next;
};

/// A thread's own blocks and counters. The counters are read by other threads.
struct ThreadCache {
  struct List {
    FreeBlock *head;
    int32_t count;
  };
  enum State : int32_t { unregistered, active, finished };

  List lists[class_count];
  State state;
  std::atomic<int64_t> bytes, blocks, allocations;  // not yet in the totals
  ThreadCache *previous, *next;

  void count(int64_t size, int64_t sign) {
    constexpr auto relaxed = std::memory_order_relaxed;  // one writer: no read-modify-write
    bytes.store(bytes.load(relaxed) + sign * size, relaxed);
    blocks.store(blocks.load(relaxed) + sign, relaxed);
    if (sign > 0) allocations.store(allocations.load(relaxed) + 1, relaxed);
  }
};

extern thread_local constinit ThreadCache thread_cache;

/// Blocks that move between a thread and the slabs at once; twice as many stay with the thread.
inline constexpr int32_t batch_size(int c) {
  const size_t fit = (size_t{16} << 10) / class_size(c);
  return fit > 64 ? 64 : static_cast<int32_t>(fit);
}

void *take_small_slowly(ThreadCache &cache, int c);
void give_small_slowly(ThreadCache &cache, int c, FreeBlock *block);

inline void *take_small(size_t bytes) {
  const int c = class_of(bytes);
  ThreadCache &cache = thread_cache;
  FreeBlock *block = cache.lists[c].head;
  if (__builtin_expect(block == nullptr, 0)) return take_small_slowly(cache, c);
  cache.lists[c].head = block->next;
  cache.lists[c].count -= 1;
  cache.count(static_cast<int64_t>(class_size(c)), 1);
  return block;
}

inline void give_small(void *raw, int c) {
  ThreadCache &cache = thread_cache;
  FreeBlock *block = static_cast<FreeBlock *>(raw);
  ThreadCache::List &list = cache.lists[c];
  if (__builtin_expect(cache.state != ThreadCache::active || list.count >= 2 * batch_size(c), 0)) {
    give_small_slowly(cache, c, block);
    return;
  }
  block->next = list.head;
  list.head = block;
  list.count += 1;
  cache.count(static_cast<int64_t>(class_size(c)), -1);
}

/// Returns the calling thread's free blocks to their slabs.
void flush_this_thread();

/// The totals with the counters that threads still hold. Called with the lock held.
Totals exact_totals();

}  // namespace ts::memory

#endif
