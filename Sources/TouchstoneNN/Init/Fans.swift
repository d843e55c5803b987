import Touchstone

extension Init {
  /// Which side of a layer's weight sets the scale.
  public enum FanMode: String, Sendable, CaseIterable {
    /// The inputs of one output: keeps variances forward.
    case fanIn = "fan_in"
    /// The outputs of one input: keeps variances backward.
    case fanOut = "fan_out"

    /// - Throws: `TensorError` (`.value`) unless `name` is one of the two, in any case.
    public init(name: String) throws {
      guard let mode = FanMode(rawValue: name.lowercased()) else {
        throw TensorError(
          .value,
          "Mode \(name.lowercased()) not supported, please use one of ['fan_in', 'fan_out']")
      }
      self = mode
    }
  }

  /// What follows a layer.
  public enum Nonlinearity: String, Sendable, CaseIterable {
    case linear, conv1d, conv2d, conv3d
    case convTranspose1d = "conv_transpose1d"
    case convTranspose2d = "conv_transpose2d"
    case convTranspose3d = "conv_transpose3d"
    case sigmoid, tanh, relu
    case leakyReLU = "leaky_relu"
    case selu

    /// - Throws: `TensorError` (`.value`) for a name that PyTorch does not list.
    public init(name: String) throws {
      guard let nonlinearity = Nonlinearity(rawValue: name) else {
        throw TensorError(.value, "Unsupported nonlinearity \(name)")
      }
      self = nonlinearity
    }
  }

  /// The factor by which a nonlinearity shrinks standard deviations: 5/3 for tanh, √2 for relu,
  /// √(2 / (1 + slope²)) for leaky relu (slope 0.01 unless given), ¾ for selu, else 1.
  public static func calculateGain(_ nonlinearity: Nonlinearity, _ param: Double? = nil) -> Double {
    switch nonlinearity {
    case .tanh: return 5.0 / 3
    case .relu: return 2.0.squareRoot()
    case .leakyReLU:
      let slope = param ?? 0.01
      return (2 / (1 + slope * slope)).squareRoot()
    case .selu: return 3.0 / 4
    default: return 1
    }
  }

  /// Inputs of one output and outputs of one input for a weight [outputs, inputs, kernel…].
  /// - Errors: `.value` for fewer than two dimensions.
  public static func fans(of tensor: Tensor) -> (fanIn: Int, fanOut: Int) {
    guarded((1, 1)) {
      try check(
        tensor.dim >= 2, .value,
        "Fan in and fan out can not be computed for tensor with fewer than 2 dimensions")
      let field = tensor.shape.dropFirst(2).reduce(1, *)
      return (tensor.shape[1] * field, tensor.shape[0] * field)
    }
  }

  static func fan(of tensor: Tensor, _ mode: FanMode) -> Int {
    let both = fans(of: tensor)
    return mode == .fanIn ? both.fanIn : both.fanOut
  }
}
