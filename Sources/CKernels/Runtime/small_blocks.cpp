#include "small_blocks.h"

#include <pthread.h>

#include <new>

namespace ts::memory {

thread_local constinit ThreadCache thread_cache{};

namespace {

/// Header of a slab. A block is inside when it is in `free` or not carved yet.
struct Slab : Region {
  int32_t capacity, carved;
  int32_t outside;  // blocks handed out or in a thread's lists
  FreeBlock *free;
  Slab *previous, *next;

  bool full() const { return outside == capacity; }
};
static_assert(sizeof(Slab) <= header_size);

/// Doubly linked list of slabs.
struct SlabList {
  Slab *first = nullptr;

  void insert(Slab *slab) {
    slab->previous = nullptr;
    slab->next = first;
    if (first) first->previous = slab;
    first = slab;
  }

  void remove(Slab *slab) {
    (slab->previous ? slab->previous->next : first) = slab->next;
    if (slab->next) slab->next->previous = slab->previous;
  }
};

SlabList with_room[class_count];  // guarded by lock()
SlabList empty;                   // of no class; guarded by lock()
ThreadCache *threads = nullptr;   // guarded by lock()

Slab *new_slab(int c) {
  void *start = empty.first;
  if (start) {
    empty.remove(empty.first);
  } else if ((start = map_region(region_size)) == nullptr) {
    return nullptr;
  }
  Slab *slab = new (start) Slab{};
  slab->kind = c;
  slab->capacity = static_cast<int32_t>((region_size - header_size) / class_size(c));
  with_room[c].insert(slab);
  return slab;
}

FreeBlock *take_from_slab(int c) {
  Slab *slab = with_room[c].first ? with_room[c].first : new_slab(c);
  if (slab == nullptr) return nullptr;
  FreeBlock *block = slab->free;
  if (block) {
    slab->free = block->next;
  } else {
    char *blocks = reinterpret_cast<char *>(slab) + header_size;
    block = new (blocks + slab->carved++ * class_size(c)) FreeBlock{};
  }
  slab->outside += 1;
  if (slab->full()) with_room[c].remove(slab);
  return block;
}

void give_to_slab(FreeBlock *block, int c) {
  Slab *slab = static_cast<Slab *>(region_of(block));
  if (slab->full()) with_room[c].insert(slab);
  block->next = slab->free;
  slab->free = block;
  slab->outside -= 1;
  if (slab->outside > 0) return;
  with_room[c].remove(slab);
  empty.insert(slab);
  trim(0);
}

void push(ThreadCache::List &list, FreeBlock *block) {
  block->next = list.head;
  list.head = block;
  list.count += 1;
}

FreeBlock *pop(ThreadCache::List &list) {
  FreeBlock *block = list.head;
  list.head = block->next;
  list.count -= 1;
  return block;
}

void collect_counters_of(ThreadCache &cache) {
  constexpr auto relaxed = std::memory_order_relaxed;
  totals().allocations += cache.allocations.load(relaxed);
  totals().add_allocated(cache.bytes.load(relaxed), cache.blocks.load(relaxed));
  cache.allocations.store(0, relaxed);
  cache.bytes.store(0, relaxed);
  cache.blocks.store(0, relaxed);
}

void flush(ThreadCache &cache) {
  for (int c = 0; c < class_count; ++c) {
    while (cache.lists[c].head) give_to_slab(pop(cache.lists[c]), c);
  }
}

/// Runs when a thread ends; blocks that it frees later go straight to their slabs.
void finish(void *raw) {
  ThreadCache &cache = *static_cast<ThreadCache *>(raw);
  std::lock_guard<std::mutex> guard(lock());
  flush(cache);
  collect_counters_of(cache);
  (cache.previous ? cache.previous->next : threads) = cache.next;
  if (cache.next) cache.next->previous = cache.previous;
  cache.state = ThreadCache::finished;
}

void enlist(ThreadCache &cache) {
  static pthread_key_t key = [] {
    pthread_key_t created;
    pthread_key_create(&created, finish);
    return created;
  }();
  pthread_setspecific(key, &cache);
  cache.state = ThreadCache::active;
  cache.previous = nullptr;
  cache.next = threads;
  if (threads) threads->previous = &cache;
  threads = &cache;
}

}  // namespace

void *take_small_slowly(ThreadCache &cache, int c) {
  std::lock_guard<std::mutex> guard(lock());
  if (cache.state == ThreadCache::unregistered) enlist(cache);
  FreeBlock *block = take_from_slab(c);
  if (block == nullptr) return nullptr;
  const int32_t more = cache.state == ThreadCache::active ? batch_size(c) - 1 : 0;
  for (int32_t i = 0; i < more; ++i) {
    FreeBlock *extra = take_from_slab(c);
    if (extra == nullptr) break;
    push(cache.lists[c], extra);
  }
  cache.count(static_cast<int64_t>(class_size(c)), 1);
  collect_counters_of(cache);
  return block;
}

void give_small_slowly(ThreadCache &cache, int c, FreeBlock *block) {
  std::lock_guard<std::mutex> guard(lock());
  if (cache.state == ThreadCache::unregistered) enlist(cache);
  cache.count(static_cast<int64_t>(class_size(c)), -1);
  collect_counters_of(cache);
  give_to_slab(block, c);
  for (int32_t i = 0; i < batch_size(c) && cache.lists[c].head; ++i) {
    give_to_slab(pop(cache.lists[c]), c);
  }
}

void flush_this_thread() {
  std::lock_guard<std::mutex> guard(lock());
  flush(thread_cache);
}

Totals exact_totals() {
  constexpr auto relaxed = std::memory_order_relaxed;
  Totals exact = totals();
  for (const ThreadCache *cache = threads; cache; cache = cache->next) {
    exact.allocations += cache->allocations.load(relaxed);
    exact.add_allocated(cache->bytes.load(relaxed), cache->blocks.load(relaxed));
  }
  return exact;
}

bool drop_empty_slab() {
  Slab *slab = empty.first;
  if (slab == nullptr) return false;
  empty.remove(slab);
  unmap_region(slab, region_size);
  return true;
}

}  // namespace ts::memory
