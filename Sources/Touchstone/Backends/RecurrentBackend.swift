/// Kernels of recurrent layers. All tensors are dense, of one floating dtype and two-dimensional:
/// [batch, 4 · features] the gates of an LSTM (i f g o), [batch, 3 · features] those of a GRU
/// (r z n), [batch, features] the states.
protocol RecurrentBackend: Sendable {
  /// The next state of an LSTM from the inputs' and the state's share of its gates.
  func memoryCell(_ gates: GateShares, _ cell: Tensor, intoHidden: Tensor, intoCell: Tensor)

  /// Gradients of the gates and of the cell before from those of the next state, of which one may
  /// be absent.
  func memoryCellBackward(
    _ gates: GateShares, _ cell: Tensor, toHidden: Tensor?, toCell: Tensor?,
    intoGates: Tensor, intoCell: Tensor)

  /// The next state of a GRU.
  func gatedUnit(_ gates: GateShares, _ hidden: Tensor, into out: Tensor)

  /// Gradients of both shares of the gates and of the state before.
  func gatedUnitBackward(
    _ gates: GateShares, _ hidden: Tensor, _ grad: Tensor, intoGates: GateShares,
    intoHidden: Tensor)
}

/// What the inputs and what the state before contribute to the gates of a cell.
struct GateShares {
  let input, hidden: Tensor
}
