// Kernels of recurrent layers.
#ifndef TS_RNN_H
#define TS_RNN_H

#include "ts_types.h"

#endif
