#include "rows.h"
#include "../formulas/gamma.h"
#include "../formulas/polynomials.h"

namespace ts {
namespace {
TS_BINARY_SPECIAL(TS_BIND_X, TS_BIND_P)
}  // namespace

#define TS_LINE(name, dtypes, cost) make_kernel<BinaryRows<name##_bound>, TS_SET_##dtypes>(cost == SIMPLE),
extern const Kernel binary_special_kernels[] = {TS_BINARY_SPECIAL(TS_LINE, TS_LINE)};
#undef TS_LINE

}  // namespace ts
