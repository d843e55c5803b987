// Umbrella header of the CPU kernels: one header per family.
#ifndef CKERNELS_H
#define CKERNELS_H

#include "ts_elementwise.h"
#include "ts_index.h"
#include "ts_linalg.h"
#include "ts_matmul.h"
#include "ts_random.h"
#include "ts_reduce.h"
#include "ts_runtime.h"
#include "ts_scan.h"
#include "ts_shape.h"
#include "ts_sort.h"
#include "ts_thread_state.h"
#include "ts_types.h"

#endif
