#include "rows.h"
#include "../formulas/compare.h"

namespace ts {
namespace {
TS_PREDICATE_OPS(TS_BIND_X, TS_BIND_P)
}  // namespace

#define TS_LINE(name, dtypes, cost) make_kernel<PredicateRows<name##_bound>, TS_SET_##dtypes>(cost == SIMPLE),
extern const Kernel predicate_kernels[] = {TS_PREDICATE_OPS(TS_LINE, TS_LINE)};
#undef TS_LINE

}  // namespace ts
