extension Linalg {
  /// A multiplied by itself n times, `torch.linalg.matrix_power`: the identity for 0, powers of the
  /// inverse for negative n. Repeated squaring.
  public static func matrixPower(_ a: Tensor, _ n: Int) -> Tensor {
    guarded {
      try checkSquare(a, "linalg.matrix_power")
      if n == 0 {
        let identity = Tensor.identity(a.rows, batch: a.batchShape, like: a).clone()
        return try record("CopyBackwards", [a], identity) { [Tensor.zerosLike($0.grad)] }
      }
      var square = n < 0 ? inv(a) : a
      var remaining = n.magnitude
      if remaining == 1 { return n < 0 ? square : a.clone() }
      var result: Tensor?
      while remaining > 0 {
        if remaining & 1 == 1 { result = result.map { $0.matmul(square) } ?? square }
        remaining >>= 1
        if remaining > 0 { square = square.matmul(square) }
      }
      return result!
    }
  }
}

extension Tensor {
  /// `torch.matrix_power`.
  public func matrixPower(_ n: Int) -> Tensor { Linalg.matrixPower(self, n) }
}
