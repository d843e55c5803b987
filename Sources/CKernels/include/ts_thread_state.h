// Per-thread switches of the library: grad mode, inference mode, error scopes.
#ifndef TS_THREAD_STATE_H
#define TS_THREAD_STATE_H

#include "ts_types.h"

typedef struct ts_thread_state {
  bool grad_disabled;
  bool inference;
  bool anomaly;
  bool anomaly_checks_nan;
  /// Nesting depth of `checked` scopes.
  int32_t checked_depth;
  /// Set once the current `checked` scope has recorded its first error.
  bool has_error;
  /// Retained Swift object holding that error, or NULL.
  void *error;
  /// Work list of the graph reaper while it drains, or NULL.
  void *reaper;
  /// Innermost module call in progress, for the context of errors, or NULL.
  void *call_frame;
} ts_thread_state;

/// The calling thread's state; valid for the life of the thread.
TS_EXPORT ts_thread_state *ts_get_thread_state(void);

/// Next number of the process-wide autograd sequence (creation order of graph nodes).
TS_EXPORT uint64_t ts_next_sequence_number(void);

#endif
