extension Linalg {
  /// Matrix exponential Σ Aᵏ/k!, `torch.linalg.matrix_exp`: a Taylor polynomial of A/2ˢ with norm at
  /// most 1, squared s times; s is chosen per matrix.
  public static func matrixExp(_ a: Tensor) -> Tensor {
    guarded {
      try checkMatrix(a, "linalg.matrix_exp")
      try checkFloating(a, "linalg.matrix_exp", allowsHalf: true)
      try checkSquare(a, "linalg.matrix_exp")
      let result = noGrad { exponential(a.detach().widened).to(a.dtype) }
      return try record("LinalgMatrixExpBackward0", [a], result, saving: [a]) { ctx in
        [exponentialGradient(ctx.saved[0], ctx.grad)]
      }
    }
  }

  /// The upper right block of exp [[Aᵀ, g], [0, Aᵀ]] is the derivative's adjoint applied to g.
  private static func exponentialGradient(_ a: Tensor, _ grad: Tensor) -> Tensor {
    let n = a.rows
    let adjoint = a.matrixTransposed
    let top = Tensor.cat([adjoint, grad], dim: -1)
    let bottom = Tensor.cat([Tensor.zerosLike(a), adjoint], dim: -1)
    let block = matrixExp(Tensor.cat([top, bottom], dim: -2))
    return block.narrow(-2, 0, n).narrow(-1, n, n)
  }

  private static func exponential(_ a: Tensor) -> Tensor {
    if a.numel == 0 { return a.clone() }
    let norms = a.abs().sum([-2]).amax([-1])
    let squarings = norms.log2().ceil().clamp(min: 0)
    let scale = (-squarings).exp2().unsqueeze(-1).unsqueeze(-1)
    var result = taylor(a * scale)
    let most = squarings.nanToNum(nan: 0, posinf: 0, neginf: 0).max().item().doubleValue
    for step in 0..<Int(most) {
      let again = squarings.gt(step).unsqueeze(-1).unsqueeze(-1)
      result = Tensor.where(again, result.matmul(result), result)
    }
    return result
  }

  /// The Taylor polynomial in blocks of four powers (Paterson and Stockmeyer): degree 19 for double,
  /// 11 for float, exact to rounding for norms up to 1.
  private static func taylor(_ a: Tensor) -> Tensor {
    let eye = Tensor.identity(a.rows, batch: a.batchShape, like: a)
    let a2 = a.matmul(a)
    let a3 = a2.matmul(a)
    let a4 = a2.matmul(a2)
    let blocks = a.dtype == .float64 ? 5 : 3
    func block(_ index: Int) -> Tensor {
      let c = (0..<4).map { 1 / factorial(4 * index + $0) }
      return a3 * c[3] + a2 * c[2] + (a * c[1] + eye * c[0])
    }
    var result = block(blocks - 1)
    for index in (0..<(blocks - 1)).reversed() { result = a4.matmul(result) + block(index) }
    return result
  }

  private static func factorial(_ n: Int) -> Double {
    n < 2 ? 1 : (2...n).reduce(1) { $0 * Double($1) }
  }
}

extension Tensor {
  /// `torch.matrix_exp`.
  public func matrixExp() -> Tensor { Linalg.matrixExp(self) }
}
