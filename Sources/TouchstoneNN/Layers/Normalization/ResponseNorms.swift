import Touchstone

/// Each element divided by the energy around it across channels, `torch.nn.LocalResponseNorm`.
open class LocalResponseNorm: Module {
  public let size: Int
  public let alpha, beta, k: Double

  public init(_ size: Int, alpha: Double = 1e-4, beta: Double = 0.75, k: Double = 1) {
    (self.size, self.alpha, self.beta, self.k) = (size, alpha, beta, k)
    super.init()
  }

  open override func forward(_ input: Tensor) -> Tensor {
    F.localResponseNorm(input, size, alpha: alpha, beta: beta, k: k)
  }

  open override var extraRepr: String { "\(size), alpha=\(alpha), beta=\(beta), k=\(k)" }
}

/// The older form of local response normalisation for (N, C, H, W), `torch.nn.CrossMapLRN2d`.
open class CrossMapLRN2d: Module {
  public let size: Int
  public let alpha, beta, k: Double

  public init(_ size: Int, alpha: Double = 1e-4, beta: Double = 0.75, k: Double = 1) {
    (self.size, self.alpha, self.beta, self.k) = (size, alpha, beta, k)
    super.init()
  }

  open override func forward(_ input: Tensor) -> Tensor {
    F.crossMapResponse(input, size, alpha: alpha, beta: beta, k: k)
  }

  open override var extraRepr: String { "\(size), alpha=\(alpha), beta=\(beta), k=\(kText)" }

  /// PyTorch's default is the integer 1.
  private var kText: String { k == k.rounded() && abs(k) < 1e15 ? "\(Int(k))" : "\(k)" }
}
