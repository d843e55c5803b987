/// What a sparse tensor consists of.
extension Tensor {
  /// Coordinates of a coalesced tensor, int64 [sparse dimensions, nnz].
  public func indices() -> Tensor {
    guarded {
      try parts("indices expected sparse coordinate tensor layout but got Strided")
        .requireCoalesced("indices").indices.detach()
    }
  }

  /// Elements of a coalesced tensor, [nnz, dense dimensions…]; gradients flow through it.
  public func values() -> Tensor {
    guarded {
      _ = try parts("values expected sparse tensor layout but got Strided")
        .requireCoalesced("values")
      return elements
    }
  }

  /// Coordinates as they are stored, in any order and with repeats, PyTorch's `_indices()`.
  public var storedIndices: Tensor {
    guarded { try parts(Tensor.notSparse("_indices"), .notImplemented).indices.detach() }
  }

  /// Elements as they are stored, without history, PyTorch's `_values()`.
  public var storedValues: Tensor {
    guarded { try parts(Tensor.notSparse("_values"), .notImplemented).values.detach() }
  }

  /// The elements of this sparse tensor with history; coordinates are the caller's business.
  var elements: Tensor {
    guarded {
      let parts = try parts(Tensor.notSparse("_values"), .notImplemented)
      return try record("ValuesBackward0", [self], parts.values.detach(), saving: [detach()]) {
        ctx in
        let sparse = ctx.saved[0].sparse!
        return [
          Tensor.sparseCOO(
            indices: sparse.indices, values: ctx.grad, size: ctx.saved[0].shape,
            isCoalesced: sparse.isCoalesced)
        ]
      }
    }
  }

  /// Number of elements stored.
  public var nnz: Int {
    guarded(0) { try parts(Tensor.notSparse("_nnz"), .notImplemented).indices.shape[1] }
  }

  /// Number of leading dimensions that coordinates stand for; 0 for strided tensors.
  public var sparseDim: Int { sparse?.indices.shape[0] ?? 0 }

  /// Number of trailing dimensions that each stored element spans.
  public var denseDim: Int { dim - sparseDim }

  /// Whether coordinates ascend and none occurs twice.
  public var isCoalesced: Bool {
    guarded {
      try parts("is_coalesced expected sparse coordinate tensor layout but got Strided").isCoalesced
    }
  }

  private static func notSparse(_ name: String) -> String {
    "Could not run 'aten::\(name)' with arguments from the 'CPU' backend."
  }

  /// - Throws: `TensorError` with `message` when this tensor is strided.
  func parts(_ message: String, _ kind: TensorError.Kind = .runtime) throws -> SparseParts {
    guard let sparse else { throw TensorError(kind, message) }
    return sparse
  }
}

extension SparseParts {
  var count: Int { indices.shape[1] }

  fileprivate func requireCoalesced(_ what: String) throws -> SparseParts {
    try check(
      isCoalesced, .runtime,
      "Cannot get \(what) on an uncoalesced tensor, please call .coalesce() first")
    return self
  }

  /// The same places with other elements.
  func with(_ values: Tensor) -> SparseParts {
    SparseParts(indices: indices, values: values.detach(), isCoalesced: isCoalesced)
  }

  /// A copy in memory of its own.
  func copied(as dtype: DType) -> SparseParts {
    noGrad {
      SparseParts(
        indices: indices.clone(), values: values.to(dtype, copy: true), isCoalesced: isCoalesced)
    }
  }
}
