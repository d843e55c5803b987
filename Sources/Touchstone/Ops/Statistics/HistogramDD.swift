extension Tensor {
  /// Histogram of points (the last dimension holds coordinates) over a grid of equal cells.
  ///
  /// - Parameter range: lower and upper bound per coordinate, in one list; the data's when nil.
  public func histogramdd(
    bins: [Int], range: [Double]? = nil, weight: Tensor? = nil, density: Bool = false
  ) -> (hist: Tensor, binEdges: [Tensor]) {
    guarded((hist: Tensor.poison, binEdges: [])) {
      try checkPoints()
      try check(
        bins.count == shape.last, .runtime,
        "histogramdd: The size of bins must be equal to the innermost dimension of the input.")
      for (index, count) in bins.enumerated() {
        try check(
          count > 0 && count < .max, .runtime,
          "torch.histogram(): bins must be > 0, but got \(count) for dimension \(index)")
      }
      try checkWeight(weight)
      let bounds = try histogramBounds(range)
      let edges = zip(bins, bounds).map { count, bound in
        Tensor.linspace(bound.0, bound.1, count + 1, dtype: dtype, device: device)
      }
      return try counted(edges, weight, density)
    }
  }

  /// Histogram of points over the grid that increasing `edges` per coordinate span.
  public func histogramdd(
    edges: [Tensor], weight: Tensor? = nil, density: Bool = false
  ) -> (hist: Tensor, binEdges: [Tensor]) {
    guarded((hist: Tensor.poison, binEdges: [])) {
      try checkPoints()
      let n = shape.last ?? 0
      try check(
        edges.count == n, .runtime,
        "torch.histogramdd: expected \(n) sequences of bin edges for a \(n)-dimensional histogram "
          + "but got \(edges.count)")
      try checkEdges(edges)
      try checkWeight(weight)
      return try counted(edges.map { $0.detach() }, weight, density)
    }
  }

  private func checkPoints() throws {
    try check(
      dtype == .float32 || dtype == .float64, .notImplemented,
      "\"histogramdd\" not implemented for '\(dtype.scalarTypeName)'")
    try check(
      dim >= 2, .runtime,
      "torch.histogramdd: input tensor should have at least 2 dimensions, but got \(dim)")
  }

  private func checkEdges(_ edges: [Tensor]) throws {
    for (index, edge) in edges.enumerated() {
      try check(
        edge.dtype == dtype, .runtime,
        "torch.histogramdd: input tensor and bins tensors should have the same dtype, but got "
          + "input with dtype \(dtype.cTypeName) and bins for dimension \(index) with dtype "
          + edge.dtype.cTypeName)
      try check(
        edge.dim == 1, .runtime,
        "torch.histogramdd: bins tensor should have one dimension, but got \(edge.dim) dimensions "
          + "in the bins tensor for dimension \(index)")
      try check(
        edge.numel > 0, .runtime,
        "torch.histogramdd: bins tensor should have at least 1 element, but got 0 elements in the "
          + "bins tensor for dimension \(index)")
    }
  }

  private func checkWeight(_ weight: Tensor?) throws {
    guard let weight else { return }
    try check(
      weight.dtype == dtype, .runtime,
      "torch.histogramdd: if weight tensor is provided, input tensor and weight tensor should have "
        + "the same dtype, but got input(\(dtype.cTypeName)), and weight(\(weight.dtype.cTypeName))"
    )
    try check(
      weight.shape == Shape(shape.dropLast()), .runtime,
      "torch.histogramdd: if weight tensor is provided it should have the same shape as the input "
        + "tensor excluding its innermost dimension, but got input with shape \(shape) and weight "
        + "with shape \(weight.shape)")
  }

  private func histogramBounds(_ range: [Double]?) throws -> [(Double, Double)] {
    let n = shape.last ?? 0
    if let range {
      try check(
        range.count == 2 * n, .runtime,
        "torch.histogramdd: for a \(n)-dimensional histogram range should have \(2 * n) elements, "
          + "but got \(range.count)")
    }
    let points = detach().reshape([-1, n])
    return try (0..<n).map { index in
      var bound = (0.0, 1.0)
      if let range {
        bound = (range[2 * index], range[2 * index + 1])
      } else if points.shape[0] > 0 {
        let column = points.select(1, index)
        bound = (column.min().item().doubleValue, column.max().item().doubleValue)
      }
      return try widenedBound(bound, index)
    }
  }

  private func widenedBound(_ bound: (Double, Double), _ index: Int) throws -> (Double, Double) {
    let (low, high) = bound
    let text = (numberText(low), numberText(high))
    try check(
      low.isFinite && high.isFinite, .runtime,
      "torch.histogramdd: dimension \(index)'s range [\(text.0), \(text.1)] is not finite")
    try check(
      low <= high, .runtime,
      "torch.histogramdd: min should not exceed max, but got min \(text.0) max \(text.1) for "
        + "dimension \(index)")
    return low == high ? (low - 0.5, high + 0.5) : bound
  }

  private func counted(
    _ edges: [Tensor], _ weight: Tensor?, _ density: Bool
  ) throws -> (hist: Tensor, binEdges: [Tensor]) {
    let (cell, inside) = cells(edges)
    let shape = Shape(edges.map { $0.numel - 1 })
    let chosen = cell.maskedSelect(inside)
    let weights = weight.map { $0.detach().reshape([-1]).maskedSelect(inside).to(.float64) }
    let counts = Tensor.zeros(
      [shape.numel], dtype: weights == nil ? .int64 : .float64, device: device)
    try throwPendingError()
    backend(for: device).binCount(chosen, weights: weights, into: counts)
    var hist = counts.reshape(shape).to(dtype)
    if density { hist = hist.asDensity(edges) }
    let inputs = [self] + (weight.map { [$0] } ?? [])
    return (try record("HistogramddBackward0", inputs, hist, nil), edges)
  }

  /// Row-major cell number of each point, and whether it lies in the grid.
  private func cells(_ edges: [Tensor]) -> (cell: Tensor, inside: Tensor) {
    let points = detach().reshape([-1, edges.count])
    let n = points.size(0)
    var cell = Tensor.zeros([n], dtype: .int64, device: device)
    var inside = Tensor.ones([n], dtype: .bool, device: device)
    for (index, edge) in edges.enumerated() {
      let x = points.select(1, index).contiguous()
      let low = edge.select(0, 0)
      let high = edge.select(0, -1)
      let place = edge.searchsorted(x, right: true).sub(1).clamp(max: .int(Int64(edge.numel - 2)))
      inside = inside.logicalAnd(x.ge(low)).logicalAnd(x.le(high)).logicalAnd(place.ge(0))
      cell = cell.mul(edge.numel - 1).add(place)
    }
    return (cell, inside)
  }

  /// Counts divided by their sum and by the volume of their cells.
  private func asDensity(_ edges: [Tensor]) -> Tensor {
    var result = div(sum())
    for (index, edge) in edges.enumerated() {
      var shape = Shape(repeating: 1, count: edges.count)
      shape[index] = edge.numel - 1
      result = result.div(edge.diff().reshape(shape))
    }
    return result
  }
}
