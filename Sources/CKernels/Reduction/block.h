// Blocks: kernels of this family read any element type into a short buffer of double (floating
// types) or int64 (integers and bool), work there, and round once when they write.
#ifndef TS_REDUCTION_BLOCK_H
#define TS_REDUCTION_BLOCK_H

#include "../include/ts_types.h"

namespace ts {

/// Elements in a buffer: 4 KiB, well inside the first-level cache.
constexpr int64_t kBlock = 512;

inline bool is_floating(int32_t dtype) { return dtype <= TS_BFLOAT16; }

/// Reads n elements, `stride` elements apart, from element `offset` of `base`.
template <class D>
using Load = void (*)(const void *base, int64_t offset, int64_t stride, int64_t n, D *out);

/// Writes n elements, rounding each once; values beyond an integer type wrap.
template <class D>
using Store = void (*)(void *base, int64_t offset, int64_t stride, int64_t n, const D *in);

template <class D>
Load<D> load_for(int32_t dtype);

template <class D>
Store<D> store_for(int32_t dtype);

}  // namespace ts

#endif
