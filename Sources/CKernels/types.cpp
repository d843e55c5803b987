#include "ts_types.h"
