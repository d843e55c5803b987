import Touchstone

/// Running a recurrent network: one state (h) or, of an LSTM, two (h and c).
extension RNNBase {
  private var stateCount: Int { mode == .lstm ? 2 : 1 }

  /// `run` as a public body: outputs, then states.
  func results(_ input: Tensor, _ hx: [Tensor]?) -> [Tensor] {
    guarded(Array(repeating: Tensor.poison, count: 1 + stateCount)) {
      let (output, last) = try run(input, hx)
      return [output] + last
    }
  }

  func results(_ input: PackedSequence, _ hx: [Tensor]?) -> (PackedSequence, [Tensor]) {
    guarded((input, Array(repeating: Tensor.poison, count: stateCount))) { try run(input, hx) }
  }

  /// `forward` with the hooks around it, which see the packed data.
  func called(
    _ input: PackedSequence, _ hx: [Tensor]?,
    _ forward: (PackedSequence, [Tensor]?) -> (PackedSequence, [Tensor])
  ) -> (PackedSequence, [Tensor]) {
    let all = called(input.data, hx) { data, states in
      let (output, last) = forward(input.with(data), states)
      return [output.data] + last
    }
    return (input.with(all[0]), Array(all.dropFirst()))
  }

  /// `forward` with the hooks around it.
  func called(
    _ input: Tensor, _ hx: [Tensor]?, _ forward: (Tensor, [Tensor]?) -> [Tensor]
  ) -> [Tensor] {
    let states: [Tensor?] = hx ?? Array(repeating: nil, count: stateCount)
    let outputs = invoke([input] + states, outputs: 1 + stateCount) { values in
      let given = values.dropFirst().compactMap { $0 }
      return forward(values[0] ?? Tensor.poison, given.isEmpty ? nil : given)
    }
    return outputs.map { $0 ?? Tensor.poison }
  }

  /// - Parameter hx: initial states [layers · directions, batch, features]; zeros when nil.
  /// - Returns: the outputs of the last layer and the last states.
  func run(_ input: Tensor, _ hx: [Tensor]?) throws -> (Tensor, [Tensor]) {
    try check(
      input.dim == 2 || input.dim == 3, .value,
      "\(mode.name): Expected input to be 2D or 3D, got \(input.dim)D "
        + (mode.name == "RNN" ? "tensor instead" : "instead"))
    let batched = input.dim == 3
    if let hx { try checkRanks(hx, batched) }
    let batchDim = batchFirst ? 0 : 1
    let source = batched ? input : input.unsqueeze(batchDim)
    let states = hx.map { batched ? $0 : $0.map { $0.unsqueeze(1) } }
    let start = states ?? zeroStates(source.size(batchDim), like: source)
    try checkInput(source, packed: false)
    try checkStates(start, batch: source.size(batchDim))
    let (output, last) = compute(source, nil, start)
    return batched ? (output, last) : (output.squeeze(batchDim), last.map { $0.squeeze(1) })
  }

  /// The same for a packed batch; states come and go in the order of the original sequences.
  func run(_ input: PackedSequence, _ hx: [Tensor]?) throws -> (PackedSequence, [Tensor]) {
    let batch = Int(input.batchSizes[0].item().int64Value)
    try throwPendingError()
    let start = hx.map { permuted($0, input.sortedIndices) } ?? zeroStates(batch, like: input.data)
    if mode != .lstm {
      try checkInput(input.data, packed: true)
      try checkStates(start, batch: batch)
    }
    let (output, last) = compute(input.data, input.batchSizes, start)
    return (input.with(output), permuted(last, input.unsortedIndices))
  }

  private func compute(
    _ input: Tensor, _ batchSizes: Tensor?, _ hx: [Tensor]
  ) -> (Tensor, [Tensor]) {
    let options = RecurrentOptions(
      hasBiases: bias, numLayers: numLayers, dropout: dropout, train: training,
      bidirectional: bidirectional, batchFirst: batchFirst)
    let weights = allWeights.flatMap { $0 }
    if mode == .lstm {
      let all = F.lstm(input, batchSizes: batchSizes, (hx[0], hx[1]), weights, options)
      return (all.0, [all.1, all.2])
    }
    let function = mode == .gru ? F.gru : mode == .relu ? F.rnnRelu : F.rnnTanh
    let (output, last) = function(input, batchSizes, hx[0], weights, options)
    return (output, [last])
  }

  private func permuted(_ states: [Tensor], _ order: Tensor?) -> [Tensor] {
    order.map { order in states.map { $0.indexSelect(1, order) } } ?? states
  }

  private func zeroStates(_ batch: Int, like input: Tensor) -> [Tensor] {
    (mode == .lstm ? [outputSize, hiddenSize] : [hiddenSize]).map { features in
      Tensor.zeros(
        [numLayers * directions, batch, features], dtype: input.dtype, device: input.device)
    }
  }
}

/// PyTorch's checks and messages.
extension RNNBase {
  private func checkRanks(_ hx: [Tensor], _ batched: Bool) throws {
    let rank = batched ? 3 : 2
    let rule = "For \(batched ? "batched 3-D" : "unbatched 2-D") input, "
    let (names, got) =
      mode == .lstm
      ? ("hx and cx", "(\(hx[0].dim)-D, \(hx[1].dim)-D) tensors") : ("hx", "\(hx[0].dim)-D tensor")
    try check(
      hx.allSatisfy { $0.dim == rank }, .runtime,
      rule + "\(names) should also be \(rank)-D but got \(got)")
  }

  private func checkInput(_ input: Tensor, packed: Bool) throws {
    let dtype = allWeights[0][0].dtype
    try check(
      input.dtype == dtype, .value,
      "RNN input dtype (torch.\(input.dtype.name)) does not match weight dtype "
        + "(torch.\(dtype.name)). Convert input: input.to(torch.\(dtype.name)), or convert model: "
        + "model.to(torch.\(input.dtype.name))")
    let rank = packed ? 2 : 3
    try check(
      input.dim == rank, .runtime, "input must have \(rank) dimensions, got \(input.dim)")
    try check(
      input.size(-1) == inputSize, .runtime,
      "input.size(-1) must be equal to input_size. Expected \(inputSize), got \(input.size(-1))")
  }

  private func checkStates(_ states: [Tensor], batch: Int) throws {
    for (index, state) in states.enumerated() {
      let features = index == 0 ? outputSize : hiddenSize
      let expected: Shape = [numLayers * directions, batch, features]
      let name = mode == .lstm ? "hidden[\(index)]" : "hidden"
      try check(
        state.shape == expected, .runtime,
        "Expected \(name) size (\(expected[0]), \(expected[1]), \(expected[2])), "
          + "got \(state.shape)")
    }
  }
}
