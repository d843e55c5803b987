#ifndef TS_ELEMENTWISE_H
#define TS_ELEMENTWISE_H
#include "ts_types.h"
TS_EXPORT void ts_copy(const ts_view *out, const ts_view *in);
TS_EXPORT void ts_fill(const ts_view *out, ts_scalar value);
#endif
