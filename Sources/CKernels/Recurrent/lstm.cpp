#include "../include/ts_rnn.h"
#include "gates.h"

namespace ts::recurrent {
namespace {

/// The operands of one sequence's step.
template <class T>
struct Memory {
  const T *input, *hidden, *cell;
  int64_t n;

  Memory(const ts_view *in, const ts_view *state_gates, const ts_view *before, int64_t row,
         int64_t features)
      : input(data<T>(in) + row * 4 * features), hidden(data<T>(state_gates) + row * 4 * features),
        cell(data<T>(before) + row * features), n(features) {}

  TS_INLINE double gate(int64_t k, int64_t j) const {
    return wide(input[k * n + j]) + wide(hidden[k * n + j]);
  }
  TS_INLINE formula::MemoryStep step(int64_t j) const {
    return {gate(0, j), gate(1, j), gate(2, j), gate(3, j), wide(cell[j])};
  }
};

template <class T>
void forward(const Memory<T> &memory, T *hidden, T *cell) {
  TS_MULTIVERSION({
    for (int64_t j = 0; j < memory.n; ++j) {
      const formula::MemoryState next = formula::memory_state<Gates<T>>(memory.step(j));
      cell[j] = narrow<T>(next.cell);
      hidden[j] = narrow<T>(next.out * next.squashed);
    }
  });
}

template <class T>
void backward(const Memory<T> &memory, const T *to_hidden, const T *to_cell, T *gates, T *cell) {
  TS_MULTIVERSION({
    for (int64_t j = 0; j < memory.n; ++j) {
      const formula::MemoryGradient grad = formula::memory_gradient<Gates<T>>(
          memory.step(j), to_hidden == nullptr ? 0 : wide(to_hidden[j]),
          to_cell == nullptr ? 0 : wide(to_cell[j]));
      gates[j] = narrow<T>(grad.in);
      gates[memory.n + j] = narrow<T>(grad.forget);
      gates[2 * memory.n + j] = narrow<T>(grad.update);
      gates[3 * memory.n + j] = narrow<T>(grad.out);
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
      forward(Memory<T>(input_gates, hidden_gates, cell, row, n), data<T>(new_hidden) + row * n,
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
      backward(Memory<T>(input_gates, hidden_gates, cell, row, n), row_of<T>(to_hidden, row * n),
               row_of<T>(to_cell, row * n), data<T>(gates_grad) + row * 4 * n,
               data<T>(cell_grad) + row * n);
    });
  });
}
