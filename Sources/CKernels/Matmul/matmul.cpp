// The batched entry point: one switch over the dtype, one walk over the batch.
#include "ts_matmul.h"

#include "../Common/parallel.h"
#include "gemm.h"
#include "ts_runtime.h"

namespace ts {
namespace {

template <typename T, typename S>
void multiply_batch(const ts_view &out, const ts_view &a, const ts_view &b, S alpha, S beta) {
  MatrixBatch<T> outs(out, out), as(a, out), bs(b, out);
  int64_t count = 1;
  for (int32_t d = 0; d < outs.dims; ++d) count *= out.sizes[d];
  auto multiply = [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) gemm(outs[i], as[i], bs[i], alpha, beta);
  };
  int64_t cost = outs.first.rows * outs.first.columns * as.first.columns;
  if (count == 1 || cost > threaded_product) return multiply(0, count);
  parallel_for(count, std::max<int64_t>(32768 / std::max<int64_t>(cost, 1), 1), multiply);
}

}  // namespace
}  // namespace ts

void ts_matmul(ts_view out, ts_view a, ts_view b, ts_scalar alpha, ts_scalar beta) {
  using namespace ts;
  ts_blas_prepare();
  switch (out.dtype) {
    case TS_FLOAT32: return multiply_batch<float, float>(out, a, b, alpha.f, beta.f);
    case TS_FLOAT64: return multiply_batch<double, double>(out, a, b, alpha.f, beta.f);
    case TS_FLOAT16: return multiply_batch<_Float16, float>(out, a, b, alpha.f, beta.f);
    case TS_BFLOAT16: return multiply_batch<bfloat16, float>(out, a, b, alpha.f, beta.f);
    case TS_INT8:
    case TS_UINT8: return multiply_batch<uint8_t, uint8_t>(out, a, b, alpha.i, beta.i);
    case TS_INT16: return multiply_batch<uint16_t, uint16_t>(out, a, b, alpha.i, beta.i);
    case TS_INT32: return multiply_batch<uint32_t, uint32_t>(out, a, b, alpha.i, beta.i);
    case TS_INT64: return multiply_batch<uint64_t, uint64_t>(out, a, b, alpha.i, beta.i);
  }
}
