/// Iteration over the first dimension, as Python's `for row in x`: each entry is a view.
extension Tensor: Sequence {
  public var underestimatedCount: Int { dim > 0 ? shape[0] : 0 }

  public func makeIterator() -> IndexingIterator<[Tensor]> {
    let rows = guarded { () throws -> [Tensor] in
      try check(dim > 0, .type, "iteration over a 0-d tensor")
      return unbind(0)
    }
    return rows.makeIterator()
  }
}
