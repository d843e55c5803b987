// Opening the library: which file, which version, which vector level.
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <atomic>

#include "../Runtime/first_capability.h"
#include "../include/ts_onednn.h"
#include "../include/ts_runtime.h"
#include "api.h"

namespace ts::onednn {
namespace {

constexpr int major_version = 2;
constexpr const char *usual_file = "libdnnl.so.2";

/// Writes down why the library is not used; false, for the caller to return.
bool refuse(Library &lib, const char *format, const char *detail) {
  snprintf(lib.absence, sizeof lib.absence, format, detail);
  return false;
}

/// Fills the table; false when a function is missing.
bool find_functions(Library &lib, void *handle) {
#define TS_ONEDNN_FIND(Result, name, parameters)                                        \
  lib.call.name = reinterpret_cast<Result(*) parameters>(dlsym(handle, "dnnl_" #name)); \
  if (lib.call.name == nullptr) return refuse(lib, "it has no dnnl_%s", #name);
  TS_ONEDNN_FUNCTIONS(TS_ONEDNN_FIND)
#undef TS_ONEDNN_FIND
  return true;
}

/// Accepts major version 2 built for OpenMP, whose threads a caller can switch off, or without
/// threads.
bool accept_version(Library &lib, void *handle) {
  const Version &v = *lib.call.version();
  snprintf(lib.version, sizeof lib.version, "%d.%d.%d", v.major, v.minor, v.patch);
  if (v.major != major_version) {
    return refuse(lib, "version %s is not of major version 2", lib.version);
  }
  if (v.cpu_runtime == sequential) return true;
  lib.call.set_threads = reinterpret_cast<void (*)(int)>(dlsym(handle, "omp_set_num_threads"));
  lib.call.get_threads = reinterpret_cast<int (*)()>(dlsym(handle, "omp_get_max_threads"));
  if (v.cpu_runtime == openmp && lib.call.set_threads && lib.call.get_threads) return true;
  return refuse(lib, "%s", "its threads are not those of OpenMP");
}

int isa_of(int level) {
  return level == TS_CPU_DEFAULT ? isa_sse41 : level == TS_CPU_AVX2 ? isa_avx2 : isa_all;
}

/// Primitives are kept by this package, so the library's own cache would only hold them twice.
void start(Library &lib) {
  lib.level = first_capability();
  const Functions &call = lib.call;
  const bool ready = call.set_max_cpu_isa(isa_of(lib.level)) == success &&
                     call.set_primitive_cache_capacity(0) == success &&
                     call.engine_create(&lib.engine, cpu_engine, 0) == success &&
                     call.stream_create(&lib.stream, lib.engine, in_order) == success &&
                     call.primitive_attr_create(&lib.attributes) == success &&
                     call.primitive_attr_set_scratchpad_mode(lib.attributes,
                                                             scratchpad_of_caller) == success;
  if (!ready) refuse(lib, "%s", "it does not start on this processor");
}

/// A library with a missing function may be another major version, so that is looked at first.
bool find_version(Library &lib, void *handle) {
  lib.call.version = reinterpret_cast<const Version *(*)()>(dlsym(handle, "dnnl_version"));
  return lib.call.version ? accept_version(lib, handle)
                          : refuse(lib, "it has no %s", "dnnl_version");
}

Library open() {
  Library lib{};
  const char *named = getenv("TOUCHSTONE_ONEDNN_LIBRARY");
  void *handle = dlopen(named ? named : usual_file, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    refuse(lib, "%s", dlerror());
    return lib;
  }
  if (find_version(lib, handle) && find_functions(lib, handle)) start(lib);
  return lib;
}

int initial_use() {
  const char *text = getenv("TOUCHSTONE_ONEDNN");
  if (text && strcmp(text, "0") == 0) return TS_ONEDNN_NEVER;
  return text && strcmp(text, "1") == 0 ? TS_ONEDNN_ALWAYS : TS_ONEDNN_WHERE_FASTER;
}

std::atomic<int> &use() {
  static std::atomic<int> value{initial_use()};
  return value;
}

}  // namespace

const Library &library() {
  static const Library shared = open();
  return shared;
}

}  // namespace ts::onednn

TS_EXPORT int32_t ts_get_onednn_use(void) {
  return ts::onednn::use().load(std::memory_order_relaxed);
}

TS_EXPORT void ts_set_onednn_use(int32_t use) {
  ts::onednn::use().store(use, std::memory_order_relaxed);
}

TS_EXPORT const char *ts_onednn_version(void) {
  return ts::onednn::library().present() ? ts::onednn::library().version : nullptr;
}

TS_EXPORT const char *ts_onednn_absence(void) {
  return ts::onednn::library().present() ? nullptr : ts::onednn::library().absence;
}
