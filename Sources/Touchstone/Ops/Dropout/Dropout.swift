/// Dropout: elements, or whole channels, are zeroed with probability `p` and the others scaled by
/// 1 / (1 − p), so that the mean stays. Without training, for p = 0 and for an empty input nothing
/// is drawn and the result is the input itself; for p = 1 it is the input times zero.
extension Functional {
  /// Single elements are dropped, `torch.nn.functional.dropout`.
  public static func dropout(_ input: Tensor, p: Double = 0.5, training: Bool = true) -> Tensor {
    dropped(input, p, training, .elements, inPlace: false)
  }

  @discardableResult
  public static func dropout_(_ input: Tensor, p: Double = 0.5, training: Bool = true) -> Tensor {
    dropped(input, p, training, .elements, inPlace: true)
  }

  /// Channels of (C, L) or (N, C, L) are dropped, `torch.nn.functional.dropout1d`.
  public static func dropout1d(_ input: Tensor, p: Double = 0.5, training: Bool = true) -> Tensor {
    droppedLines(input, p, training, inPlace: false)
  }

  @discardableResult
  public static func dropout1d_(
    _ input: Tensor, p: Double = 0.5, training: Bool = true
  ) -> Tensor {
    droppedLines(input, p, training, inPlace: true)
  }

  /// Channels of (N, C, H, W) are dropped, `torch.nn.functional.dropout2d`. Three dimensions are
  /// taken for (N, C, L), as PyTorch does.
  public static func dropout2d(_ input: Tensor, p: Double = 0.5, training: Bool = true) -> Tensor {
    dropped(input, p, training, .channels, inPlace: false)
  }

  @discardableResult
  public static func dropout2d_(
    _ input: Tensor, p: Double = 0.5, training: Bool = true
  ) -> Tensor {
    dropped(input, p, training, .channels, inPlace: true)
  }

  /// Channels of (C, D, H, W) or (N, C, D, H, W) are dropped, `torch.nn.functional.dropout3d`.
  public static func dropout3d(_ input: Tensor, p: Double = 0.5, training: Bool = true) -> Tensor {
    asBatch(input, input.dim != 5) { dropped($0, p, training, .channels, inPlace: false) }
  }

  @discardableResult
  public static func dropout3d_(
    _ input: Tensor, p: Double = 0.5, training: Bool = true
  ) -> Tensor {
    asBatch(input, input.dim != 5) { dropped($0, p, training, .channels, inPlace: true) }
    return input
  }

  /// Elements take SELU's negative saturation value instead of zero, and the result is scaled and
  /// shifted to keep mean and variance, `torch.nn.functional.alpha_dropout`.
  public static func alphaDropout(
    _ input: Tensor, p: Double = 0.5, training: Bool = false
  ) -> Tensor {
    dropped(input, p, training, .alphaElements, inPlace: false)
  }

  @discardableResult
  public static func alphaDropout_(
    _ input: Tensor, p: Double = 0.5, training: Bool = false
  ) -> Tensor {
    dropped(input, p, training, .alphaElements, inPlace: true)
  }

  /// The same for whole channels, `torch.nn.functional.feature_alpha_dropout`.
  public static func featureAlphaDropout(
    _ input: Tensor, p: Double = 0.5, training: Bool = false
  ) -> Tensor {
    dropped(input, p, training, .alphaChannels, inPlace: false)
  }

  @discardableResult
  public static func featureAlphaDropout_(
    _ input: Tensor, p: Double = 0.5, training: Bool = false
  ) -> Tensor {
    dropped(input, p, training, .alphaChannels, inPlace: true)
  }
}

/// What a dropout draws.
private enum DropoutKind {
  case elements, channels, alphaElements, alphaChannels

  var features: Bool { self == .channels || self == .alphaChannels }
  var isAlpha: Bool { self == .alphaElements || self == .alphaChannels }
}

private func dropped(
  _ input: Tensor, _ p: Double, _ training: Bool, _ kind: DropoutKind, inPlace: Bool
) -> Tensor {
  guarded(input) {
    try check(
      p >= 0 && p <= 1, .value, "dropout probability has to be between 0 and 1, but got \(p)")
    if p == 0 || !training || input.numel == 0 { return input }
    func scaled(_ factor: Tensor) -> Tensor { inPlace ? input.mul_(factor) : input.mul(factor) }
    if p == 1 { return scaled(Tensor.zeros([], dtype: input.dtype, device: input.device)) }
    if !kind.isAlpha { return scaled(input.dropoutNoise(p, features: kind.features)) }
    let (factor, summand) = input.alphaDropoutNoise(p, features: kind.features)
    return scaled(factor).add_(summand)
  }
}

private func droppedLines(
  _ input: Tensor, _ p: Double, _ training: Bool, inPlace: Bool
) -> Tensor {
  guarded(input) {
    try check(
      p >= 0 && p <= 1, .value, "dropout probability has to be between 0 and 1, but got \(p)")
    try check(
      input.dim == 2 || input.dim == 3, .runtime,
      "dropout1d: Expected 2D or 3D input, but received a \(input.dim)D input. Note that dropout1d "
        + "exists to provide channel-wise dropout on inputs with 1 spatial dimension, a channel "
        + "dimension, and an optional batch dimension (i.e. 2D or 3D inputs).")
    let result = asBatch(input, input.dim == 2) {
      dropped($0, p, training, .channels, inPlace: inPlace)
    }
    return inPlace ? input : result
  }
}

/// Runs `body` on the input as a batch of one, unless it is a batch already.
@discardableResult
private func asBatch(_ input: Tensor, _ isSingle: Bool, _ body: (Tensor) -> Tensor) -> Tensor {
  isSingle ? body(input.unsqueeze(0)).squeeze(0) : body(input)
}
