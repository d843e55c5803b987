import Touchstone

/// A copy of `conv` that does the work of `conv` and of `norm` behind it,
/// `torch.nn.utils.fusion.fuse_conv_bn_eval`: W · γ/√(σ² + eps) and (b − μ) · γ/√(σ² + eps) + β.
///
/// - Parameter transpose: whether the weight's second dimension is that of the outputs.
/// - Errors: `.assertion` unless both are in evaluation mode and `norm` has running statistics.
public func fuseConvBNEval<C: ConvNd>(
  _ conv: C, _ norm: BatchNormBase, transpose: Bool = false
) -> C {
  guarded(conv) {
    try check(!conv.training && !norm.training, .assertion, "Fusion only for eval!")
    let fused = conv.copy()
    let map = try norm.affineMap()
    let shape = (transpose ? [1, -1] : [-1, 1]) + Array(repeating: 1, count: conv.weight.dim - 2)
    let weight = conv.weight.mul(map.scale.reshape(Shape(shape))).to(conv.weight.dtype)
    fused.weight = weight.detach().asParameter(requiresGrad: conv.weight.requiresGrad)
    fused.bias = map.bias(after: conv.bias, conv.bias?.dtype ?? conv.weight.dtype)
    return fused
  }
}

/// A copy of `linear` that does the work of `linear` and of `norm` behind it,
/// `torch.nn.utils.fusion.fuse_linear_bn_eval`.
///
/// - Errors: `.assertion` unless both are in evaluation mode, `norm` has running statistics, and its
///   features are the outputs of `linear` or one.
public func fuseLinearBNEval<L: Linear>(_ linear: L, _ norm: BatchNormBase) -> L {
  guarded(linear) {
    try check(!linear.training && !norm.training, .assertion, "Fusion only for eval!")
    try check(
      linear.outFeatures == norm.numFeatures || norm.numFeatures == 1, .assertion,
      "To fuse, linear.out_features == bn.num_features or bn.num_features == 1, got "
        + "linear.out_features=\(linear.outFeatures) and bn.num_features=\(norm.numFeatures)")
    let fused = linear.copy()
    let map = try norm.affineMap()
    let weight = linear.weight.mul(map.scale.unsqueeze(-1).to(linear.weight.dtype))
    fused.weight = weight.detach().asParameter(requiresGrad: linear.weight.requiresGrad)
    fused.bias = map.bias(after: linear.bias, linear.bias?.dtype ?? linear.weight.dtype)
    return fused
  }
}

/// What batch normalisation does to each channel in evaluation: (x − mean) · scale + shift.
private struct AffineMap {
  let mean, scale, shift: Tensor

  /// The bias behind the map of one that had `bias`, in `dtype`.
  func bias(after bias: Tensor?, _ dtype: DType) -> Tensor {
    let moved = (bias ?? Tensor.zerosLike(mean)).sub(mean).mul(scale).add(shift).to(dtype)
    return moved.detach().asParameter(requiresGrad: bias?.requiresGrad ?? false)
  }
}

extension NormBase {
  fileprivate func affineMap() throws -> AffineMap {
    guard let mean = runningMean, let variance = runningVar else {
      throw TensorError(.assertion, "bn.running_mean and bn.running_var must not be None")
    }
    let reciprocal = variance.add(eps).rsqrt()
    return AffineMap(
      mean: mean, scale: weight?.mul(reciprocal) ?? reciprocal,
      shift: bias ?? Tensor.zerosLike(mean))
  }
}
