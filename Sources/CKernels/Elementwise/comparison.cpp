#include "rows.h"
#include "../formulas/compare.h"

namespace ts {
namespace {
TS_COMPARISON_OPS(TS_BIND_X, TS_BIND_P)
}  // namespace

#define TS_LINE(name, dtypes, cost) make_kernel<ComparisonRows<name##_bound>, TS_SET_##dtypes>(cost == SIMPLE),
extern const Kernel comparison_kernels[] = {TS_COMPARISON_OPS(TS_LINE, TS_LINE)};
#undef TS_LINE

}  // namespace ts
