extension Tensor {
  /// The elements that the indices select, with PyTorch's meaning of every entry:
  ///
  ///     x[0]            x[-1]           x[1..<3]        x[1..., ..<2]
  ///     x[.ellipsis, 0] x[.newAxis]     x[.stride(2)]   x[.slice(1, -1, step: 2)]
  ///     x[mask]         x[rows, cols]   x[[0, 2], 1...] x[true]
  ///
  /// Integers and ranges give views that share storage. Tensors, lists and Booleans give copies:
  /// their broadcast shape stands where they stood when they are neighbours, else in front.
  /// Assigning writes through: the value broadcasts, leading dimensions of size 1 are dropped.
  ///
  /// Errors: `IndexError` for a position outside its dimension, for more entries than dimensions,
  /// for masks or index tensors that do not fit; `RuntimeError` for values that do not broadcast.
  public subscript(_ indices: any TensorIndex...) -> Tensor {
    get { self[items: indices] }
    set { self[items: indices] = newValue }
  }

  /// All elements, as a view: `x[...]`.
  public subscript(_: UnboundedRange) -> Tensor {
    get { self[items: [IndexItem(.ellipsis)]] }
    set { self[items: [IndexItem(.ellipsis)]] = newValue }
  }

  /// The same for a list of entries made at run time.
  public subscript(items indices: [any TensorIndex]) -> Tensor {
    get { guarded { try elements(indices.map { $0.indexItem }) } }
    set { write(newValue, to: indices.map { $0.indexItem }) }
  }

  /// Writes a number to the elements that the indices select: `x.set(0, at: mask)`.
  @discardableResult
  public func set(_ value: some TensorScalar, at indices: any TensorIndex...) -> Tensor {
    set(value, items: indices)
  }

  /// The same for a list of entries made at run time.
  @discardableResult
  public func set(_ value: some TensorScalar, items indices: [any TensorIndex]) -> Tensor {
    guarded(self) {
      let number = Tensor.full([], value.scalar, dtype: dtype, device: device)
      try assign(number, to: indices.map { $0.indexItem })
      return self
    }
  }

  private func write(_ value: Tensor, to items: [IndexItem]) {
    guarded(()) { try assign(value, to: items) }
  }

  private func elements(_ items: [IndexItem]) throws -> Tensor {
    let plan = try SubscriptPlan(self, items)
    if plan.indices.isEmpty { return plan.view === self ? view(shape) : plan.view }
    return plan.view.index(plan.indices)
  }

  private func assign(_ value: Tensor, to items: [IndexItem]) throws {
    let plan = try SubscriptPlan(self, items)
    let trimmed = value.droppingLeadingOnes()
    if plan.indices.isEmpty {
      _ = plan.view.copy_(trimmed.expand(plan.view.shape))
    } else {
      _ = plan.view.indexPut_(plan.indices, trimmed)
    }
  }

  /// Without its leading dimensions of size 1.
  private func droppingLeadingOnes() -> Tensor {
    let lead = shape.prefix { $0 == 1 }.count
    return lead == 0 ? self : view(Shape(shape.dropFirst(lead)))
  }
}
