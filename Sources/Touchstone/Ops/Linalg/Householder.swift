/// Products of Householder reflections H₁ H₂ … with Hᵢ = I − τᵢ vᵢ vᵢᵀ; vᵢ is column i below the
/// diagonal, with 1 on it.
extension Linalg {
  /// The first n columns of H₁ H₂ … Hₖ, `torch.linalg.householder_product`: a [..., m, n] with
  /// m ≥ n ≥ k, tau [..., k].
  public static func householderProduct(_ a: Tensor, _ tau: Tensor) -> Tensor {
    guarded {
      try checkHouseholder(a, tau)
      let q = try a.columnMajor()
      let factors = tau.detach().contiguous()
      if tau.size(-1) == 0 {
        _ = noGrad { q.zero_().matrixDiagonal.fill_(1) }
      } else {
        backend(for: a.device).householderProduct(q, tau: factors)
      }
      return try record("LinalgHouseholderProductBackward0", [a, tau], q, saving: [a, tau]) {
        ctx in
        let (m, n) = (ctx.grad.rows, ctx.grad.columns)
        return try vjp([ctx.saved[0], ctx.saved[1]], ctx.grad) { inputs in
          let eye = Tensor.eye(m, n, dtype: ctx.grad.dtype, device: ctx.grad.device)
          let start = eye.expand(ctx.grad.shape)
          return reflect(start, inputs[0], inputs[1], left: true, transpose: false)
        }
      }
    }
  }

  private static func checkHouseholder(_ a: Tensor, _ tau: Tensor) throws {
    let name = "torch.linalg.householder_product"
    try check(a.dim >= 2, .runtime, "\(name): input must have at least 2 dimensions.")
    try check(
      a.rows >= a.columns, .runtime,
      "\(name): input.shape[-2] must be greater than or equal to input.shape[-1]")
    try check(
      tau.dim > 0 && a.columns >= tau.shape[tau.dim - 1], .runtime,
      "\(name): input.shape[-1] must be greater than or equal to tau.shape[-1]")
    try check(
      a.dim - tau.dim == 1, .runtime,
      "\(name): Expected tau to have one dimension less than input, but got tau.ndim equal to "
        + "\(tau.dim) and input.ndim is equal to \(a.dim)")
    try check(
      a.batchShape == Shape(tau.shape.dropLast()), .runtime,
      "\(name): Expected batch dimensions of tau to be equal to input.shape[:-2], but got "
        + "\(Shape(tau.shape.dropLast()))")
    try check(
      tau.dtype == a.dtype, .runtime,
      "\(name): tau dtype \(tau.dtype.scalarTypeName) does not match input dtype "
        + a.dtype.scalarTypeName)
    try checkLapackType(a, kernel: "orgqr_cpu")
  }

  /// op(H₁ … Hₖ) c or c op(H₁ … Hₖ), one reflection at a time, in differentiable operations.
  static func reflect(
    _ c: Tensor, _ a: Tensor, _ tau: Tensor, left: Bool, transpose: Bool
  ) -> Tensor {
    let count = tau.size(-1)
    let order = left == transpose ? Array(0..<count) : Array((0..<count).reversed())
    var result = c
    for i in order {
      let below = a.select(-1, i).narrow(-1, i + 1, a.size(-2) - i - 1)
      let one = Tensor.ones(a.batchShape(appending: 1), dtype: a.dtype, device: a.device)
      let above = Tensor.zeros(a.batchShape(appending: i), dtype: a.dtype, device: a.device)
      let v = Tensor.cat([above, one, below], dim: -1).unsqueeze(-1)
      let scaled = v * tau.narrow(-1, i, 1).unsqueeze(-1)
      result =
        left
        ? result - scaled.matmul(v.matrixTransposed.matmul(result))
        : result - result.matmul(v).matmul(scaled.matrixTransposed)
    }
    return result
  }
}

extension Tensor {
  /// R above and the Householder vectors below the diagonal, with tau, `torch.geqrf`. Not
  /// differentiable, as in PyTorch.
  public func geqrf() -> (a: Tensor, tau: Tensor) {
    guarded((Tensor.poison, Tensor.poison)) {
      try check(dim >= 2, .runtime, "torch.geqrf: input must have at least 2 dimensions.")
      try checkLapackType(self, kernel: "geqrf_cpu")
      let (packed, tau) = try Linalg.rawQR(self)
      try record("GeqrfBackward0", [self], [packed, tau], nil)
      return (packed, tau)
    }
  }

  /// `torch.orgqr`, the older name of `Linalg.householderProduct`.
  public func orgqr(_ tau: Tensor) -> Tensor { Linalg.householderProduct(self, tau) }

  /// op(Q) other, or other op(Q) when not `left`, with the Q of reflections (self, tau) and its
  /// transpose when `transpose`, `torch.ormqr`.
  public func ormqr(
    _ tau: Tensor, _ other: Tensor, left: Bool = true, transpose: Bool = false
  ) -> Tensor {
    guarded {
      try checkOrmqr(tau, other, left: left)
      let c = try other.columnMajor()
      let factors = tau.detach().contiguous()
      backend(for: device).householderMultiply(
        try columnMajor(), tau: factors, c, left: left, transposed: transpose)
      return try record("OrmqrBackward0", [self, tau, other], c, saving: [self, tau, other]) {
        ctx in
        try vjp([ctx.saved[0], ctx.saved[1], ctx.saved[2]], ctx.grad) {
          Linalg.reflect($0[2], $0[0], $0[1], left: left, transpose: transpose)
        }
      }
    }
  }

  private func checkOrmqr(_ tau: Tensor, _ other: Tensor, left: Bool) throws {
    let side = left ? "-2" : "-1"
    try check(dim >= 2, .runtime, "torch.ormqr: input must have at least 2 dimensions.")
    try check(other.dim >= 2, .runtime, "torch.ormqr: other must have at least 2 dimensions.")
    try check(tau.dim >= 1, .runtime, "torch.ormqr: tau must have at least 1 dimension.")
    let size = left ? other.rows : other.columns
    try check(
      size >= tau.size(-1), .runtime,
      "torch.ormqr: other.shape[\(side)] must be greater than or equal to tau.shape[-1]")
    try check(
      size == rows, .runtime,
      "torch.ormqr: other.shape[\(side)] must be equal to input.shape[-2]")
    try check(
      tau.size(-1) <= Swift.min(size, columns), .runtime,
      "torch.ormqr: tau.shape[-1] must be equal to min(other.shape[\(side)], input.shape[-1])")
    try check(
      dim - tau.dim == 1, .runtime,
      "torch.ormqr: Expected tau to have one dimension less than input, but got tau.ndim equal to "
        + "\(tau.dim) and input.ndim is equal to \(dim)")
    try check(
      dim == other.dim, .runtime,
      "torch.ormqr: Expected other to have the same number of dimensions as input, but got "
        + "other.ndim equal to \(other.dim) and input.ndim is equal to \(dim)")
    try check(
      batchShape == Shape(tau.shape.dropLast()) && batchShape == other.batchShape, .runtime,
      "torch.ormqr: Expected batch dimensions of tau and other to be equal to input.shape[:-2]")
    try check(
      tau.dtype == dtype && other.dtype == dtype, .runtime,
      "torch.ormqr: Expected input and other to have the same dtype, but input has dtype"
        + "\(dtype.scalarTypeName) and other has dtype \(other.dtype.scalarTypeName)")
    try checkLapackType(self, kernel: "ormqr_cpu")
  }
}

/// Gradients of `function(inputs)` for a cotangent, by differentiating the function anew: for
/// pullbacks whose formula is the chain rule itself. With grad mode on the result can be
/// differentiated again.
func vjp(
  _ inputs: [Tensor], _ cotangent: Tensor, _ function: ([Tensor]) throws -> Tensor
) throws -> [Tensor?] {
  let again = isGradEnabled
  let variables = inputs.map { input in
    // A view of its own: inputs may depend on each other, and only direct dependence counts.
    if again && input.requiresGrad { return input.expand(input.shape) }
    let variable = input.detach()
    variable.requiresGrad = true
    return variable
  }
  let output = try enableGrad { try function(variables) }
  try throwPendingError()
  guard output.requiresGrad else { return inputs.map { Tensor.zerosLike($0) } }
  return grad(
    outputs: [output], inputs: variables, gradOutputs: [cotangent], createGraph: again,
    allowUnused: true, materializeGrads: true)
}
