/// Products of vectors, matrices and batches of equally many matrices.
extension Tensor {
  /// Matrix product, `torch.mm`: (n, k) @ (k, p) → (n, p).
  /// - Errors: operands that are not matrices, sizes that do not match, different dtypes, bool.
  public func mm(_ mat2: Tensor) -> Tensor {
    guarded {
      try checkMatrices(self, mat2, "mm")
      try check(
        dtype == mat2.dtype, .runtime,
        "expected m1 and m2 to have the same dtype, but got: \(dtype.cTypeName) != "
          + mat2.dtype.cTypeName)
      try refuseBool("addmm_impl_cpu_")
      let out = try product(self, mat2, [shape[0], mat2.shape[1]])
      return try record("MmBackward0", [self, mat2], out, saving: savedFactors(self, mat2)) {
        ctx in
        [
          ctx.needs(0) ? ctx.grad.mm(ctx.saved[1].transpose(0, 1)) : nil,
          ctx.needs(1) ? ctx.saved[0].transpose(0, 1).mm(ctx.grad) : nil,
        ]
      }
    }
  }

  /// Matrix products of two batches, `torch.bmm`: (b, n, k) @ (b, k, p) → (b, n, p).
  /// - Errors: operands that are not 3-d, sizes that do not match, different dtypes, bool.
  public func bmm(_ mat2: Tensor) -> Tensor {
    guarded {
      try checkBatches(self, mat2)
      try checkSameScalarType(self, mat2)
      try refuseBool("bmm")
      let out = try product(self, mat2, [shape[0], shape[1], mat2.shape[2]])
      return try record("BmmBackward0", [self, mat2], out, saving: savedFactors(self, mat2)) {
        ctx in
        [
          ctx.needs(0) ? ctx.grad.bmm(ctx.saved[1].transpose(1, 2)) : nil,
          ctx.needs(1) ? ctx.saved[0].transpose(1, 2).bmm(ctx.grad) : nil,
        ]
      }
    }
  }

  /// Matrix times vector, `torch.mv`: (n, k) @ (k) → (n).
  public func mv(_ vec: Tensor) -> Tensor {
    guarded {
      try check(dim > 0, .index, "Dimension specified as 0 but tensor has no dimensions")
      try checkMatrixVector(self, vec, inputDim: 1, inputSize: shape[0], inputDType: vec.dtype)
      try refuseBool("addmv_impl_cpu")
      let column = try product(self, vec.asColumn, [shape[0], 1])
      return try record(
        "MvBackward0", [self, vec], column.withShape([shape[0]]),
        saving: savedFactors(self, vec)
      ) { ctx in
        [
          ctx.needs(0) ? ctx.grad.outer(ctx.saved[1]) : nil,
          ctx.needs(1) ? ctx.saved[0].transpose(0, 1).mv(ctx.grad) : nil,
        ]
      }
    }
  }

  /// Inner product of two vectors of one length, `torch.dot`.
  public func dot(_ tensor: Tensor) -> Tensor {
    guarded {
      try checkDot(self, tensor)
      try refuseBool("dot")
      let row = shapedView([1, shape[0]], [0, strides[0]])
      let sum = try product(row, tensor.asColumn, [1, 1])
      return try record(
        "DotBackward0", [self, tensor], sum.withShape([]), saving: savedFactors(self, tensor)
      ) { ctx in
        [
          ctx.needs(0) ? ctx.grad * ctx.saved[1] : nil,
          ctx.needs(1) ? ctx.grad * ctx.saved[0] : nil,
        ]
      }
    }
  }

  /// Inner product with the first operand conjugated; real numbers make it `dot`, `torch.vdot`.
  public func vdot(_ other: Tensor) -> Tensor { dot(other) }
}

/// What each factor's derivative needs: the other factor.
func savedFactors(_ a: Tensor, _ b: Tensor) -> [Tensor?] {
  [b.requiresGrad ? a : nil, a.requiresGrad ? b : nil]
}

/// `a @ b` into a new tensor, without history.
func product(_ a: Tensor, _ b: Tensor, _ shape: Shape) throws -> Tensor {
  let out = try Tensor.uninitialized(shape, a.dtype, a.device)
  backend(for: a.device).matmul(a, b, into: out, alpha: 1, beta: 0)
  return out
}

extension Tensor {
  /// The same memory read with other sizes and strides, without history.
  func shapedView(_ shape: Shape, _ strides: Shape) -> Tensor {
    Tensor(
      storage: storage, shape: shape, strides: strides, storageOffset: storageOffset, dtype: dtype)
  }

  /// A new contiguous tensor seen with another shape, without history.
  func withShape(_ shape: Shape) -> Tensor { shapedView(shape, shape.contiguousStrides) }

  /// A vector as a matrix of one column, without history.
  var asColumn: Tensor { shapedView([shape[0], 1], [strides[0], 0]) }

  /// The matrix transpose of each matrix, without PyTorch's checks of `mT`.
  var matrixTransposed: Tensor { transpose(-2, -1) }
}
