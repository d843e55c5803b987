#include "ts_thread_state.h"

#include <atomic>

namespace {
thread_local ts_thread_state state{};
std::atomic<uint64_t> sequence{1};
}  // namespace

ts_thread_state *ts_get_thread_state(void) { return &state; }

uint64_t ts_next_sequence_number(void) {
  return sequence.fetch_add(1, std::memory_order_relaxed);
}
