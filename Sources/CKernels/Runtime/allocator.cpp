// The allocator's entry points: small blocks, large blocks, or straight from malloc when memory
// checkers must see every block.
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "small_blocks.h"

namespace ts::memory {
namespace {

#if __has_feature(address_sanitizer)
bool caching = false;
#else
bool caching = true;
#endif

/// Earlier than other constructors, so that no block comes from one way and goes the other.
__attribute__((constructor(101))) void read_environment() {
  const char *off = getenv("TOUCHSTONE_NO_CACHING");
  if (off && strcmp(off, "0") != 0 && *off != 0) caching = false;
}

/// The address sanitizer stops the program beyond this instead of returning null.
constexpr size_t most_from_malloc = size_t{1} << 39;

void *take_uncached(size_t bytes) {
  if (bytes > most_from_malloc) return nullptr;
  std::lock_guard<std::mutex> guard(lock());
  Totals &t = totals();
  const size_t whole = (bytes + alignment - 1) / alignment * alignment;
  if (t.limit > 0 && t.reserved + static_cast<int64_t>(whole) > t.limit) return nullptr;
  void *block = aligned_alloc(alignment, whole > 0 ? whole : alignment);
  if (block == nullptr) return nullptr;
  const int64_t usable = static_cast<int64_t>(malloc_usable_size(block));
  t.add_allocated(usable, 1);
  t.allocations += 1;
  t.reserved += usable;
  if (t.reserved > t.peak_reserved) t.peak_reserved = t.reserved;
  return block;
}

void give_uncached(void *block) {
  std::lock_guard<std::mutex> guard(lock());
  const int64_t usable = static_cast<int64_t>(malloc_usable_size(block));
  totals().add_allocated(-usable, -1);
  totals().reserved -= usable;
  free(block);
}

}  // namespace
}  // namespace ts::memory

using namespace ts::memory;

TS_EXPORT void *ts_alloc(int64_t bytes) {
  if (__builtin_expect(!caching, 0)) {
    return bytes < 0 ? nullptr : take_uncached(static_cast<size_t>(bytes));
  }
  const size_t wanted = static_cast<size_t>(bytes);
  if (__builtin_expect(wanted <= largest_small, 1)) return take_small(wanted);
  if (bytes < 0) return nullptr;
  std::lock_guard<std::mutex> guard(lock());
  return take_large(wanted);
}

TS_EXPORT void ts_free(void *block) {
  if (block == nullptr) return;
  if (__builtin_expect(!caching, 0)) return give_uncached(block);
  Region *region = region_of(block);
  if (__builtin_expect(region->kind != large_kind, 1)) return give_small(block, region->kind);
  std::lock_guard<std::mutex> guard(lock());
  give_large(region);
}

TS_EXPORT ts_memory_stats ts_memory_statistics(void) {
  std::lock_guard<std::mutex> guard(lock());
  const Totals t = exact_totals();
  return {.allocated = t.allocated,
          .peak_allocated = t.peak_allocated,
          .reserved = t.reserved,
          .peak_reserved = t.peak_reserved,
          .allocations = t.allocations,
          .live_blocks = t.live_blocks};
}

TS_EXPORT void ts_reset_peak_memory(void) {
  std::lock_guard<std::mutex> guard(lock());
  totals().peak_allocated = exact_totals().allocated;
  totals().peak_reserved = totals().reserved;
}

TS_EXPORT void ts_empty_cache(void) {
  flush_this_thread();
  std::lock_guard<std::mutex> guard(lock());
  while (drop_oldest_large() || drop_empty_slab()) {
  }
}

TS_EXPORT void ts_set_memory_limit(int64_t bytes) {
  std::lock_guard<std::mutex> guard(lock());
  totals().limit = bytes > 0 ? bytes : 0;
}

TS_EXPORT int64_t ts_get_memory_limit(void) {
  std::lock_guard<std::mutex> guard(lock());
  return totals().limit;
}

TS_EXPORT bool ts_memory_is_caching(void) { return caching; }
