/// Products added to an input: `beta * input + alpha * product`.
extension Tensor {
  /// `beta * self + alpha * (mat1 @ mat2)`, `torch.addmm`; `self` broadcasts to (n, p).
  /// `beta` 0 ignores `self`, NaN included.
  public func addmm(
    _ mat1: Tensor, _ mat2: Tensor, beta: some TensorScalar = 1, alpha: some TensorScalar = 1
  ) -> Tensor {
    guarded {
      try checkMatrices(mat1, mat2, "addmm")
      return try addProduct(
        "AddmmBackward0", mat1, mat2, [mat1.shape[0], mat2.shape[1]],
        AddedScales(beta.scalar, alpha.scalar), kernel: "addmm_impl_cpu_"
      ) { a, b in
        try check(
          dtype == b.dtype, .runtime,
          "self and mat2 must have the same dtype, but got \(dtype.scalarTypeName) and "
            + b.dtype.scalarTypeName)
        try check(
          a.dtype == b.dtype, .runtime,
          "mat1 and mat2 must have the same dtype, but got \(a.dtype.scalarTypeName) and "
            + b.dtype.scalarTypeName)
      }
    }
  }

  /// `beta * self + alpha * (batch1 @ batch2)`, `torch.baddbmm`; `self` broadcasts to (b, n, p).
  public func baddbmm(
    _ batch1: Tensor, _ batch2: Tensor, beta: some TensorScalar = 1, alpha: some TensorScalar = 1
  ) -> Tensor {
    guarded {
      try checkBatches(batch1, batch2)
      return try addProduct(
        "BaddbmmBackward0", batch1, batch2,
        [batch1.shape[0], batch1.shape[1], batch2.shape[2]],
        AddedScales(beta.scalar, alpha.scalar), kernel: "baddbmm"
      ) { a, b in
        try checkSameScalarType(a, b)
        try check(
          dtype == a.dtype, .runtime,
          "Input dtypes must be the same, got: input \(dtype.cTypeName), batch1: "
            + "\(a.dtype.cTypeName), batch2: \(b.dtype.cTypeName)")
      }
    }
  }

  /// `beta * self + alpha * Σᵢ batch1[i] @ batch2[i]`, `torch.addbmm`: the batch joins the inner
  /// dimension, so this is one product with a single rounding.
  public func addbmm(
    _ batch1: Tensor, _ batch2: Tensor, beta: some TensorScalar = 1, alpha: some TensorScalar = 1
  ) -> Tensor {
    guarded {
      try checkAddbmm(batch1, batch2)
      let inner = batch1.shape[0] * batch1.shape[2]
      let left = batch1.transpose(0, 1).reshape([batch1.shape[1], inner])
      let right = batch2.reshape([inner, batch2.shape[2]])
      return addmm(left, right, beta: beta, alpha: alpha)
    }
  }

  /// `beta * self + alpha * (mat @ vec)`, `torch.addmv`; `self` broadcasts to (n).
  public func addmv(
    _ mat: Tensor, _ vec: Tensor, beta: some TensorScalar = 1, alpha: some TensorScalar = 1
  ) -> Tensor {
    guarded {
      try checkMatrixVector(
        mat, vec, inputDim: dim, inputSize: numel, inputDType: dtype)
      let column = dim == 0 ? self : unsqueeze(1)
      return try column.addProduct(
        "AddmvBackward0", mat, vec.unsqueeze(1), [mat.shape[0], 1],
        AddedScales(beta.scalar, alpha.scalar), kernel: "addmv_impl_cpu"
      ) { _, _ in }.squeeze(1)
    }
  }

  private func checkAddbmm(_ a: Tensor, _ b: Tensor) throws {
    try check(a.dim == 3, .runtime, "batch1 must be a 3D tensor")
    try check(b.dim == 3, .runtime, "batch2 must be a 3D tensor")
    try check(
      a.shape[0] == b.shape[0], .runtime,
      "batch1 and batch2 must have same number of batches, got \(a.shape[0]) and \(b.shape[0])")
    try check(
      a.shape[2] == b.shape[1], .runtime,
      "Incompatible matrix sizes for bmm (\(a.shape[1])x\(a.shape[2]) and "
        + "\(b.shape[1])x\(b.shape[2]))")
  }
}

/// The two factors of `beta * input + alpha * product`.
private struct AddedScales {
  let beta, alpha: Scalar
  init(_ beta: Scalar, _ alpha: Scalar) {
    self.beta = beta
    self.alpha = alpha
  }
}

extension Tensor {
  /// The common body: input expanded into the result, product accumulated onto it.
  private func addProduct(
    _ name: StaticString, _ a: Tensor, _ b: Tensor, _ shape: Shape, _ scales: AddedScales,
    kernel: String, _ checkTypes: (Tensor, Tensor) throws -> Void
  ) throws -> Tensor {
    let expanded = expand(shape)
    try throwPendingError()
    try checkTypes(a, b)
    try refuseBool(kernel)
    let out = try Tensor.uninitialized(shape, dtype, device)
    let device = backend(for: device)
    if scales.beta.doubleValue != 0 { device.copy(expanded, into: out) }
    device.matmul(a, b, into: out, alpha: scales.alpha, beta: scales.beta)
    return try record(name, [self, a, b], out, saving: savedFactors(a, b)) {
      [own = self.shape] ctx in
      let (grad, alpha) = (ctx.grad, scales.alpha)
      return [
        ctx.needs(0) ? grad.scaled(by: scales.beta).sum(toShape: own) : nil,
        ctx.needs(1) ? grad.matmul(ctx.saved[1].matrixTransposed).scaled(by: alpha) : nil,
        ctx.needs(2) ? ctx.saved[0].matrixTransposed.matmul(grad).scaled(by: alpha) : nil,
      ]
    }
  }

  /// `factor * self`, or `self` when the factor is 1.
  func scaled(by factor: Scalar) -> Tensor { factor.doubleValue == 1 ? self : self * factor }
}
