/// Single steps of recurrent networks: `input` [batch, features], states [batch, hidden size].
extension Functional {
  /// tanh(x wᵢᵀ + bᵢ + h wₕᵀ + bₕ), `torch.rnn_tanh_cell`.
  public static func rnnTanhCell(
    _ input: Tensor, _ hx: Tensor, _ wIh: Tensor, _ wHh: Tensor, _ bIh: Tensor? = nil,
    _ bHh: Tensor? = nil
  ) -> Tensor {
    hiddenStep(.tanh, input, hx, CellParameters(wIh, wHh, bIh, bHh))
  }

  /// relu(x wᵢᵀ + bᵢ + h wₕᵀ + bₕ), `torch.rnn_relu_cell`.
  public static func rnnReluCell(
    _ input: Tensor, _ hx: Tensor, _ wIh: Tensor, _ wHh: Tensor, _ bIh: Tensor? = nil,
    _ bHh: Tensor? = nil
  ) -> Tensor {
    hiddenStep(.relu, input, hx, CellParameters(wIh, wHh, bIh, bHh))
  }

  /// One gated recurrent unit, `torch.gru_cell`.
  public static func gruCell(
    _ input: Tensor, _ hx: Tensor, _ wIh: Tensor, _ wHh: Tensor, _ bIh: Tensor? = nil,
    _ bHh: Tensor? = nil
  ) -> Tensor {
    hiddenStep(.gru, input, hx, CellParameters(wIh, wHh, bIh, bHh))
  }

  /// One step of long short-term memory, `torch.lstm_cell`.
  /// - Returns: the hidden state and the cell afterwards.
  public static func lstmCell(
    _ input: Tensor, _ hx: (Tensor, Tensor), _ wIh: Tensor, _ wHh: Tensor, _ bIh: Tensor? = nil,
    _ bHh: Tensor? = nil
  ) -> (Tensor, Tensor) {
    guarded {
      let parameters = CellParameters(wIh, wHh, bIh, bHh)
      try checkInput(input, parameters)
      try checkState(input, hx.0, parameters, 0)
      try checkState(input, hx.1, parameters, 1)
      let next = try RecurrentCell.lstm.step(
        parameters.inputGates(input), CellState(hidden: hx.0, cell: hx.1), parameters)
      return (next.hidden, next.cell!)
    }
  }

  private static func hiddenStep(
    _ cell: RecurrentCell, _ input: Tensor, _ hx: Tensor, _ parameters: CellParameters
  ) -> Tensor {
    guarded {
      try checkInput(input, parameters)
      try checkState(input, hx, parameters, 0)
      let state = CellState(hidden: hx, cell: nil)
      return try cell.step(parameters.inputGates(input), state, parameters).hidden
    }
  }
}

extension CellParameters {
  fileprivate init(_ wIh: Tensor, _ wHh: Tensor, _ bIh: Tensor?, _ bHh: Tensor?) {
    self.init(inputWeight: wIh, hiddenWeight: wHh, inputBias: bIh, hiddenBias: bHh)
  }
}

private func checkInput(_ input: Tensor, _ parameters: CellParameters) throws {
  let expected = parameters.inputWeight.size(1)
  try check(
    input.size(1) == expected, .runtime,
    "input has inconsistent input_size: got \(input.size(1)) expected \(expected)")
}

private func checkState(
  _ input: Tensor, _ state: Tensor, _ parameters: CellParameters, _ number: Int
) throws {
  let name = "hidden\(number)"
  let features = parameters.hiddenWeight.size(1)
  try check(
    state.dim == 2, .runtime,
    "Expected 2D \(name) (batch x hidden_size), but got \(state.dim)D tensor")
  try check(
    input.size(0) == state.size(0), .runtime,
    "Input batch size \(input.size(0)) doesn't match \(name) batch size \(state.size(0))")
  try check(
    state.size(1) == features, .runtime,
    "\(name) has inconsistent hidden_size: got \(state.size(1)), expected \(features)")
}
