// Kernels of convolution and of linear layers.
#ifndef TS_CONV_H
#define TS_CONV_H

#include "ts_types.h"

#endif
