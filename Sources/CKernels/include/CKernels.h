// Umbrella header of the CPU kernels: one header per family.
#ifndef CKERNELS_H
#define CKERNELS_H

#include "ts_conv.h"
#include "ts_elementwise.h"
#include "ts_embedding.h"
#include "ts_index.h"
#include "ts_linalg.h"
#include "ts_loss.h"
#include "ts_matmul.h"
#include "ts_norm.h"
#include "ts_onednn.h"
#include "ts_optim.h"
#include "ts_pool.h"
#include "ts_random.h"
#include "ts_reduce.h"
#include "ts_resample.h"
#include "ts_rnn.h"
#include "ts_runtime.h"
#include "ts_scan.h"
#include "ts_shape.h"
#include "ts_sort.h"
#include "ts_sparse.h"
#include "ts_thread_state.h"
#include "ts_types.h"

#endif
