import Touchstone

/// exp(x) / Σ exp(x) along a dimension, `torch.nn.Softmax`.
open class Softmax: DimensionActivation {
  open override func forward(_ input: Tensor) -> Tensor { F.softmax(input, dim) }
}

/// The softmax of −x, `torch.nn.Softmin`.
open class Softmin: DimensionActivation {
  open override func forward(_ input: Tensor) -> Tensor { F.softmin(input, dim) }
}

/// The logarithm of the softmax, `torch.nn.LogSoftmax`.
open class LogSoftmax: DimensionActivation {
  open override func forward(_ input: Tensor) -> Tensor { F.logSoftmax(input, dim) }
}

/// Softmax over the channels of pictures [N, C, H, W] or [C, H, W], `torch.nn.Softmax2d`.
open class Softmax2d: Module {
  /// - Errors: `.value` for another number of dimensions.
  open override func forward(_ input: Tensor) -> Tensor {
    guarded {
      try check(
        input.dim == 3 || input.dim == 4, .value,
        "Softmax2d: expected input to be 3D or 4D, got \(input.dim)D instead")
      return input.softmax(-3)
    }
  }
}
