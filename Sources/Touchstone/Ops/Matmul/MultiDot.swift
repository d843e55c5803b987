extension Linalg {
  /// Product of two or more matrices in the order of least cost, `torch.linalg.multi_dot`. The
  /// first and last may be vectors (a row and a column).
  /// - Errors: fewer than two tensors, wrong ranks or sizes, different dtypes.
  public static func multiDot(_ tensors: [Tensor]) -> Tensor {
    guarded {
      let count = tensors.count
      try check(
        count >= 2, .runtime, "multi_dot(): expected at least 2 tensors but got \(count)")
      let (first, last) = (tensors[0], tensors[count - 1])
      try checkEnd(first, "first")
      try checkEnd(last, "last")
      var factors = tensors
      if first.dim == 1 { factors[0] = first.unsqueeze(0) }
      if last.dim == 1 { factors[count - 1] = last.unsqueeze(-1) }
      try checkChain(factors, tensors)
      let result = multiply(factors, costs: ChainOrder(factors), 0, count - 1)
      if first.dim == 1 && last.dim == 1 { return result.reshape([]) }
      if first.dim == 1 { return result.squeeze(0) }
      return last.dim == 1 ? result.squeeze(-1) : result
    }
  }

  private static func checkEnd(_ tensor: Tensor, _ which: String) throws {
    try check(
      tensor.dim == 1 || tensor.dim == 2, .runtime,
      "multi_dot(): the \(which) tensor must be 1D or 2D but got \(tensor.dim)D")
  }

  private static func checkChain(_ factors: [Tensor], _ given: [Tensor]) throws {
    for (index, factor) in factors.enumerated() {
      try check(
        factor.dim == 2, .runtime,
        "multi_dot(): tensor \(index) must be 2D but got \(factor.dim)D")
      try check(
        factor.dtype == given[0].dtype, .runtime,
        "multi_dot(): all tensors must have be the same dtype but tensor 0 is "
          + "\(given[0].dtype.cTypeName) and tensor \(index) \(factor.dtype.cTypeName)")
    }
    for index in 1..<factors.count {
      try check(
        factors[index - 1].shape[1] == factors[index].shape[0], .runtime,
        "multi_dot(): tensors \(index - 1) and \(index) with shapes \(given[index - 1].shape) and "
          + "\(given[index].shape) cannot be multiplied")
    }
  }

  private static func multiply(
    _ factors: [Tensor], costs: ChainOrder, _ first: Int, _ last: Int
  ) -> Tensor {
    if first == last { return factors[first] }
    let middle = costs.split[first][last]
    let left = multiply(factors, costs: costs, first, middle)
    return left.mm(multiply(factors, costs: costs, middle + 1, last))
  }
}

/// Where to cut a chain of matrices so that the multiplications are fewest (dynamic programming
/// over all sub-chains).
private struct ChainOrder {
  /// `split[i][j]`: the last factor of the left part of the chain i…j.
  private(set) var split: [[Int]]

  init(_ factors: [Tensor]) {
    let count = factors.count
    let sizes = [factors[0].shape[0]] + factors.map { $0.shape[1] }
    var cost = Array(repeating: Array(repeating: 0, count: count), count: count)
    split = cost
    for length in 1..<count {
      for first in 0..<(count - length) {
        let last = first + length
        let options = (first..<last).map { middle in
          cost[first][middle] + cost[middle + 1][last]
            + sizes[first] * sizes[middle + 1] * sizes[last + 1]
        }
        let best = options.indices.min { options[$0] < options[$1] }!
        cost[first][last] = options[best]
        split[first][last] = first + best
      }
    }
  }
}
