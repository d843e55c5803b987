// From an element type at run time to a C++ type, for kernels of the index family.
#pragma once

#include <cstdint>

#include "../include/ts_types.h"

namespace ts::index {

inline int item_size(int32_t dtype) {
  switch (dtype) {
    case TS_FLOAT64:
    case TS_INT64: return 8;
    case TS_FLOAT32:
    case TS_INT32: return 4;
    case TS_FLOAT16:
    case TS_BFLOAT16:
    case TS_INT16: return 2;
    default: return 1;
  }
}

/// Calls `body(T{})` with an unsigned integer as wide as the dtype: enough to move elements.
template <class Body>
void by_width(int32_t dtype, Body &&body) {
  switch (item_size(dtype)) {
    case 8: return body(uint64_t{});
    case 4: return body(uint32_t{});
    case 2: return body(uint16_t{});
    default: return body(uint8_t{});
  }
}

/// Calls `body(T{})` with the type of arithmetic dtypes; the half types have none here.
template <class Body>
void by_arithmetic(int32_t dtype, Body &&body) {
  switch (dtype) {
    case TS_FLOAT32: return body(float{});
    case TS_FLOAT64: return body(double{});
    case TS_INT8: return body(int8_t{});
    case TS_INT16: return body(int16_t{});
    case TS_INT32: return body(int32_t{});
    case TS_INT64: return body(int64_t{});
    case TS_UINT8: return body(uint8_t{});
    case TS_BOOL: return body(bool{});
  }
}

/// Calls `body(I{})` with int32_t or int64_t.
template <class Body>
void by_index_type(int32_t dtype, Body &&body) {
  if (dtype == TS_INT32) return body(int32_t{});
  return body(int64_t{});
}

}  // namespace ts::index
