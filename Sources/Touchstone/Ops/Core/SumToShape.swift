extension Tensor {
  /// Sums over the dimensions in which `target` was broadcast to this shape: the gradient of
  /// broadcasting. `target` must be expandable to this shape.
  public func sum(toShape target: Shape) -> Tensor {
    guarded {
      if target == shape { return self }
      if isSparse { return toDense().sum(toShape: target) }
      try check(
        isExpandable(target, to: shape), .runtime,
        "size {\(target)} is not expandable to size {\(shape)}.")
      let lead = shape.count - target.count
      var dims = Array(0..<lead)
      for index in target.indices where target[index] == 1 && shape[lead + index] != 1 {
        dims.append(lead + index)
      }
      let reduced = dims.isEmpty ? self : sum(dims, keepdim: true)
      return lead == 0 ? reduced : reduced.view(target)
    }
  }
}
