#ifndef TS_FIRST_CAPABILITY_H
#define TS_FIRST_CAPABILITY_H

namespace ts {

/// The vector level that was set before `main`: the best of the machine or the environment's.
int first_capability();

}  // namespace ts

#endif
