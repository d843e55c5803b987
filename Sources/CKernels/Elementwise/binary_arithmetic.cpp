#include "rows.h"
#include "../formulas/arithmetic.h"
#include "../formulas/loss.h"

namespace ts {
namespace {
TS_BINARY_ARITHMETIC(TS_BIND_X, TS_BIND_P)
}  // namespace

#define TS_LINE(name, dtypes, cost) make_kernel<BinaryRows<name##_bound>, TS_SET_##dtypes>(cost == SIMPLE),
extern const Kernel binary_arithmetic_kernels[] = {TS_BINARY_ARITHMETIC(TS_LINE, TS_LINE)};
#undef TS_LINE

}  // namespace ts
