extension Tensor {
  /// Sum of products by Einstein's convention, `torch.einsum`: `einsum("bij,bjk->bik", [a, b])`.
  ///
  /// Letters name dimensions; a letter that is absent from the output is summed, a repeated one
  /// takes the diagonal, `...` stands for dimensions that broadcast. Without `->` the output has
  /// the letters that occur once, in alphabetical order. Operands are contracted from left to
  /// right, each pair by one batched matrix product.
  public static func einsum(_ equation: String, _ operands: [Tensor]) -> Tensor {
    guarded {
      try checkNotEmpty(operands)
      return try contract(EinsumEquation(equation, operandCount: operands.count), operands)
    }
  }

  public static func einsum(_ equation: String, _ operands: Tensor...) -> Tensor {
    einsum(equation, operands)
  }

  /// PyTorch's sublist form: the subscripts of each operand as numbers in 0..<52 (`nil` for the
  /// ellipsis), and those of the output when it is explicit.
  public static func einsum(
    _ operands: [(tensor: Tensor, subscripts: [Int?])], output: [Int?]? = nil
  ) -> Tensor {
    guarded {
      try checkNotEmpty(operands.map(\.tensor))
      func numbered(_ list: [Int?]) -> [Int] { list.map { $0 ?? EinsumEquation.ellipsis } }
      let equation = try EinsumEquation(
        operands: operands.map { numbered($0.subscripts) }, output: output.map(numbered))
      return try contract(equation, operands.map(\.tensor))
    }
  }

  private static func checkNotEmpty(_ operands: [Tensor]) throws {
    try check(
      !operands.isEmpty, .value,
      "einsum(): must specify the equation string and at least one operand, or at least one "
        + "operand and its subscripts list")
  }

  private static func contract(_ equation: EinsumEquation, _ operands: [Tensor]) throws -> Tensor {
    let plan = try EinsumPlan(equation, ranks: operands.map(\.dim))
    var arranged: [Tensor] = []
    for (index, (tensor, subscripts)) in zip(operands, equation.operands).enumerated() {
      arranged.append(try plan.arrange(tensor, subscripts, index: index))
      try throwPendingError()
    }
    try checkSizes(arranged, equation, plan)
    var result = arranged[0]
    if arranged.count == 1 { return result.summed(from: plan.outputRank, to: plan.totalRank) }
    for index in 1..<arranged.count {
      let rest = arranged[(index + 1)...]
      let summed = (plan.outputRank..<plan.totalRank).filter { d in
        rest.allSatisfy { $0.shape[d] == 1 }
      }
      result = try result.sumOfProducts(arranged[index], over: summed)
    }
    return result.flattenedOnes(from: plan.outputRank)
  }

  private static func checkSizes(
    _ arranged: [Tensor], _ equation: EinsumEquation, _ plan: EinsumPlan
  ) throws {
    var sizes = Array(repeating: 1, count: plan.totalRank)
    for (index, tensor) in arranged.enumerated() {
      for (d, size) in tensor.shape.enumerated() where size != 1 {
        try check(
          sizes[d] == 1 || sizes[d] == size, .runtime,
          plan.mismatch(dimension: d, operand: index, size: size, seen: sizes[d]))
        sizes[d] = size
      }
    }
  }

  private func summed(from first: Int, to end: Int) -> Tensor {
    first == end ? self : sum(Array(first..<end), keepdim: false)
  }

  /// Drops the summed dimensions, all of size 1 by now.
  private func flattenedOnes(from first: Int) -> Tensor {
    first == dim ? self : squeeze(Array(first..<dim))
  }
}

extension EinsumPlan {
  fileprivate func mismatch(dimension: Int, operand: Int, size: Int, seen: Int) -> String {
    if let label = positions.firstIndex(of: dimension) {
      return "einsum(): subscript \(EinsumEquation.name(label)) has size \(size) for operand "
        + "\(operand) which does not broadcast with previously seen size \(seen)"
    }
    return "einsum(): dimension \(dimension - ellipsisPosition) covered by ellipsis in operand "
      + "\(operand)has size \(size) which does not broadcast with previously seen ellipsis with "
      + "size \(seen) for the respective dimension"
  }
}

extension Tensor {
  /// Multiplies two tensors of one rank and sums over `dims`, which keep size 1. Dimensions that
  /// one operand has alone are summed first; then, when any is left to sum, dimensions are sorted
  /// into batch, left-only, right-only and summed, and one `bmm` does the rest.
  func sumOfProducts(_ other: Tensor, over dims: [Int]) throws -> Tensor {
    func alone(_ tensor: Tensor, _ partner: Tensor) -> [Int] {
      dims.filter { tensor.shape[$0] != 1 && partner.shape[$0] == 1 }
    }
    let (ours, theirs) = (alone(self, other), alone(other, self))
    let left = ours.isEmpty ? self : sum(ours, keepdim: true)
    let right = theirs.isEmpty ? other : other.sum(theirs, keepdim: true)
    try throwPendingError()
    let common = dims.filter { left.shape[$0] != 1 }
    if common.isEmpty { return left * right }
    try checkSameScalarType(self, other)
    let type = promoteTypes(left.dtype, right.dtype)
    return ContractionGroups(left, right, summed: common).multiply(left.to(type), right.to(type))
  }
}

/// Dimensions of a pairwise contraction by role.
private struct ContractionGroups {
  var batch: [Int] = []
  var left: [Int] = []
  var right: [Int] = []
  let summed: [Int]

  init(_ a: Tensor, _ b: Tensor, summed: [Int]) {
    self.summed = summed
    for d in 0..<a.dim where !summed.contains(d) {
      switch (a.shape[d] == 1, b.shape[d] == 1) {
      case (false, true): left.append(d)
      case (true, false): right.append(d)
      default: batch.append(d)
      }
    }
  }

  func multiply(_ a: Tensor, _ b: Tensor) -> Tensor {
    func size(_ dims: [Int], _ t: Tensor) -> Int { dims.reduce(1) { $0 * t.shape[$1] } }
    let (count, m, n, k) = (size(batch, a), size(left, a), size(right, b), size(summed, a))
    let flatLeft = a.permute(batch + left + summed + right).reshape([count, m, k])
    let flatRight = b.permute(batch + summed + right + left).reshape([count, k, n])
    let order = batch + left + right + summed
    var sizes = batch.map { a.shape[$0] } + left.map { a.shape[$0] } + right.map { b.shape[$0] }
    sizes += Array(repeating: 1, count: summed.count)
    var inverse = order
    for (position, d) in order.enumerated() { inverse[d] = position }
    return flatLeft.bmm(flatRight).reshape(Shape(sizes)).permute(inverse)
  }
}
