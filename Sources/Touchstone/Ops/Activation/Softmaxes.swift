// Softmax in the forms that layers use.

extension Functional {
  /// exp(x) / Σ exp(x) along `dim`, by default along the dimension that PyTorch chooses: 1, or 0
  /// for tensors of rank 0, 1 and 3.
  public static func softmax(_ input: Tensor, _ dim: Int? = nil, dtype: DType? = nil) -> Tensor {
    input.softmax(dim ?? implicitDim(input), dtype: dtype)
  }

  /// The softmax of −x.
  public static func softmin(_ input: Tensor, _ dim: Int? = nil, dtype: DType? = nil) -> Tensor {
    (-input).softmax(dim ?? implicitDim(input), dtype: dtype)
  }

  /// log(exp(x) / Σ exp(x)) along `dim`.
  public static func logSoftmax(
    _ input: Tensor, _ dim: Int? = nil, dtype: DType? = nil
  ) -> Tensor {
    input.logSoftmax(dim ?? implicitDim(input), dtype: dtype)
  }

  private static func implicitDim(_ input: Tensor) -> Int {
    [0, 1, 3].contains(input.dim) ? 0 : 1
  }

  /// Softmax of (logits + Gumbel noise) / tau along `dim`. With `hard`, its largest element as one
  /// hot vector, through which gradients pass as through the softmax (Jang et al. 2016).
  public static func gumbelSoftmax(
    _ logits: Tensor, tau: Double = 1, hard: Bool = false, dim: Int = -1,
    generator: Generator? = nil
  ) -> Tensor {
    guarded {
      let noise = logits.gumbelNoise(generator: generator)
      try throwPendingError()
      let soft = ((logits + noise) / tau).softmax(dim)
      guard hard else { return soft }
      let index = soft.max(dim, keepdim: true).indices
      let oneHot = Tensor.zerosLike(logits).scatter(dim, index, 1.0)
      return oneHot - soft.detach() + soft
    }
  }
}
