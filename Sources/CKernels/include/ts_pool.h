// Kernels of pooling.
#ifndef TS_POOL_H
#define TS_POOL_H

#include "ts_types.h"

#endif
