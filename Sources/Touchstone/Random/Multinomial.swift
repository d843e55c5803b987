extension Tensor {
  /// Indices drawn with this tensor's elements, or those of each row, as weights,
  /// `torch.multinomial`; int64 of shape [n] or [rows, n].
  ///
  /// With replacement by inversion of the running sums; without, and for one sample, the indices
  /// of the largest weight / exponential number, in descending order.
  ///
  /// - Errors: `.runtime` for other than one or two dimensions, a dtype that is not floating,
  ///   too few categories, or weights that are negative, not finite or all zero.
  public func multinomial(
    _ sampleCount: Int, replacement: Bool = false, generator: Generator? = nil
  ) -> Tensor {
    guarded {
      try checkMultinomial(sampleCount, replacement)
      let weights = noGrad { dim == 1 ? detach().unsqueeze(0) : detach() }
      let rows = weights.size(0)
      let indices = try Tensor.uninitialized([rows, sampleCount], .int64, device)
      if indices.numel > 0 {
        let oneByOne = replacement && sampleCount > 1
        try weights.checkWeights(oneByOne: oneByOne)
        if oneByOne {
          let dense = weights.contiguous()
          backend(for: device).categories(dense, into: indices, generator ?? .default)
        } else {
          try weights.race(into: indices, generator)
        }
      }
      return dim == 1 ? indices.squeeze(0).detach() : indices
    }
  }

  /// The categories whose exponential clocks, running at the speed of their weights, ring first.
  private func race(into indices: Tensor, _ generator: Generator?) throws {
    let clocks = Tensor.emptyLike(self).exponential_(generator: generator)
    let scores = (self / clocks).contiguous()
    try throwPendingError()
    if indices.size(1) == 1 {
      indices.copy_(scores.argmax(-1, keepdim: true))
    } else {
      backend(for: device).topIndices(scores, into: indices)
    }
  }

  private func checkMultinomial(_ sampleCount: Int, _ replacement: Bool) throws {
    try check(dim == 1 || dim == 2, .runtime, "prob_dist must be 1 or 2 dim")
    try check(
      dtype.isFloatingPoint, .runtime,
      "multinomial only supports floating-point dtypes for input, got: \(dtype.scalarTypeName)")
    try check(sampleCount > 0, .runtime, "cannot sample n_sample <= 0 samples")
    let categories = shape[dim - 1]
    try check(
      replacement || sampleCount <= categories, .runtime,
      "cannot sample n_sample > prob_dist.size(-1) samples without replacement")
    try check(categories <= 1 << 24, .runtime, "number of categories cannot exceed 2^24")
  }

  /// Checks a matrix of weights; PyTorch's two algorithms word their errors differently.
  private func checkWeights(oneByOne: Bool) throws {
    guard let flaw = backend(for: device).flaw(ofCategories: self) else { return }
    let message =
      switch flaw {
      case .zeroSum: "invalid multinomial distribution (sum of probabilities <= 0)"
      case _ where !oneByOne: "probability tensor contains either `inf`, `nan` or element < 0"
      case .negative: "invalid multinomial distribution (encountering probability entry < 0)"
      case .infinite:
        "invalid multinomial distribution (encountering probability entry = infinity or NaN)"
      }
    throw TensorError(.runtime, message)
  }
}
