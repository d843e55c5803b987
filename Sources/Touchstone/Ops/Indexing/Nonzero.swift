extension Tensor {
  /// Coordinates of the elements that are not zero, one row each in row-major order: int64 of
  /// shape [count, dim].
  public func nonzero() -> Tensor {
    guarded { try nonzeroRaw() }
  }

  /// The same as one 1-D tensor per dimension (a 0-d tensor counts as 1-D).
  public func nonzeroAsTuple() -> [Tensor] {
    guarded(Array(repeating: .poison, count: Swift.max(dim, 1))) {
      let rows = try atLeast1D.nonzeroRaw()
      let count = rows.shape[0]
      return (0..<rows.shape[1]).map { column in
        rows.restrided([count], [rows.shape[1]], offset: column)
      }
    }
  }

  func nonzeroRaw() throws -> Tensor {
    let count = backend(for: device).countNonzero(self)
    let out = try Tensor(uninitialized: [count, dim], dtype: .int64, device: device)
    backend(for: device).nonzero(self, into: out)
    return out
  }

  /// `nonzero()`, for any tensor.
  public func argwhere() -> Tensor { nonzero() }

  /// `nonzero()` cut or padded with rows of `fillValue` to exactly `size` rows.
  public func nonzeroStatic(size: Int, fillValue: Int = -1) -> Tensor {
    guarded {
      try check(
        size >= 0, .runtime, "nonzero_static: 'size' must be an non-negative integer")
      let out = Tensor.full([size, dim], fillValue, dtype: .int64, device: device)
      backend(for: device).nonzero(self, into: out)
      return out
    }
  }
}
