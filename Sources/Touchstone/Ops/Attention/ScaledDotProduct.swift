extension Functional {
  /// softmax(scale · Q Kᵀ + mask) V, the attention of Vaswani et al. 2017.
  ///
  /// Rows that the mask forbids entirely give 0. The half types compute in float throughout.
  ///
  /// - Parameters:
  ///   - query: [N, …, Hq, L, E]; key [N, …, H, S, E]; value [N, …, H, S, Ev].
  ///   - attnMask: broadcasts to [N, …, Hq, L, S]: true where attention is allowed, or numbers that
  ///     are added to the scores.
  ///   - dropoutP: the probability of dropping an attention weight, whether training or not.
  ///   - isCausal: query i attends to keys 0 … i; excludes `attnMask`.
  ///   - scale: 1/√E unless given.
  ///   - enableGQA: heads of key and value are shared by groups of query heads.
  /// - Returns: [N, …, Hq, L, Ev].
  /// - Errors: `.runtime` for dtypes and shapes that do not fit.
  public static func scaledDotProductAttention(
    _ query: Tensor, _ key: Tensor, _ value: Tensor, attnMask: Tensor? = nil,
    dropoutP: Double = 0, isCausal: Bool = false, scale: Double? = nil, enableGQA: Bool = false,
    generator: Generator? = nil
  ) -> Tensor {
    guarded {
      try checkAttention(query, key, value, attnMask, isCausal)
      var (k, v) = enableGQA ? try spreadHeads(query, key, value) : (key, value)
      if isCausal && dropoutP == 0 { (k, v) = seenKeys(query, k, v) }
      let scores = scaledScores(query.widened, k.widened, scale)
      try throwPendingError()
      let mask = try isCausal ? causalMask(like: scores) : additive(attnMask, for: scores)
      var weights = mask.map { scores.add($0).safeSoftmax(-1) } ?? scores.softmax(-1)
      if dropoutP > 0 {
        weights = weights.mul(weights.dropoutNoise(dropoutP, generator: generator))
      }
      return weights.matmul(v.widened).to(query.dtype)
    }
  }

  /// Q Kᵀ · scale, each factor multiplied by √|scale| so that neither overflows.
  private static func scaledScores(_ query: Tensor, _ key: Tensor, _ scale: Double?) -> Tensor {
    let scale = scale ?? 1 / Double(query.shape.last!).squareRoot()
    let root = scale.magnitude.squareRoot()
    return query.mul(scale < 0 ? -root : root).matmul(key.mul(root).transpose(-2, -1))
  }

  /// The keys and values that the last query, and so any, may attend to.
  private static func seenKeys(
    _ query: Tensor, _ key: Tensor, _ value: Tensor
  ) -> (Tensor, Tensor) {
    let count = query.size(-2)
    guard key.size(-2) > count, value.size(-2) == key.size(-2) else { return (key, value) }
    return (key.narrow(-2, 0, count), value.narrow(-2, 0, count))
  }

  /// −∞ above the diagonal of the last two dimensions.
  private static func causalMask(like scores: Tensor) -> Tensor {
    let sizes: Shape = [scores.size(-2), scores.size(-1)]
    let forbidden = Tensor.ones(sizes, dtype: .bool, device: scores.device).triu(1)
    return Tensor.zeros(sizes, dtype: scores.dtype, device: scores.device)
      .maskedFill(forbidden, -Double.infinity)
  }

  /// The mask as numbers to add to the scores.
  private static func additive(_ mask: Tensor?, for scores: Tensor) throws -> Tensor? {
    guard let mask else { return nil }
    let shape = try broadcastShapes(scores.shape, mask.shape)
    try check(
      shape == scores.shape, .runtime,
      "output with shape \(scores.shape) doesn't match the broadcast shape \(shape)")
    guard mask.dtype == .bool else { return mask.to(scores.dtype) }
    return Tensor.zerosLike(mask, dtype: scores.dtype)
      .maskedFill(mask.logicalNot(), -Double.infinity)
  }

  /// Key and value with each head repeated for the query heads that share it.
  private static func spreadHeads(
    _ query: Tensor, _ key: Tensor, _ value: Tensor
  ) throws -> (Tensor, Tensor) {
    let heads = try [query, key, value].map { $0.shape[try wrapDim(-3, rank: $0.dim)] }
    try check(
      heads[1...].allSatisfy { $0 == heads[0] || ($0 > 0 && heads[0] % $0 == 0) },
      .runtime, "Number of heads in key and value must divide the number of heads in query")
    func spread(_ tensor: Tensor, _ count: Int) -> Tensor {
      count == heads[0] ? tensor : tensor.repeatInterleave(heads[0] / count, dim: -3)
    }
    return (spread(key, heads[1]), spread(value, heads[2]))
  }

  private static func checkAttention(
    _ query: Tensor, _ key: Tensor, _ value: Tensor, _ mask: Tensor?, _ isCausal: Bool
  ) throws {
    let names = [query, key, value].map(\.dtype.cTypeName)
    try check(
      query.dtype == key.dtype && query.dtype == value.dtype, .runtime,
      "Expected query, key, and value to have the same dtype, but got query.dtype: \(names[0]) "
        + "key.dtype: \(names[1]) and value.dtype: \(names[2]) instead.")
    try check(
      query.dim >= 2 && key.dim >= 2 && value.dim >= 2, .runtime,
      "Expected query, key, and value to all be  at least 2 dimensional, but got query.dim: "
        + "\(query.dim) key.dim: \(key.dim) and value.dim: \(value.dim) instead.")
    if let mask { try checkMask(mask, query, isCausal) }
    try check(
      query.dtype.isFloatingPoint, .runtime,
      "expected scalar type Float but found \(query.dtype.scalarTypeName)")
  }

  private static func checkMask(_ mask: Tensor, _ query: Tensor, _ isCausal: Bool) throws {
    try check(
      mask.dtype == .bool || mask.dtype == .float32 || mask.dtype == query.dtype, .runtime,
      "Expected attn_mask dtype to be bool or float or to match query dtype, but got "
        + "attn_mask.dtype: \(mask.dtype.cTypeName) and  query.dtype: \(query.dtype.cTypeName) "
        + "instead.")
    try check(mask.dim > 0, .index, "Dimension specified as -2 but tensor has no dimensions")
    _ = try wrapDim(-2, rank: mask.dim)
    try check(
      !isCausal, .runtime,
      "_scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True")
  }
}

extension Tensor {
  /// Softmax in which a row of nothing but −∞ gives 0 instead of NaN.
  func safeSoftmax(_ dim: Int) -> Tensor {
    guarded {
      let dim = try wrapDim(dim, rank: self.dim)
      let out = noGrad {
        softmax(dim).zeroed(where: eq(-Double.infinity).all(dim, keepdim: true))
      }
      let form = SoftmaxForm.of(dtype)
      return try record("SafeSoftmaxBackward0", [self], out, savingOutput: true) { ctx in
        [softmaxGradient(ctx.grad, ctx.savedOutputs[0], dim, form)]
      }
    }
  }
}
