// Regions from the system, and how many of them to keep.
#include <stdlib.h>
#include <sys/mman.h>

#include "memory.h"

namespace ts::memory {
namespace {

/// Below this the reserve is never trimmed.
constexpr int64_t always_kept = int64_t{256} << 20;
/// Regions from this size on start at, and ask for, 2 MiB pages: 512 times fewer page faults.
constexpr size_t huge_page = size_t{2} << 20;

bool drop_cached_region() { return drop_oldest_large() || drop_empty_slab(); }

void *map_aligned(size_t bytes, size_t alignment) {
  const size_t padded = bytes + alignment;
  void *raw = mmap(nullptr, padded, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (raw == MAP_FAILED) return nullptr;
  char *start = static_cast<char *>(raw);
  const size_t before = -reinterpret_cast<uintptr_t>(start) & (alignment - 1);
  if (before > 0) munmap(start, before);
  if (alignment > before) munmap(start + before + bytes, alignment - before);
  return start + before;
}

}  // namespace

std::mutex &lock() {
  static std::mutex &mutex = *new std::mutex;  // outlives the threads that free at exit
  return mutex;
}

Totals &totals() {
  static Totals counters{};
  return counters;
}

void *map_region(size_t bytes) {
  const int64_t wanted = static_cast<int64_t>(bytes);
  trim(wanted);
  Totals &t = totals();
  while (t.limit > 0 && t.reserved + wanted > t.limit) {
    if (!drop_cached_region()) return nullptr;
  }
  const bool huge = bytes >= 2 * huge_page;
  void *start;
  while ((start = map_aligned(bytes, huge ? huge_page : region_size)) == nullptr) {
    if (!drop_cached_region()) return nullptr;
  }
  if (huge) madvise(start, bytes, MADV_HUGEPAGE);
  t.reserved += wanted;
  if (t.reserved > t.peak_reserved) t.peak_reserved = t.reserved;
  return start;
}

void unmap_region(void *start, size_t bytes) {
  munmap(start, bytes);
  totals().reserved -= static_cast<int64_t>(bytes);
}

void trim(int64_t needed) {
  const Totals &t = totals();
  const int64_t in_use = t.allocated + needed;
  const int64_t most = in_use > t.peak_allocated ? in_use : t.peak_allocated;
  const int64_t kept = most + most / 4 > always_kept ? most + most / 4 : always_kept;
  while (t.reserved + needed > kept && drop_cached_region()) {
  }
}

}  // namespace ts::memory
