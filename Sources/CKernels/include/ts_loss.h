// Kernels of losses.
#ifndef TS_LOSS_H
#define TS_LOSS_H

#include "ts_types.h"

#endif
