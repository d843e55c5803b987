// Steps of optimizers over many parameters at once: one pass over memory.
#ifndef TS_OPTIM_H
#define TS_OPTIM_H

#include "ts_types.h"

/// One parameter with all that its step reads and writes: arrays of `count` elements of one dtype
/// in the same order. Which states and numbers it needs each step says.
typedef struct ts_parameter {
  void *param;
  const void *grad;
  void *state[3];
  double number[2];
  int64_t count;
  bool first;  ///< the states hold nothing yet
} ts_parameter;

/// How a step rounds.
enum ts_step_rounding {
  /// After each operation to the parameter's dtype: the numbers of tensor operations, bit for bit.
  TS_STEP_ROUNDS_OPERATIONS = 0,
  /// Only what is stored; half types compute in float.
  TS_STEP_ROUNDS_RESULTS = 1,
};

/// Parameters of a step that has `dtype` and the given rounding.
typedef struct ts_parameters {
  const ts_parameter *items;
  int64_t count;
  int32_t dtype;
  int32_t rounding;
} ts_parameters;

typedef struct ts_sgd {
  double lr, momentum, dampening, weight_decay;
  bool nesterov, maximize;
} ts_sgd;

/// Stochastic gradient descent. state[0]: momentum buffer, where momentum is not 0.
TS_EXPORT void ts_sgd_step(const ts_parameters *parameters, const ts_sgd *options);

typedef struct ts_adam {
  double lr, beta1, beta2, eps, weight_decay;
  bool amsgrad, maximize, decoupled;
} ts_adam;

/// Adam and, with `decoupled`, AdamW. state: average of gradients, of their squares, and with
/// `amsgrad` the latter's maximum. number[0]: lr / (1 − β₁ᵗ), number[1]: √(1 − β₂ᵗ).
TS_EXPORT void ts_adam_step(const ts_parameters *parameters, const ts_adam *options);

typedef struct ts_adagrad {
  double eps, weight_decay;
  bool maximize;
} ts_adagrad;

/// Adagrad. state[0]: sum of squares. number[0]: lr / (1 + (t − 1) · lr_decay).
TS_EXPORT void ts_adagrad_step(const ts_parameters *parameters, const ts_adagrad *options);

#endif
