import Touchstone

/// Initializers of parameters, `torch.nn.init`: each fills the tensor in place, outside of
/// gradients, and returns it. The same seed gives PyTorch's numbers.
public enum Init {
  /// Uniform numbers in [a, b).
  @discardableResult
  public static func uniform_(
    _ tensor: Tensor, _ a: Double = 0, _ b: Double = 1, generator: Generator? = nil
  ) -> Tensor {
    noGrad { tensor.uniform_(a, b, generator: generator) }
  }

  /// Normal numbers.
  @discardableResult
  public static func normal_(
    _ tensor: Tensor, _ mean: Double = 0, _ std: Double = 1, generator: Generator? = nil
  ) -> Tensor {
    noGrad { tensor.normal_(mean, std, generator: generator) }
  }

  /// `value` everywhere.
  @discardableResult
  public static func constant_<S: TensorScalar>(_ tensor: Tensor, _ value: S) -> Tensor {
    noGrad { tensor.fill_(value) }
  }

  @discardableResult
  public static func ones_(_ tensor: Tensor) -> Tensor { constant_(tensor, 1) }

  @discardableResult
  public static func zeros_(_ tensor: Tensor) -> Tensor { constant_(tensor, 0) }

  /// The identity matrix: a linear layer that keeps what it can of its inputs.
  /// - Errors: `.value` unless there are two dimensions.
  @discardableResult
  public static func eye_(_ tensor: Tensor) -> Tensor {
    guarded(tensor) {
      try checkMatrix(tensor)
      noGrad {
        tensor.zero_()
        tensor.diagonal().fill_(1)
      }
      return tensor
    }
  }

  /// A Dirac delta: a convolution that keeps as many channels as it can, in each of `groups`
  /// groups of output channels.
  /// - Errors: `.value` unless there are three to five dimensions and the groups divide the first.
  @discardableResult
  public static func dirac_(_ tensor: Tensor, groups: Int = 1) -> Tensor {
    guarded(tensor) {
      try check(
        (3...5).contains(tensor.dim), .value,
        "Only tensors with 3, 4, or 5 dimensions are supported")
      try check(
        groups != 0 && tensor.size(0) % groups == 0, .value, "dim 0 must be divisible by groups")
      noGrad { setDeltas(tensor, groups) }
      return tensor
    }
  }

  private static func setDeltas(_ tensor: Tensor, _ groups: Int) {
    tensor.zero_()
    var centers = tensor
    for _ in 2..<tensor.dim { centers = centers.select(2, centers.size(2) / 2) }
    let channels = tensor.size(0) / groups
    let kept = min(channels, tensor.size(1))
    for group in 0..<groups {
      let block = centers.narrow(0, group * channels, kept).narrow(1, 0, kept)
      block.diagonal().fill_(1)
    }
  }

  static func checkMatrix(_ tensor: Tensor) throws {
    try check(tensor.dim == 2, .value, "Only tensors with 2 dimensions are supported")
  }
}
