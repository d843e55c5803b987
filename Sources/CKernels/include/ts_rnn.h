// Kernels of recurrent layers: what a gated cell does element by element between its products.
//
// All views are dense and [batch, k · features]: gates have k = 4 (LSTM: i f g o) or k = 3
// (GRU: r z n), states k = 1. Computed in double and rounded once.
#ifndef TS_RNN_H
#define TS_RNN_H

#include "ts_types.h"

/// h' and c' of an LSTM from the two shares of its gates and the cell before.
TS_EXPORT void ts_lstm_cell(const ts_view *input_gates, const ts_view *hidden_gates,
                            const ts_view *cell, const ts_view *new_hidden,
                            const ts_view *new_cell);

/// Gradients of the gates' sum and of the cell before; `to_hidden` or `to_cell`, the gradients of
/// h' and c', may be null.
TS_EXPORT void ts_lstm_cell_backward(const ts_view *input_gates, const ts_view *hidden_gates,
                                     const ts_view *cell, const ts_view *to_hidden,
                                     const ts_view *to_cell, const ts_view *gates_grad,
                                     const ts_view *cell_grad);

/// h' of a GRU from the two shares of its gates and the state before.
TS_EXPORT void ts_gru_cell(const ts_view *input_gates, const ts_view *hidden_gates,
                           const ts_view *hidden, const ts_view *new_hidden);

/// Gradients of both shares of the gates and of the state before.
TS_EXPORT void ts_gru_cell_backward(const ts_view *input_gates, const ts_view *hidden_gates,
                                    const ts_view *hidden, const ts_view *grad,
                                    const ts_view *input_grad, const ts_view *hidden_gates_grad,
                                    const ts_view *hidden_grad);

#endif
