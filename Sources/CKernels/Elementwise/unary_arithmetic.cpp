#include "rows.h"
#include "../formulas/arithmetic.h"
#include "../formulas/bits.h"

namespace ts {
namespace {
TS_UNARY_ARITHMETIC(TS_BIND_X, TS_BIND_P)
}  // namespace

#define TS_LINE(name, dtypes, cost) make_kernel<UnaryRows<name##_bound>, TS_SET_##dtypes>(cost == SIMPLE),
extern const Kernel unary_arithmetic_kernels[] = {TS_UNARY_ARITHMETIC(TS_LINE, TS_LINE)};
#undef TS_LINE

}  // namespace ts
