import Touchstone

/// What single recurrent cells share, `torch.nn.RNNCellBase`.
open class RNNCellBase: Module {
  public let inputSize, hiddenSize: Int
  public let bias: Bool
  /// [gates · hidden size, input size].
  @Parameter public var weightIH: Tensor
  /// [gates · hidden size, hidden size].
  @Parameter public var weightHH: Tensor
  @Parameter public var biasIH: Tensor?
  @Parameter public var biasHH: Tensor?

  init(
    _ inputSize: Int, _ hiddenSize: Int, _ bias: Bool, gates: Int, _ device: Device, _ dtype: DType?
  ) {
    func empty(_ shape: Shape) -> Tensor { Tensor.empty(shape, dtype: dtype, device: device) }
    (self.inputSize, self.hiddenSize, self.bias) = (inputSize, hiddenSize, bias)
    weightIH = empty([gates * hiddenSize, inputSize])
    weightHH = empty([gates * hiddenSize, hiddenSize])
    biasIH = bias ? empty([gates * hiddenSize]) : nil
    biasHH = bias ? empty([gates * hiddenSize]) : nil
    super.init()
    resetParameters()
  }

  /// Uniform numbers in [-1/√hiddenSize, 1/√hiddenSize) for every weight and bias.
  open func resetParameters() {
    let bound = hiddenSize > 0 ? 1 / Double(hiddenSize).squareRoot() : 0
    for parameter in parameters() { Init.uniform_(parameter, -bound, bound) }
  }

  open override var extraRepr: String {
    "\(inputSize), \(hiddenSize)" + (bias ? "" : ", bias=False")
  }

  /// `input` as a batch and the states to begin with: those given, or zeros.
  func batch(_ input: Tensor, _ states: [Tensor]?) throws -> (Tensor, [Tensor]) {
    let name = "\(type(of: self))"
    try check(
      input.dim == 1 || input.dim == 2, .value,
      "\(name): Expected input to be 1D or 2D, got \(input.dim)D instead")
    for (index, state) in (states ?? []).enumerated() {
      let which = self is LSTMCell ? "hx[\(index)]" : "hidden"
      try check(
        state.dim == 1 || state.dim == 2, .value,
        "\(name): Expected \(which) to be 1D or 2D, got \(state.dim)D instead")
    }
    let rows = input.dim == 2 ? input : input.unsqueeze(0)
    if let states { return (rows, input.dim == 2 ? states : states.map { $0.unsqueeze(0) }) }
    let zeros = Tensor.zeros([rows.size(0), hiddenSize], dtype: input.dtype, device: input.device)
    return (rows, [zeros, zeros])
  }
}

/// One step of an Elman network, `torch.nn.RNNCell`: tanh or relu of W x + b + U h + d.
///
/// Inputs are [batch, features] or [features], states [batch, hidden size] or [hidden size], zeros
/// where not given.
open class RNNCell: RNNCellBase {
  public let nonlinearity: RNNNonlinearity

  public init(
    _ inputSize: Int, _ hiddenSize: Int, bias: Bool = true, nonlinearity: RNNNonlinearity = .tanh,
    device: Device = .cpu, dtype: DType? = nil
  ) {
    self.nonlinearity = nonlinearity
    super.init(inputSize, hiddenSize, bias, gates: 1, device, dtype)
  }

  /// The next hidden state.
  open func forward(_ input: Tensor, _ hx: Tensor?) -> Tensor {
    guarded {
      let (rows, states) = try batch(input, hx.map { [$0] })
      let cell = nonlinearity == .tanh ? F.rnnTanhCell : F.rnnReluCell
      let next = cell(rows, states[0], weightIH, weightHH, biasIH, biasHH)
      return input.dim == 2 ? next : next.squeeze(0)
    }
  }

  open override func forward(_ input: Tensor) -> Tensor { forward(input, nil) }

  public func callAsFunction(_ input: Tensor, _ hx: Tensor?) -> Tensor {
    invoke([input, hx], outputs: 1) { [self] in [forward($0[0] ?? Tensor.poison, $0[1])] }[0]
      ?? Tensor.poison
  }

  open override var extraRepr: String {
    super.extraRepr + (nonlinearity == .tanh ? "" : ", nonlinearity=\(nonlinearity)")
  }
}

/// One gated recurrent unit, `torch.nn.GRUCell`. Inputs and states as `RNNCell`.
open class GRUCell: RNNCellBase {
  public init(
    _ inputSize: Int, _ hiddenSize: Int, bias: Bool = true, device: Device = .cpu,
    dtype: DType? = nil
  ) {
    super.init(inputSize, hiddenSize, bias, gates: 3, device, dtype)
  }

  /// The next hidden state.
  open func forward(_ input: Tensor, _ hx: Tensor?) -> Tensor {
    guarded {
      let (rows, states) = try batch(input, hx.map { [$0] })
      let next = F.gruCell(rows, states[0], weightIH, weightHH, biasIH, biasHH)
      return input.dim == 2 ? next : next.squeeze(0)
    }
  }

  open override func forward(_ input: Tensor) -> Tensor { forward(input, nil) }

  public func callAsFunction(_ input: Tensor, _ hx: Tensor?) -> Tensor {
    invoke([input, hx], outputs: 1) { [self] in [forward($0[0] ?? Tensor.poison, $0[1])] }[0]
      ?? Tensor.poison
  }
}

/// One step of long short-term memory, `torch.nn.LSTMCell`. Inputs as `RNNCell`; the state is a
/// pair of hidden state and cell.
open class LSTMCell: RNNCellBase {
  public init(
    _ inputSize: Int, _ hiddenSize: Int, bias: Bool = true, device: Device = .cpu,
    dtype: DType? = nil
  ) {
    super.init(inputSize, hiddenSize, bias, gates: 4, device, dtype)
  }

  /// The next hidden state and cell.
  open func forward(_ input: Tensor, _ hx: (Tensor, Tensor)?) -> (Tensor, Tensor) {
    guarded {
      let (rows, states) = try batch(input, hx.map { [$0.0, $0.1] })
      let next = F.lstmCell(
        rows, (states[0], states[1]), weightIH, weightHH, biasIH, biasHH)
      return input.dim == 2 ? next : (next.0.squeeze(0), next.1.squeeze(0))
    }
  }

  public func callAsFunction(
    _ input: Tensor, _ hx: (Tensor, Tensor)? = nil
  ) -> (Tensor, Tensor) {
    let next = invoke([input, hx?.0, hx?.1], outputs: 2) { [self] values in
      let states = values[1].flatMap { h in values[2].map { c in (h, c) } }
      let (hidden, cell) = forward(values[0] ?? Tensor.poison, states)
      return [hidden, cell]
    }
    return (next[0] ?? Tensor.poison, next[1] ?? Tensor.poison)
  }
}
