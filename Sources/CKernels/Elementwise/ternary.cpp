#include "rows.h"
#include "../formulas/arithmetic.h"

namespace ts {
namespace {
TS_TERNARY_OPS(TS_BIND_X, TS_BIND_P)
}  // namespace

#define TS_LINE(name, dtypes, cost) make_kernel<TernaryRows<name##_bound>, TS_SET_##dtypes>(cost == SIMPLE),
extern const Kernel ternary_kernels[] = {TS_TERNARY_OPS(TS_LINE, TS_LINE)};
#undef TS_LINE

}  // namespace ts
