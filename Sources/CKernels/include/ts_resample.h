// Kernels of resampling images.
#ifndef TS_RESAMPLE_H
#define TS_RESAMPLE_H

#include "ts_types.h"

#endif
