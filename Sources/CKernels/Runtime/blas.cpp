// OpenBLAS: the right kernels for the processor, and no threads of its own.
//
// OpenBLAS chooses its kernels in a library constructor; version 0.3.21 takes SSE3 ones for
// processors newer than itself. Naming a core and running its two start functions again fixes
// that, as long as nobody has called BLAS before.
#include <dlfcn.h>
#include <stdlib.h>

#include <mutex>

#include "../include/ts_runtime.h"

extern "C" void openblas_set_num_threads(int count);
extern "C" char *openblas_get_corename(void);

namespace {

/// The kernel set for this processor, or null to leave OpenBLAS's own choice.
const char *suitable_core() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")) return "SkylakeX";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "Haswell";
#endif
  return nullptr;
}

void prepare() {
  using Step = void (*)(void);
  const auto quit = reinterpret_cast<Step>(dlsym(RTLD_DEFAULT, "gotoblas_dynamic_quit"));
  const auto init = reinterpret_cast<Step>(dlsym(RTLD_DEFAULT, "gotoblas_dynamic_init"));
  const char *core = suitable_core();
  if (core && quit && init && getenv("OPENBLAS_CORETYPE") == nullptr) {
    setenv("OPENBLAS_CORETYPE", core, 0);
    quit();
    init();
  }
  // Kernels split products over the library's own pool: one pool, and bits that do not depend
  // on the number of threads.
  openblas_set_num_threads(1);
}

}  // namespace

TS_EXPORT void ts_blas_prepare(void) {
  static std::once_flag once;
  std::call_once(once, prepare);
}

TS_EXPORT const char *ts_blas_core(void) {
  ts_blas_prepare();
  return openblas_get_corename();
}
