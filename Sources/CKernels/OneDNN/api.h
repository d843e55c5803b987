// The part of oneDNN's C interface that is used, as functions found at run time: neither headers
// nor the library are needed to build. Types and numbers are those of major version 2, which keeps
// them for all its minor versions.
#ifndef TS_ONEDNN_API_H
#define TS_ONEDNN_API_H

#include <stddef.h>
#include <stdint.h>

namespace ts::onednn {

/// `dnnl_version_t`.
struct Version {
  int major, minor, patch;
  const char *hash;
  unsigned cpu_runtime, gpu_runtime;
};

/// `dnnl_memory_desc_t`: dimensions, type and order of a tensor in memory.
struct Layout {
  alignas(8) unsigned char bytes[696];
};

/// `dnnl_convolution_desc_t`.
struct ConvolutionDescription {
  alignas(8) unsigned char bytes[5976];
};

/// `dnnl_exec_arg_t`.
struct Argument {
  int what;
  struct dnnl_memory *memory;
};

// Handles.
using Engine = struct dnnl_engine *;
using Stream = struct dnnl_stream *;
using Memory = struct dnnl_memory *;
using Attributes = struct dnnl_primitive_attr *;
using Description = struct dnnl_primitive_desc *;
using Primitive = struct dnnl_primitive *;

enum Status : int { success = 0 };
enum Threading : unsigned { sequential = 1, openmp = 2 };
enum EngineKind : int { cpu_engine = 1 };
enum StreamFlags : unsigned { in_order = 1 };
enum ScratchpadMode : int { scratchpad_of_caller = 1 };
enum ElementType : int { type_float32 = 3 };
enum FormatTag : int { any_order = 1 };
enum PropagationKind : int { forward_training = 64 };
enum Algorithm : int { direct_convolution = 1 };
enum Isa : int { isa_sse41 = 0x1, isa_avx2 = 0x7, isa_all = 0 };

/// What to ask a description for.
enum Query : int {
  query_implementation = 8,
  query_source = 129,
  query_source_gradient = 130,
  query_weights = 131,
  query_weights_gradient = 132,
  query_target = 133,
  query_target_gradient = 134,
  query_scratchpad = 136,
};

/// Which operand of a primitive a memory is.
enum Operand : int {
  source = 1,
  target = 17,
  weights = 33,
  bias = 41,
  scratchpad = 80,
  source_gradient = 129,
  target_gradient = 145,
  weights_gradient = 161,
};

/// Functions as (type of result, name, parameters), all found or none.
#define TS_ONEDNN_FUNCTIONS(X)                                                                     \
  X(const Version *, version, (void))                                                              \
  X(int, set_max_cpu_isa, (int))                                                                   \
  X(int, set_primitive_cache_capacity, (int))                                                      \
  X(int, engine_create, (Engine *, int kind, size_t index))                                        \
  X(int, stream_create, (Stream *, Engine, unsigned flags))                                        \
  X(int, primitive_attr_create, (Attributes *))                                                    \
  X(int, primitive_attr_set_scratchpad_mode, (Attributes, int))                                    \
  X(int, memory_desc_init_by_strides,                                                              \
    (Layout *, int rank, const int64_t *sizes, int type, const int64_t *strides))                  \
  X(int, memory_desc_init_by_tag,                                                                  \
    (Layout *, int rank, const int64_t *sizes, int type, int tag))                                 \
  X(int, memory_desc_equal, (const Layout *, const Layout *))                                      \
  X(size_t, memory_desc_get_size, (const Layout *))                                                \
  X(int, memory_create, (Memory *, const Layout *, Engine, void *))                                \
  X(int, memory_destroy, (Memory))                                                                 \
  X(int, dilated_convolution_forward_desc_init,                                                    \
    (ConvolutionDescription *, int kind, int algorithm, const Layout *source,                      \
     const Layout *weights, const Layout *bias, const Layout *target, const int64_t *strides,      \
     const int64_t *dilation, const int64_t *before, const int64_t *after))                        \
  X(int, dilated_convolution_backward_data_desc_init,                                              \
    (ConvolutionDescription *, int algorithm, const Layout *source, const Layout *weights,         \
     const Layout *target, const int64_t *strides, const int64_t *dilation,                        \
     const int64_t *before, const int64_t *after))                                                 \
  X(int, dilated_convolution_backward_weights_desc_init,                                           \
    (ConvolutionDescription *, int algorithm, const Layout *source, const Layout *weights,         \
     const Layout *bias, const Layout *target, const int64_t *strides, const int64_t *dilation,    \
     const int64_t *before, const int64_t *after))                                                 \
  X(int, primitive_desc_create,                                                                    \
    (Description *, const void *operation, Attributes, Engine, const dnnl_primitive_desc *hint))   \
  X(int, reorder_primitive_desc_create,                                                            \
    (Description *, const Layout *from, Engine, const Layout *to, Engine, Attributes))             \
  X(int, primitive_desc_query, (const dnnl_primitive_desc *, int what, int index, void *result))   \
  X(const Layout *, primitive_desc_query_md, (const dnnl_primitive_desc *, int what, int index))   \
  X(int, primitive_desc_destroy, (Description))                                                    \
  X(int, primitive_create, (Primitive *, const dnnl_primitive_desc *))                             \
  X(int, primitive_execute, (const dnnl_primitive *, Stream, int count, const Argument *))         \
  X(int, primitive_destroy, (Primitive))

struct Functions {
#define TS_ONEDNN_MEMBER(Result, name, parameters) Result(*name) parameters;
  TS_ONEDNN_FUNCTIONS(TS_ONEDNN_MEMBER)
#undef TS_ONEDNN_MEMBER
  // Of OpenMP, null where the library runs without it.
  void (*set_threads)(int);
  int (*get_threads)(void);
};

/// The library, opened and with an engine, or the reason why it is not used.
struct Library {
  Functions call;
  Engine engine = nullptr;
  Stream stream = nullptr;
  /// The attribute that has every primitive work in memory of the caller.
  Attributes attributes = nullptr;
  /// Vector level (`ts_cpu_capability`) that its code is generated for.
  int level = 0;
  char version[32] = "";
  char absence[256] = "";

  bool present() const { return absence[0] == 0; }
};

/// Opens the library at the first call.
const Library &library();

/// Keeps the library's own threads away from this thread's calls while it lives: work is spread
/// over the pool of this package.
class OneThread {
 public:
  OneThread() : before(library().call.get_threads ? library().call.get_threads() : 0) {
    if (before > 1) library().call.set_threads(1);
  }
  ~OneThread() {
    if (before > 1) library().call.set_threads(before);
  }
  OneThread(const OneThread &) = delete;
  OneThread &operator=(const OneThread &) = delete;

 private:
  const int before;
};

}  // namespace ts::onednn

#endif
