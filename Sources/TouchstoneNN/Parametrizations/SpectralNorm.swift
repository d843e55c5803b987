import Touchstone

extension Parametrizations {
  /// Divides parameter `name` by its largest singular value,
  /// `torch.nn.utils.parametrizations.spectral_norm`. Miyato et al., "Spectral normalization for
  /// generative adversarial networks", 2018.
  ///
  /// Each reading in training mode improves the singular vectors by `nPowerIterations` steps of the
  /// power method. Vectors are divided by their norm.
  /// - Parameter dim: the dimension of the outputs: 0, or 1 for transposed convolutions, unless
  ///   given.
  /// - Errors: `.value` when there is no such parameter or for less than one iteration; `.index`
  ///   for a dimension out of range.
  @discardableResult
  public static func spectralNorm<M: Module>(
    _ module: M, _ name: String = "weight", nPowerIterations: Int = 1, eps: Double = 1e-12,
    dim: Int? = nil
  ) -> M {
    attempt {
      guard let weight = module.slot(named: name)?.current else {
        throw TensorError(
          .value, "Module '\(module)' has no parameter or buffer with name '\(name)'")
      }
      let outputs = dim ?? (module.hasOutputsSecond ? 1 : 0)
      let norm = try SpectralNorm(weight, nPowerIterations, outputs, eps)
      Parametrize.registerParametrization(module, name, norm)
    }
    return module
  }
}

extension Module {
  /// Whether outputs are the weight's second dimension.
  var hasOutputsSecond: Bool {
    self is ConvTranspose1d || self is ConvTranspose2d || self is ConvTranspose3d
  }
}

/// W / σ with σ = uᵀ W v, u and v the singular vectors that the power method has found so far.
private final class SpectralNorm: Module, RightInvertible {
  private let dim, iterations: Int
  private let eps: Double
  @Buffer("_u") private var u: Tensor?
  @Buffer("_v") private var v: Tensor?

  init(_ weight: Tensor, _ iterations: Int, _ dim: Int, _ eps: Double) throws {
    let rank = weight.dim
    try check(
      dim >= -rank && dim < rank, .index,
      "Dimension out of range (expected to be in range of [-\(rank), \(rank - 1)] but got \(dim))")
    try check(
      iterations > 0, .value,
      "Expected n_power_iterations to be positive, but got n_power_iterations=\(iterations)")
    (self.dim, self.iterations, self.eps) = (dim < 0 ? dim + rank : dim, iterations, eps)
    super.init()
    if rank > 1 { noGrad { start(matrix(weight)) } }
  }

  /// Random unit vectors, improved fifteen times.
  private func start(_ matrix: Tensor) {
    func random(_ size: Int) -> Tensor {
      Tensor.empty([size], dtype: matrix.dtype, device: matrix.device).normal_()
    }
    let (first, second) = (random(matrix.size(0)), random(matrix.size(1)))
    u = F.normalize(first, dim: 0, eps: eps)
    v = F.normalize(second, dim: 0, eps: eps)
    improve(matrix, 15)
  }

  /// The weight with its outputs in rows.
  private func matrix(_ weight: Tensor) -> Tensor {
    (dim == 0 ? weight : weight.movedim(dim, 0)).flatten(1)
  }

  private func improve(_ matrix: Tensor, _ steps: Int) {
    guard let u, let v else { return }
    noGrad {
      for _ in 0..<steps {
        u.copy_(F.normalize(matrix.mv(v), dim: 0, eps: eps))
        v.copy_(F.normalize(matrix.t().mv(u), dim: 0, eps: eps))
      }
    }
  }

  override func forward(_ weight: Tensor) -> Tensor {
    guard let u, let v else { return F.normalize(weight, dim: 0, eps: eps) }
    let matrix = matrix(weight)
    if training { improve(matrix, iterations) }
    // Copies: the graph of this reading must outlive the next improvement.
    let (left, right) = (u.clone(), v.clone())
    return weight.div(left.dot(matrix.mv(right)))
  }

  func rightInverse(_ value: Tensor) -> Tensor? { value }

  override var name: String { "_SpectralNorm" }
}
