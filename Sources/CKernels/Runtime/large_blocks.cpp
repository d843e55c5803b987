// Blocks above 128 KiB: one region each, kept after use and handed out again best fit first, so
// that a result as large as the previous one costs no page faults.
#include <map>
#include <new>

#include "memory.h"

namespace ts::memory {
namespace {

struct Large;
using BySize = std::multimap<size_t, Large *>;

/// Header of a large block's region; the links are in use while the block is cached.
struct Large : Region {
  size_t bytes;  // whole region
  Large *older, *newer;
  BySize::iterator place;
};
static_assert(sizeof(Large) <= header_size);

struct Cache {
  BySize by_size;
  Large *oldest = nullptr, *newest = nullptr;

  void insert(Large *block) {
    block->place = by_size.emplace(block->bytes, block);
    block->older = newest;
    block->newer = nullptr;
    (newest ? newest->newer : oldest) = block;
    newest = block;
  }

  void remove(Large *block) {
    by_size.erase(block->place);
    (block->older ? block->older->newer : oldest) = block->newer;
    (block->newer ? block->newer->older : newest) = block->older;
  }

  /// The smallest block of at least `bytes` that wastes at most a quarter.
  Large *best_fit(size_t bytes) const {
    const auto found = by_size.lower_bound(bytes);
    return found != by_size.end() && found->first <= bytes + bytes / 4 ? found->second : nullptr;
  }
};

Cache &cache() {
  static Cache &shared = *new Cache;
  return shared;
}

Large *map_large(size_t bytes) {
  void *start = map_region(bytes);
  if (start == nullptr) return nullptr;
  Large *block = new (start) Large{};
  block->kind = large_kind;
  block->bytes = bytes;
  return block;
}

}  // namespace

void *take_large(size_t bytes) {
  constexpr size_t page = 4096;
  if (bytes > SIZE_MAX / 2) return nullptr;
  const size_t whole = (bytes + header_size + page - 1) & ~(page - 1);
  Large *block = cache().best_fit(whole);
  if (block) {
    cache().remove(block);
  } else if ((block = map_large(whole)) == nullptr) {
    return nullptr;
  }
  totals().add_allocated(static_cast<int64_t>(block->bytes), 1);
  totals().allocations += 1;
  return reinterpret_cast<char *>(block) + header_size;
}

void give_large(Region *region) {
  Large *block = static_cast<Large *>(region);
  totals().add_allocated(-static_cast<int64_t>(block->bytes), -1);
  cache().insert(block);
  trim(0);
}

bool drop_oldest_large() {
  Large *block = cache().oldest;
  if (block == nullptr) return false;
  cache().remove(block);
  unmap_region(block, block->bytes);
  return true;
}

}  // namespace ts::memory
