#include "../include/ts_rnn.h"
#include "gates.h"

namespace ts::recurrent {
namespace {

template <class T>
TS_FN formula::MemoryStep element(const Step<T, 4> &step, int64_t j) {
  return {step.gate(0, j), step.gate(1, j), step.gate(2, j), step.gate(3, j),
          wide(step.before[j])};
}

template <class T>
void forward(const Step<T, 4> &step, T *hidden, T *cell) {
  TS_MULTIVERSION({
    for (int64_t j = 0; j < step.features; ++j) {
      const formula::MemoryState next = formula::memory_state<Gates<T>>(element(step, j));
      cell[j] = narrow<T>(next.cell);
      hidden[j] = narrow<T>(next.out * next.squashed);
    }
  });
}

template <class T>
void backward(const Step<T, 4> &step, const T *to_hidden, const T *to_cell, T *gates, T *cell) {
  TS_MULTIVERSION({
    const int64_t n = step.features;
    for (int64_t j = 0; j < n; ++j) {
      const formula::MemoryGradient grad = formula::memory_gradient<Gates<T>>(
          element(step, j), to_hidden == nullptr ? 0 : wide(to_hidden[j]),
          to_cell == nullptr ? 0 : wide(to_cell[j]));
      gates[j] = narrow<T>(grad.in);
      gates[n + j] = narrow<T>(grad.forget);
      gates[2 * n + j] = narrow<T>(grad.update);
      gates[3 * n + j] = narrow<T>(grad.out);
      cell[j] = narrow<T>(grad.before);
    }
  });
}

template <class T>
const T *row_of(const ts_view *view, int64_t start) {
  return view == nullptr ? nullptr : data<T>(view) + start;
}

}  // namespace
}  // namespace ts::recurrent

using namespace ts::recurrent;

TS_EXPORT void ts_lstm_cell(const ts_view *input_gates, const ts_view *hidden_gates,
                            const ts_view *cell, const ts_view *new_hidden,
                            const ts_view *new_cell) {
  TS_DISPATCH_FLOATING(cell->dtype, T, {
    for_rows(cell, [&](int64_t row, int64_t n) {
      forward(Step<T, 4>(input_gates, hidden_gates, cell, row), data<T>(new_hidden) + row * n,
              data<T>(new_cell) + row * n);
    });
  });
}

TS_EXPORT void ts_lstm_cell_backward(const ts_view *input_gates, const ts_view *hidden_gates,
                                     const ts_view *cell, const ts_view *to_hidden,
                                     const ts_view *to_cell, const ts_view *gates_grad,
                                     const ts_view *cell_grad) {
  TS_DISPATCH_FLOATING(cell->dtype, T, {
    for_rows(cell, [&](int64_t row, int64_t n) {
      backward(Step<T, 4>(input_gates, hidden_gates, cell, row), row_of<T>(to_hidden, row * n),
               row_of<T>(to_cell, row * n), data<T>(gates_grad) + row * 4 * n,
               data<T>(cell_grad) + row * n);
    });
  });
}
