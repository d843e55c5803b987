extension Functional {
  /// ‖x₁ − x₂ + eps‖ₚ over the last dimension.
  static func pairwiseDistance(
    _ x1: Tensor, _ x2: Tensor, p: Double = 2, eps: Double = 1e-6, keepdim: Bool = false
  ) -> Tensor {
    x1.sub(x2).add(eps).norm(p, dim: Swift.max(x1.dim, x2.dim) - 1, keepdim: keepdim)
  }
}
