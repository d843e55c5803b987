extension Functional {
  /// x / max(‖x‖ₚ, eps) along `dim`, `torch.nn.functional.normalize`.
  public static func normalize(
    _ input: Tensor, p: Double = 2, dim: some SizeArgument = 1, eps: Double = 1e-12
  ) -> Tensor {
    input.div(input.norm(p, dim: dim.sizeList, keepdim: true).clampMin(eps).expand(input.shape))
  }

  /// x₁·x₂ / (max(‖x₁‖, eps) · max(‖x₂‖, eps)) along `dim` of the broadcast operands,
  /// `torch.nn.functional.cosine_similarity`. The gradient of a norm does not see the bound.
  ///
  /// - Errors: `.runtime` unless the common dtype is floating.
  public static func cosineSimilarity(
    _ x1: Tensor, _ x2: Tensor, dim: Int = 1, eps: Double = 1e-8
  ) -> Tensor {
    guarded {
      let common = resultType(x1, x2)
      try check(
        common.isFloatingPoint, .runtime,
        "expected common dtype to be floating point, yet common dtype is \(common.scalarTypeName)")
      let shape = try broadcastShapes(x1.shape, x2.shape)
      func unit(_ operand: Tensor) -> Tensor {
        let x = (operand.dtype.isFloatingPoint ? operand : operand.to(common)).expand(shape)
        let norm = x.norm(2, dim: dim, keepdim: true).clone()
        noGrad { _ = norm.clampMin_(eps) }
        return x.div(norm)
      }
      return unit(x1).mul(unit(x2)).sum(dim)
    }
  }

  /// ‖x₁ − x₂ + eps‖ₚ over the last dimension, `torch.nn.functional.pairwise_distance`.
  public static func pairwiseDistance(
    _ x1: Tensor, _ x2: Tensor, p: Double = 2, eps: Double = 1e-6, keepdim: Bool = false
  ) -> Tensor {
    x1.sub(x2).add(eps).norm(p, dim: -1, keepdim: keepdim)
  }

  /// ‖xᵢ − xⱼ‖ₚ for every pair of rows i < j, `torch.nn.functional.pdist`.
  public static func pdist(_ input: Tensor, p: Double = 2) -> Tensor { input.pdist(p) }
}
