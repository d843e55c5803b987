/// A checked write, ready to be carried out on a tensor of the shape it was checked for.
typealias IndexedWrite = (Tensor) throws -> Void

extension Tensor {
  /// A contiguous copy of this tensor (without history) after `write`.
  func written(_ write: IndexedWrite) throws -> Tensor {
    let out = try copied()
    try write(out)
    return out
  }

  /// A contiguous copy without history, broadcast to `shape` when given.
  func copied(_ shape: Shape? = nil) throws -> Tensor {
    let out = try Tensor(uninitialized: shape ?? self.shape, dtype: dtype, device: device)
    backend(for: device).copy(self, into: out)
    return out
  }

  /// Carries out a write in place: directly when nothing is recorded and no operand shares this
  /// storage, else through the recorded out-of-place form.
  @discardableResult
  func writeInPlace(
    _ operands: [Tensor], _ prepare: () throws -> IndexedWrite, recorded: () throws -> Tensor
  ) -> Tensor {
    if needsGrad([self] + operands) || operands.contains(where: { $0.storage === storage }) {
      return inplace { try recorded() }
    }
    return guarded(self) {
      try checkInPlace()
      try prepare()(self)
      storage.version += 1
      return self
    }
  }

  /// Runs `body` on this tensor; half types are combined in float32 and rounded once.
  func accumulating(_ mode: ScatterMode, _ body: (Tensor, DType) throws -> Void) throws {
    guard dtype.isHalf && mode != .set else { return try body(self, dtype) }
    let wide = try Tensor(uninitialized: shape, dtype: .float32, device: device)
    backend(for: device).copy(self, into: wide)
    try body(wide, .float32)
    backend(for: device).copy(wide, into: self)
  }

  /// This tensor without history, in another dtype when needed.
  func raw(_ dtype: DType) -> Tensor {
    self.dtype == dtype ? alias() : noGrad { to(dtype) }
  }
}
