#include "../include/ts_rnn.h"
#include "gates.h"

namespace ts::recurrent {
namespace {

template <class T>
TS_FN formula::UnitStep element(const Step<T, 3> &step, int64_t j) {
  const int64_t fresh = 2 * step.features + j;
  return {step.gate(0, j), step.gate(1, j), wide(step.input[fresh]), wide(step.hidden[fresh]),
          wide(step.before[j])};
}

template <class T>
void forward(const Step<T, 3> &step, T *out) {
  TS_MULTIVERSION({
    for (int64_t j = 0; j < step.features; ++j) {
      out[j] = narrow<T>(formula::unit_state<Gates<T>>(element(step, j)));
    }
  });
}

template <class T>
void backward(const Step<T, 3> &step, const T *grad, T *to_input, T *to_hidden, T *to_before) {
  TS_MULTIVERSION({
    const int64_t n = step.features;
    for (int64_t j = 0; j < n; ++j) {
      const formula::UnitGradient g =
          formula::unit_gradient<Gates<T>>(element(step, j), wide(grad[j]));
      to_input[j] = to_hidden[j] = narrow<T>(g.reset);
      to_input[n + j] = to_hidden[n + j] = narrow<T>(g.update);
      to_input[2 * n + j] = narrow<T>(g.new_input);
      to_hidden[2 * n + j] = narrow<T>(g.new_hidden);
      to_before[j] = narrow<T>(g.before);
    }
  });
}

}  // namespace
}  // namespace ts::recurrent

using namespace ts::recurrent;

TS_EXPORT void ts_gru_cell(const ts_view *input_gates, const ts_view *hidden_gates,
                           const ts_view *hidden, const ts_view *new_hidden) {
  TS_DISPATCH_FLOATING(hidden->dtype, T, {
    for_rows(hidden, [&](int64_t row, int64_t n) {
      forward(Step<T, 3>(input_gates, hidden_gates, hidden, row), data<T>(new_hidden) + row * n);
    });
  });
}

TS_EXPORT void ts_gru_cell_backward(const ts_view *input_gates, const ts_view *hidden_gates,
                                    const ts_view *hidden, const ts_view *grad,
                                    const ts_view *input_grad, const ts_view *hidden_gates_grad,
                                    const ts_view *hidden_grad) {
  TS_DISPATCH_FLOATING(hidden->dtype, T, {
    for_rows(hidden, [&](int64_t row, int64_t n) {
      backward(Step<T, 3>(input_gates, hidden_gates, hidden, row),
               const_cast<const T *>(data<T>(grad)) + row * n, data<T>(input_grad) + row * 3 * n,
               data<T>(hidden_gates_grad) + row * 3 * n, data<T>(hidden_grad) + row * n);
    });
  });
}
