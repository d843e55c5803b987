#include "rows.h"
#include "../formulas/activation.h"

namespace ts {
namespace {
TS_UNARY_ACTIVATION(TS_BIND_X, TS_BIND_P)
}  // namespace

#define TS_LINE(name, dtypes, cost) make_kernel<UnaryRows<name##_bound>, TS_SET_##dtypes>(cost == SIMPLE),
extern const Kernel unary_activation_kernels[] = {TS_UNARY_ACTIVATION(TS_LINE, TS_LINE)};
#undef TS_LINE

}  // namespace ts
