// Which vector level the kernels use.
#include <stdlib.h>
#include <string.h>

#include "../Common/dispatch.h"
#include "../include/ts_runtime.h"
#include "first_capability.h"

namespace ts {

std::atomic<int> detail::capability{TS_CPU_DEFAULT};

namespace {

int machine_level() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4")) return TS_CPU_AVX512;
  if (__builtin_cpu_supports("x86-64-v3")) return TS_CPU_AVX2;
#endif
  return TS_CPU_DEFAULT;
}

/// The level named by the environment, or the best when it names none.
int wanted_level() {
  const char *name = getenv("TOUCHSTONE_CPU_CAPABILITY");
  for (int level = TS_CPU_DEFAULT; name && level <= TS_CPU_AVX512; ++level) {
    if (strcmp(name, ts_cpu_capability_name(level)) == 0) return level;
  }
  return TS_CPU_AVX512;
}

int chosen_first = TS_CPU_DEFAULT;

__attribute__((constructor)) void choose_level() {
  chosen_first = ts_set_cpu_capability(wanted_level());
}

}  // namespace

int first_capability() { return chosen_first; }

}  // namespace ts

TS_EXPORT int32_t ts_get_cpu_capability(void) { return static_cast<int>(ts::capability()); }

TS_EXPORT int32_t ts_set_cpu_capability(int32_t level) {
  const int best = ts::machine_level();
  const int chosen = level < TS_CPU_DEFAULT ? TS_CPU_DEFAULT : level > best ? best : level;
  ts::detail::capability.store(chosen, std::memory_order_relaxed);
  return chosen;
}

TS_EXPORT const char *ts_cpu_capability_name(int32_t level) {
  switch (level) {
    case TS_CPU_AVX512: return "avx512";
    case TS_CPU_AVX2: return "avx2";
    default: return "default";
  }
}
