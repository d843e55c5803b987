/// The inputs of all steps, each [batch, features]; a packed batch shrinks from step to step.
struct StepInputs {
  /// [steps, batch, features], or [rows, features] where packed.
  let data: Tensor
  /// How many rows of `data` each step has, where packed.
  let batchSizes: [Int]?

  var steps: [Tensor] {
    batchSizes.map { data.splitWithSizes($0, dim: 0) } ?? data.unbind(0)
  }

  /// The same steps with other data.
  func with(_ data: Tensor) -> StepInputs { StepInputs(data: data, batchSizes: batchSizes) }

  func joining(_ steps: [Tensor]) -> StepInputs {
    with(batchSizes == nil ? Tensor.stack(steps, dim: 0) : Tensor.cat(steps, dim: 0))
  }
}

/// The layers of a recurrent network, one above the other.
struct RecurrentStack {
  let cell: RecurrentCell
  /// By layer, and by direction within a layer.
  let parameters: [CellParameters]
  let bidirectional: Bool
  /// Probability of dropping an element between two layers; 0 outside training.
  let dropout: Double

  private var directions: Int { bidirectional ? 2 : 1 }

  /// All layers over all steps, from one initial state for each layer and direction.
  /// - Returns: the outputs of the last layer and the last state of each layer and direction.
  func run(_ input: StepInputs, _ initial: [CellState]) throws -> (StepInputs, [CellState]) {
    var (current, finals) = (input, [CellState]())
    let layers = parameters.count / directions
    for layer in 0..<layers {
      let range = layer * directions..<(layer + 1) * directions
      let (output, states) = try run(current, parameters[range], initial[range])
      finals += states
      current = layer < layers - 1 ? output.with(F.dropout(output.data, p: dropout)) : output
    }
    return (current, finals)
  }

  /// One layer in its one or two directions; two directions' outputs are joined as features.
  private func run(
    _ input: StepInputs, _ parameters: ArraySlice<CellParameters>, _ initial: ArraySlice<CellState>
  ) throws -> (StepInputs, [CellState]) {
    let (forth, last) = try forward(input, parameters.first!, initial.first!)
    guard bidirectional else { return (forth, [last]) }
    let (back, first) = try backward(input, parameters.last!, initial.last!)
    return (input.with(Tensor.cat([forth.data, back.data], dim: -1)), [last, first])
  }

  /// From the first step to the last. Sequences that end leave the batch at its end; their states
  /// wait until all are done.
  private func forward(
    _ input: StepInputs, _ parameters: CellParameters, _ initial: CellState
  ) throws -> (StepInputs, CellState) {
    var (state, finished, outputs) = (initial, [CellState](), [Tensor]())
    for gates in try gateSteps(input, parameters) {
      let batch = gates.shape[0]
      if batch < state.batch {
        finished.append(state.map { [state] in $0.narrow(0, batch, state.batch - batch) })
        state = state.map { $0.narrow(0, 0, batch) }
      }
      state = try cell.step(gates, state, parameters)
      outputs.append(state.hidden)
    }
    finished.append(state)
    return (input.joining(outputs), joined(finished.reversed()))
  }

  /// From the last step to the first. Shorter sequences enter, with their initial states, when
  /// their last step is reached.
  private func backward(
    _ input: StepInputs, _ parameters: CellParameters, _ initial: CellState
  ) throws -> (StepInputs, CellState) {
    let steps = try gateSteps(input, parameters)
    var state = initial.map { $0.narrow(0, 0, steps[steps.count - 1].shape[0]) }
    var outputs = [Tensor]()
    for gates in steps.reversed() {
      let (present, batch) = (state.batch, gates.shape[0])
      if batch > present {
        state = joined([state, initial.map { $0.narrow(0, present, batch - present) }])
      }
      state = try cell.step(gates, state, parameters)
      outputs.append(state.hidden)
    }
    return (input.joining(outputs.reversed()), state)
  }

  /// The inputs' share of the gates, by one product for all steps.
  private func gateSteps(_ input: StepInputs, _ parameters: CellParameters) throws -> [Tensor] {
    let steps = input.with(parameters.inputGates(input.data)).steps
    try throwPendingError()
    try check(!steps.isEmpty, .runtime, "Expected sequence length to be larger than 0 in RNN")
    return steps
  }

  private func joined(_ parts: [CellState]) -> CellState {
    parts.count == 1 ? parts[0] : .joined(parts) { Tensor.cat($0, dim: 0) }
  }
}
