#include "ts_runtime.h"

#include <cstddef>

// Swift's runtime, which every program with this library has.
extern "C" void *swift_allocObject(const void *type, size_t bytes, size_t alignment_mask);

void *ts_allocate_object(const void *type, int64_t bytes) {
  constexpr size_t largest_alignment = 16;
  return swift_allocObject(type, static_cast<size_t>(bytes), largest_alignment - 1);
}
