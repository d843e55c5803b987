#include "../include/ts_rnn.h"
#include "gates.h"

namespace ts::recurrent {
namespace {

/// The operands of one sequence's step.
template <class T>
struct Unit {
  const T *input, *hidden, *before;
  int64_t n;

  Unit(const ts_view *in, const ts_view *state_gates, const ts_view *state, int64_t row,
       int64_t features)
      : input(data<T>(in) + row * 3 * features), hidden(data<T>(state_gates) + row * 3 * features),
        before(data<T>(state) + row * features), n(features) {}

  TS_INLINE formula::UnitStep step(int64_t j) const {
    return {wide(input[j]) + wide(hidden[j]), wide(input[n + j]) + wide(hidden[n + j]),
            wide(input[2 * n + j]), wide(hidden[2 * n + j]), wide(before[j])};
  }
};

template <class T>
void forward(const Unit<T> &unit, T *out) {
  TS_MULTIVERSION({
    for (int64_t j = 0; j < unit.n; ++j) {
      out[j] = narrow<T>(formula::unit_state<Gates<T>>(unit.step(j)));
    }
  });
}

template <class T>
void backward(const Unit<T> &unit, const T *grad, T *to_input, T *to_hidden, T *to_before) {
  TS_MULTIVERSION({
    const int64_t n = unit.n;
    for (int64_t j = 0; j < n; ++j) {
      const formula::UnitGradient g =
          formula::unit_gradient<Gates<T>>(unit.step(j), wide(grad[j]));
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
      forward(Unit<T>(input_gates, hidden_gates, hidden, row, n), data<T>(new_hidden) + row * n);
    });
  });
}

TS_EXPORT void ts_gru_cell_backward(const ts_view *input_gates, const ts_view *hidden_gates,
                                    const ts_view *hidden, const ts_view *grad,
                                    const ts_view *input_grad, const ts_view *hidden_gates_grad,
                                    const ts_view *hidden_grad) {
  TS_DISPATCH_FLOATING(hidden->dtype, T, {
    for_rows(hidden, [&](int64_t row, int64_t n) {
      backward(Unit<T>(input_gates, hidden_gates, hidden, row, n),
               const_cast<const T *>(data<T>(grad)) + row * n, data<T>(input_grad) + row * 3 * n,
               data<T>(hidden_gates_grad) + row * 3 * n, data<T>(hidden_grad) + row * n);
    });
  });
}
