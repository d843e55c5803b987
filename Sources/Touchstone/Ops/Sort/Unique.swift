/// Distinct elements or slices, where each input went, and how often each occurs.
public struct UniqueResult {
  public let output: Tensor
  /// Index into `output` for each input; nil unless asked for.
  public let inverse: Tensor?
  public let counts: Tensor?
}

extension Tensor {
  /// The distinct elements in ascending order, or the distinct slices along `dim` in
  /// lexicographic order. NaN equals nothing, itself included.
  public func unique(
    sorted: Bool = true, returnInverse: Bool = false, returnCounts: Bool = false, dim: Int? = nil
  ) -> UniqueResult {
    uniqueResult("Unique2Backward0", returnInverse, returnCounts) {
      guard let dim else { return try self.uniqueElements(ordered: true) }
      return try self.uniqueSlices(dim, ordered: true)
    }
  }

  /// The elements, or slices along `dim`, that differ from their predecessor.
  public func uniqueConsecutive(
    returnInverse: Bool = false, returnCounts: Bool = false, dim: Int? = nil
  ) -> UniqueResult {
    uniqueResult("UniqueConsecutiveBackward0", returnInverse, returnCounts) {
      guard let dim else { return try self.uniqueElements(ordered: false) }
      return try self.uniqueSlices(dim, ordered: false)
    }
  }

  private func uniqueResult(
    _ name: StaticString, _ inverse: Bool, _ counts: Bool, _ body: () throws -> Groups
  ) -> UniqueResult {
    let fallback = UniqueResult(
      output: .poison, inverse: inverse ? .poison : nil, counts: counts ? .poison : nil)
    return guarded(fallback) {
      let groups = try noGrad(body)
      try throwPendingError()
      try record(name, [self], groups.output, nil)
      return UniqueResult(
        output: groups.output, inverse: inverse ? groups.inverse : nil,
        counts: counts ? groups.counts : nil)
    }
  }

  private struct Groups {
    let output, inverse, counts: Tensor
  }

  private func uniqueElements(ordered: Bool) throws -> Groups {
    let flat = detach().reshape([-1])
    let order = ordered ? flat.sort(0) : (flat, Tensor.arange(flat.numel))
    let groups = Tensor.groups(order.0.unsqueeze(1), order: order.1)
    let firsts = order.0.maskedSelect(groups.starts)
    return Groups(
      output: firsts, inverse: groups.inverse.reshape(shape), counts: groups.counts)
  }

  private func uniqueSlices(_ dim: Int, ordered: Bool) throws -> Groups {
    try check(self.dim > 0, .index, "Dimension specified as \(dim) but tensor has no dimensions")
    let d = try wrapDim(dim, rank: self.dim)
    try checkUniqueDim(d)
    let source = detach()
    let rest = numel / Swift.max(shape[d], 1)
    let rows = source.movedim(d, 0).contiguous().reshape([shape[d], rest])
    let order = try Tensor(uninitialized: [shape[d]], dtype: .int64, device: device)
    if ordered {
      backend(for: device).sortRows(rows, permutation: order)
    } else {
      order.copy_(Tensor.arange(shape[d]))
    }
    let groups = Tensor.groups(rows.indexSelect(0, order), order: order)
    return Groups(
      output: source.indexSelect(d, order.maskedSelect(groups.starts)), inverse: groups.inverse,
      counts: groups.counts)
  }

  private func checkUniqueDim(_ d: Int) throws {
    let zeros = shape.filter { $0 == 0 }.count
    if shape[d] == 0 {
      try check(
        zeros == 1, .runtime,
        "Number of zero sized dimensions is more than one, so unique cannot be applied ")
    } else {
      try check(
        zeros == 0, .runtime,
        "There are 0 sized dimensions, and they aren't selected, so unique cannot be applied")
    }
  }

  /// Runs of equal rows: where they start, the run of each original row, the run lengths.
  private static func groups(
    _ rows: Tensor, order: Tensor
  ) -> (starts: Tensor, inverse: Tensor, counts: Tensor) {
    let n = rows.size(0)
    if n == 0 {
      let none = Tensor.empty([0], dtype: .int64, device: rows.device)
      return (Tensor.empty([0], dtype: .bool, device: rows.device), none, none)
    }
    let differs = rows.narrow(0, 1, n - 1).ne(rows.narrow(0, 0, n - 1)).any(1)
    let starts = cat([Tensor.ones([1], dtype: .bool, device: rows.device), differs])
    let run = starts.cumsum(0).sub(1)
    let inverse = Tensor.empty([n], dtype: .int64, device: rows.device)
    inverse.scatter_(0, order, run)
    return (starts, inverse, run.bincount())
  }
}
