import Touchstone

/// What RNN, LSTM and GRU share, `torch.nn.RNNBase`: weights by layer and direction, their names
/// and first values, and what an input and a state must look like.
open class RNNBase: Module {
  /// What the layers repeat from step to step.
  enum Mode {
    case tanh, relu, lstm, gru

    /// The layer's name in messages.
    var name: String {
      switch self {
      case .tanh, .relu: "RNN"
      case .lstm: "LSTM"
      case .gru: "GRU"
      }
    }

    /// Rows of each weight for one hidden feature.
    var gates: Int {
      switch self {
      case .tanh, .relu: 1
      case .gru: 3
      case .lstm: 4
      }
    }
  }

  let mode: Mode
  public let inputSize, hiddenSize, numLayers: Int
  public let bias, batchFirst, bidirectional: Bool
  /// Probability of dropping an element of each layer's output but the last one's, in training.
  public let dropout: Double
  /// Features of an LSTM's output and hidden state where it projects them; else 0.
  public let projSize: Int

  init(
    _ mode: Mode, _ inputSize: Int, _ hiddenSize: Int, _ numLayers: Int, bias: Bool,
    batchFirst: Bool, dropout: Double, bidirectional: Bool, projSize: Int = 0, device: Device,
    dtype: DType?
  ) {
    self.mode = mode
    (self.inputSize, self.hiddenSize, self.numLayers) = (inputSize, hiddenSize, numLayers)
    (self.bias, self.batchFirst, self.bidirectional) = (bias, batchFirst, bidirectional)
    (self.dropout, self.projSize) = (dropout, projSize)
    super.init()
    attempt {
      try checkSizes()
      registerWeights(device, dtype)
      resetParameters()
    }
  }

  var directions: Int { bidirectional ? 2 : 1 }

  /// Features of the hidden state.
  var outputSize: Int { projSize > 0 ? projSize : hiddenSize }

  /// Uniform numbers in [-1/√hiddenSize, 1/√hiddenSize) for every weight and bias.
  open func resetParameters() {
    let bound = 1 / Double(hiddenSize).squareRoot()
    for parameter in parameters() { Init.uniform_(parameter, -bound, bound) }
  }

  /// Nothing: the weights of a CPU layer need not lie side by side.
  public func flattenParameters() {}

  /// The weights of each layer and direction.
  public var allWeights: [[Tensor]] {
    // Registered first and in this order: no need to look for them by name at every call.
    var slots = (extras?.parameters ?? [])[...]
    return weightNames.map { names in
      defer { slots = slots.dropFirst(names.count) }
      return slots.prefix(names.count).compactMap { $0.current }
    }
  }

  open override var extraRepr: String {
    var text = "\(inputSize), \(hiddenSize)"
    if projSize != 0 { text += ", proj_size=\(projSize)" }
    if numLayers != 1 { text += ", num_layers=\(numLayers)" }
    if !bias { text += ", bias=False" }
    if batchFirst { text += ", batch_first=True" }
    if dropout != 0 { text += ", dropout=\(dropout)" }
    if bidirectional { text += ", bidirectional=True" }
    return text
  }

  private func checkSizes() throws {
    try check(
      dropout >= 0 && dropout <= 1, .value,
      "dropout should be a number in range [0, 1] representing the probability of an element being "
        + "zeroed")
    try check(inputSize > 0, .value, "input_size must be greater than zero")
    try check(hiddenSize > 0, .value, "hidden_size must be greater than zero")
    try check(numLayers > 0, .value, "num_layers must be greater than zero")
    try check(
      projSize >= 0, .value,
      "proj_size should be a positive integer or zero to disable projections")
    try check(projSize < hiddenSize, .value, "proj_size has to be smaller than hidden_size")
  }
}

extension RNNBase {
  /// The names of the weights of each layer and direction.
  private var weightNames: [[String]] {
    (0..<numLayers).flatMap { layer in
      ["", "_reverse"].prefix(directions).map { suffix in
        weightKinds.map { "\($0)_l\(layer)\(suffix)" }
      }
    }
  }

  private var weightKinds: [String] {
    ["weight_ih", "weight_hh"] + (bias ? ["bias_ih", "bias_hh"] : [])
      + (projSize > 0 ? ["weight_hr"] : [])
  }

  private func registerWeights(_ device: Device, _ dtype: DType?) {
    let rows = mode.gates * hiddenSize
    for (index, names) in weightNames.enumerated() {
      let features = index < directions ? inputSize : outputSize * directions
      var shapes: [Shape] = [[rows, features], [rows, outputSize]]
      if bias { shapes += [[rows], [rows]] }
      if projSize > 0 { shapes.append([projSize, hiddenSize]) }
      for (name, shape) in zip(names, shapes) {
        registerParameter(name, Tensor.empty(shape, dtype: dtype, device: device))
      }
    }
  }
}
