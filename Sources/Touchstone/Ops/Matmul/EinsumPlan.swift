/// Where each subscript of an equation goes among the dimensions of the working tensors: first the
/// output's subscripts in order, then those that are summed.
struct EinsumPlan {
  /// Number of dimensions that the ellipsis covers, at most, over all operands.
  private(set) var ellipsisRank = 0
  /// First position of the ellipsis' dimensions, when it is in the output or summed.
  private(set) var ellipsisPosition = 0
  /// Position of each letter; nil for letters that do not occur.
  private(set) var positions: [Int?] = Array(repeating: nil, count: 52)
  /// Number of leading positions that stay in the output.
  private(set) var outputRank = 0
  private(set) var totalRank = 0

  init(_ equation: EinsumEquation, ranks: [Int]) throws {
    try checkRanks(equation, ranks)
    for (subscripts, rank) in zip(equation.operands, ranks)
    where subscripts.contains(EinsumEquation.ellipsis) {
      ellipsisRank = max(ellipsisRank, rank - (subscripts.count - 1))
    }
    let counts = EinsumPlan.occurrences(equation)
    if let output = equation.output {
      try place(output: output, counts)
    } else {
      placeImplicitOutput(counts)
    }
    outputRank = totalRank
    placeSummed(equation, counts)
  }

  private static func occurrences(_ equation: EinsumEquation) -> [Int] {
    var counts = Array(repeating: 0, count: 52)
    for label in equation.operands.joined() where label != EinsumEquation.ellipsis {
      counts[label] += 1
    }
    return counts
  }

  private func checkRanks(_ equation: EinsumEquation, _ ranks: [Int]) throws {
    for (index, (subscripts, rank)) in zip(equation.operands, ranks).enumerated() {
      let hasEllipsis = subscripts.contains(EinsumEquation.ellipsis)
      let count = subscripts.count - (hasEllipsis ? 1 : 0)
      let start = "einsum(): the number of subscripts in the equation (\(count))"
      if hasEllipsis {
        try check(
          count <= rank, .runtime,
          "\(start) is more than the number of dimensions (\(rank)) for operand \(index)")
      } else {
        try check(
          count == rank, .runtime,
          "\(start) does not match the number of dimensions (\(rank)) for operand \(index) and no "
            + "ellipsis was given")
      }
    }
  }

  private mutating func place(output: [Int], _ counts: [Int]) throws {
    for label in output {
      if label == EinsumEquation.ellipsis {
        placeEllipsis()
        continue
      }
      try check(
        positions[label] == nil, .runtime,
        "einsum(): output subscript \(EinsumEquation.name(label)) appears more than once in the "
          + "output")
      try check(
        counts[label] > 0, .runtime,
        "einsum(): output subscript \(EinsumEquation.name(label)) does not appear in the equation "
          + "for any input operand")
      placeLetter(label)
    }
    hasEllipsisInOutput = output.contains(EinsumEquation.ellipsis)
  }

  private var hasEllipsisInOutput = true

  /// Ellipsis first, then the letters that occur once, in alphabetical order.
  private mutating func placeImplicitOutput(_ counts: [Int]) {
    placeEllipsis()
    for label in 0..<52 where counts[label] == 1 { placeLetter(label) }
  }

  private mutating func placeSummed(_ equation: EinsumEquation, _ counts: [Int]) {
    if !hasEllipsisInOutput { placeEllipsis() }
    for label in 0..<52 where counts[label] > 0 && positions[label] == nil { placeLetter(label) }
  }

  private mutating func placeEllipsis() {
    ellipsisPosition = totalRank
    totalRank += ellipsisRank
  }

  private mutating func placeLetter(_ label: Int) {
    positions[label] = totalRank
    totalRank += 1
  }
}

extension EinsumPlan {
  /// The operand with its dimensions at the plan's positions, size 1 where it has none; repeated
  /// subscripts become diagonals.
  func arrange(_ operand: Tensor, _ subscripts: [Int], index: Int) throws -> Tensor {
    var tensor = operand
    var source: [Int?] = Array(repeating: nil, count: totalRank)
    var dimension = 0
    for label in subscripts {
      if label == EinsumEquation.ellipsis {
        let covered = operand.dim - (subscripts.count - 1)
        for offset in 0..<covered {
          source[ellipsisPosition + ellipsisRank - covered + offset] = dimension
          dimension += 1
        }
      } else if let first = source[positions[label]!] {
        tensor = try diagonal(tensor, first, dimension, label, index)
      } else {
        source[positions[label]!] = dimension
        dimension += 1
      }
    }
    let order = source.compactMap { $0 }
    var result = tensor.permute(order)
    for (position, dimension) in source.enumerated() where dimension == nil {
      result = result.unsqueeze(position)
    }
    return result
  }

  /// Merges dimension `second` into `first`.
  private func diagonal(
    _ tensor: Tensor, _ first: Int, _ second: Int, _ label: Int, _ index: Int
  ) throws -> Tensor {
    try check(
      tensor.shape[first] == tensor.shape[second], .runtime,
      "einsum(): subscript \(EinsumEquation.name(label)) is repeated for operand \(index) but the "
        + "sizes don't match, \(tensor.shape[second]) != \(tensor.shape[first])")
    return tensor.diagonal(0, first, second).movedim(-1, first)
  }
}
