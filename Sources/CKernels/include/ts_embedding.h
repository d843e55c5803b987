// Kernels of embeddings.
#ifndef TS_EMBEDDING_H
#define TS_EMBEDDING_H

#include "ts_types.h"

#endif
