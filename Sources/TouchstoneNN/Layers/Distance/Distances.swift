import Touchstone

/// x₁·x₂ / (max(‖x₁‖, eps) · max(‖x₂‖, eps)) along `dim`, `torch.nn.CosineSimilarity`.
open class CosineSimilarity: Module {
  public let dim: Int
  public let eps: Double

  public init(dim: Int = 1, eps: Double = 1e-8) {
    (self.dim, self.eps) = (dim, eps)
    super.init()
  }

  open func forward(_ x1: Tensor, _ x2: Tensor) -> Tensor {
    F.cosineSimilarity(x1, x2, dim: dim, eps: eps)
  }

  public func callAsFunction(_ x1: Tensor, _ x2: Tensor) -> Tensor {
    invoke([x1, x2], outputs: 1) { [self] in [forward($0[0]!, $0[1]!)] }[0]!
  }
}

/// ‖x₁ − x₂ + eps‖ₚ over the last dimension, `torch.nn.PairwiseDistance`.
open class PairwiseDistance: Module {
  public let p, eps: Double
  public let keepdim: Bool

  public init(p: Double = 2, eps: Double = 1e-6, keepdim: Bool = false) {
    (self.p, self.eps, self.keepdim) = (p, eps, keepdim)
    super.init()
  }

  open func forward(_ x1: Tensor, _ x2: Tensor) -> Tensor {
    F.pairwiseDistance(x1, x2, p: p, eps: eps, keepdim: keepdim)
  }

  public func callAsFunction(_ x1: Tensor, _ x2: Tensor) -> Tensor {
    invoke([x1, x2], outputs: 1) { [self] in [forward($0[0]!, $0[1]!)] }[0]!
  }
}
