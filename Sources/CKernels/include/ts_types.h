// Types shared by every CPU kernel entry point. Plain C: Swift imports this header.
#ifndef TS_TYPES_H
#define TS_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define TS_EXPORT extern "C"
#else
#define TS_EXPORT extern
#endif

/// Element types; the raw values are those of Swift's `DType`.
enum ts_dtype {
  TS_FLOAT32 = 0,
  TS_FLOAT64 = 1,
  TS_FLOAT16 = 2,
  TS_BFLOAT16 = 3,
  TS_INT8 = 4,
  TS_INT16 = 5,
  TS_INT32 = 6,
  TS_INT64 = 7,
  TS_UINT8 = 8,
  TS_BOOL = 9,
};

/// PyTorch's limit on the number of dimensions.
#define TS_MAX_DIMS 64

/// A strided view of memory: `data` points at element [0, 0, ...]; strides count elements.
typedef struct ts_view {
  void *data;
  int32_t dtype;
  int32_t ndim;
  const int64_t *sizes;
  const int64_t *strides;
} ts_view;

/// A scalar operand in both representations; kernels read the one their dtype computes in
/// (`f` for floating dtypes, `i` for integers and bool).
typedef struct ts_scalar {
  double f;
  int64_t i;
} ts_scalar;

#endif
