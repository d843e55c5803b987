// Umbrella header of the CPU kernels: one header per family.
#ifndef CKERNELS_H
#define CKERNELS_H

#include "ts_types.h"

#endif
