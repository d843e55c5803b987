extension Tensor {
  /// The p-norm over all dimensions but `dim`, which keep size 1; over all of them, 0-d, for −1.
  /// `torch.norm_except_dim`.
  public static func normExceptDim(_ v: Tensor, pow p: Double = 2, dim: Int = 0) -> Tensor {
    guarded {
      if dim == -1 { return v.norm(p) }
      let kept = try wrapDim(dim, rank: v.dim)
      let others = v.shape.indices.filter { $0 != kept }
      return others.isEmpty ? v.abs() : v.norm(p, dim: others, keepdim: true)
    }
  }

  /// v · g / ‖v‖ with the norm over all dimensions but `dim` (over all for −1),
  /// `torch._weight_norm`. Salimans and Kingma, "Weight normalization", 2016.
  public static func weightNorm(_ v: Tensor, _ g: Tensor, dim: Int = 0) -> Tensor {
    v.mul(g.div(normExceptDim(v, dim: dim)))
  }
}
