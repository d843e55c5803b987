import Touchstone

/// What dropout layers share: nothing happens in evaluation.
open class DropoutBase: Module {
  /// Probability of an element, or channel, to be dropped.
  public let p: Double
  /// Whether the input itself is changed.
  public let inplace: Bool

  /// - Errors: `.value` for `p` outside [0, 1].
  public init(_ p: Double = 0.5, inplace: Bool = false) {
    attempt {
      try check(
        p >= 0 && p <= 1, .value, "dropout probability has to be between 0 and 1, but got \(p)")
    }
    (self.p, self.inplace) = (p, inplace)
    super.init()
  }

  open override var extraRepr: String { "p=\(p), inplace=\(inplace ? "True" : "False")" }
}

/// Zeroes single elements and scales the others by 1 / (1 − p), `torch.nn.Dropout`.
open class Dropout: DropoutBase {
  open override func forward(_ input: Tensor) -> Tensor {
    inplace
      ? F.dropout_(input, p: p, training: training) : F.dropout(input, p: p, training: training)
  }
}

/// Zeroes channels of (C, L) or (N, C, L), `torch.nn.Dropout1d`.
open class Dropout1d: DropoutBase {
  open override func forward(_ input: Tensor) -> Tensor {
    inplace
      ? F.dropout1d_(input, p: p, training: training)
      : F.dropout1d(input, p: p, training: training)
  }
}

/// Zeroes channels of (N, C, H, W), `torch.nn.Dropout2d`.
open class Dropout2d: DropoutBase {
  open override func forward(_ input: Tensor) -> Tensor {
    inplace
      ? F.dropout2d_(input, p: p, training: training)
      : F.dropout2d(input, p: p, training: training)
  }
}

/// Zeroes channels of (C, D, H, W) or (N, C, D, H, W), `torch.nn.Dropout3d`.
open class Dropout3d: DropoutBase {
  open override func forward(_ input: Tensor) -> Tensor {
    inplace
      ? F.dropout3d_(input, p: p, training: training)
      : F.dropout3d(input, p: p, training: training)
  }
}

/// Sets elements to SELU's negative saturation, keeping mean and variance, `torch.nn.AlphaDropout`.
/// As in PyTorch `inplace` has no effect.
open class AlphaDropout: DropoutBase {
  open override func forward(_ input: Tensor) -> Tensor {
    F.alphaDropout(input, p: p, training: training)
  }
}

/// The same for whole channels, `torch.nn.FeatureAlphaDropout`.
open class FeatureAlphaDropout: DropoutBase {
  open override func forward(_ input: Tensor) -> Tensor {
    F.featureAlphaDropout(input, p: p, training: training)
  }
}
