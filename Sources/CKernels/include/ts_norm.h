// Kernels of normalisation.
#ifndef TS_NORM_H
#define TS_NORM_H

#include "ts_types.h"

#endif
