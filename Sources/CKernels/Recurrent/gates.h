// What both gated cells share: the choice of nonlinearities and the walk over the batch.
#ifndef TS_RECURRENT_GATES_H
#define TS_RECURRENT_GATES_H

#include <algorithm>
#include <type_traits>

#include "../Common/dispatch.h"
#include "../Common/half.h"
#include "../Common/parallel.h"
#include "../Reduction/vector_math.h"
#include "../formulas/recurrent.h"

namespace ts::recurrent {

/// Nonlinearities without branches, exact to far more digits than a float has.
struct VectorGates {
  TS_FN double sigmoid(double x) { return 1 / (1 + vector_exp(-x)); }
  TS_FN double tanh(double x) {
    const double squashed = 1 - 2 / (vector_exp(2 * x) + 1);
    return x < 1e-5 && x > -1e-5 ? x - x * x * x / 3 : squashed;
  }
};

/// Doubles are worth the math library's last digit.
template <class T>
using Gates = std::conditional_t<std::is_same_v<T, double>, formula::ExactGates, VectorGates>;

template <class T>
T *data(const ts_view *view) {
  return view == nullptr ? nullptr : static_cast<T *>(view->data);
}

/// The element as the type that the cells compute in.
template <class T>
TS_FN double wide(T value) {
  return static_cast<double>(cast<acc_t<T>>(value));
}

template <class T>
TS_FN T narrow(double value) {
  return cast<T>(static_cast<acc_t<T>>(value));
}

/// The operands of one sequence's step: both shares of its `count` gates for each of the features,
/// and the state (or cell) before.
template <class T, int count>
struct Step {
  const T *input, *hidden, *before;
  int64_t features;

  Step(const ts_view *input_gates, const ts_view *hidden_gates, const ts_view *state, int64_t row)
      : features(state->sizes[1]) {
    input = data<T>(input_gates) + row * count * features;
    hidden = data<T>(hidden_gates) + row * count * features;
    before = data<T>(state) + row * features;
  }

  /// The sum of gate k of feature j.
  TS_INLINE double gate(int64_t k, int64_t j) const {
    return wide(input[k * features + j]) + wide(hidden[k * features + j]);
  }
};

/// Runs `body(row, features)` for every sequence of the batch.
template <class F>
void for_rows(const ts_view *state, F &&body) {
  const int64_t rows = state->sizes[0], features = state->sizes[1];
  const int64_t grain = std::max<int64_t>(1, 2048 / std::max<int64_t>(1, features));
  parallel_for(rows, grain, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) body(row, features);
  });
}

}  // namespace ts::recurrent

#endif
