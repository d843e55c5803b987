/// Which cell a recurrent network repeats from step to step.
enum RecurrentCell {
  /// h' = tanh(W x + b + U h + d).
  case tanh
  /// h' = relu(W x + b + U h + d).
  case relu
  /// Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of 2000).
  case lstm
  /// Gated recurrent unit (Cho et al. 2014), reset after the product with the hidden weights.
  case gru
}

/// What a cell hands to its next step: h [batch, features] and, of an LSTM, the cell c as well.
struct CellState {
  let hidden: Tensor
  let cell: Tensor?

  var batch: Int { hidden.shape[0] }

  func map(_ change: (Tensor) -> Tensor) -> CellState {
    CellState(hidden: change(hidden), cell: cell.map(change))
  }

  /// The states of several parts of a batch, or of several layers, as one.
  static func joined(_ states: [CellState], _ join: ([Tensor]) -> Tensor) -> CellState {
    let cells = states.compactMap { $0.cell }
    return CellState(
      hidden: join(states.map { $0.hidden }), cell: cells.isEmpty ? nil : join(cells))
  }
}

/// The weights of one layer in one direction, or of a single cell.
struct CellParameters {
  let inputWeight, hiddenWeight: Tensor
  let inputBias, hiddenBias: Tensor?
  /// Maps what an LSTM puts out to fewer features before the next step sees it.
  var projection: Tensor?

  /// The inputs' share of all gates: what does not depend on the state, for any number of steps.
  func inputGates(_ input: Tensor) -> Tensor { F.linear(input, inputWeight, bias: inputBias) }

  func hiddenGates(_ hidden: Tensor) -> Tensor {
    F.linear(hidden, hiddenWeight, bias: hiddenBias)
  }
}

extension RecurrentCell {
  /// Gates of each feature.
  private var gateCount: Int {
    switch self {
    case .tanh, .relu: 1
    case .gru: 3
    case .lstm: 4
    }
  }

  /// One step from the inputs' share of the gates and the state before.
  func step(
    _ inputGates: Tensor, _ state: CellState, _ p: CellParameters
  ) throws -> CellState {
    let gates = GateShares(input: inputGates, hidden: p.hiddenGates(state.hidden))
    try throwPendingError()
    try check(gates, of: state.cell ?? state.hidden)
    switch self {
    case .tanh: return CellState(hidden: gates.hidden.add(gates.input).tanh(), cell: nil)
    case .relu: return CellState(hidden: gates.hidden.add(gates.input).relu(), cell: nil)
    case .gru: return CellState(hidden: try gatedUnit(gates, state.hidden), cell: nil)
    case .lstm:
      let (hidden, cell) = try memoryCell(gates, state.cell!)
      return CellState(
        hidden: p.projection.map { F.linear(hidden, $0) } ?? hidden, cell: cell)
    }
  }

  /// Kernels rely on gates and state that fit each other.
  private func check(_ gates: GateShares, of state: Tensor) throws {
    let expected: Shape = [state.shape[0], gateCount * state.shape[1]]
    for share in [gates.input, gates.hidden] {
      try Touchstone.check(
        share.shape == expected && share.dtype == state.dtype, .runtime,
        "expected gates of shape \(expected) and dtype \(state.dtype.scalarTypeName) for a state "
          + "of shape \(state.shape), but got \(share.shape) and \(share.dtype.scalarTypeName)")
    }
  }
}
