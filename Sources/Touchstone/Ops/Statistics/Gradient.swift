/// Distances between the samples of `Tensor.gradient`.
public enum GradientSpacing {
  /// The same distance along every dimension.
  case uniform(Double)
  /// One distance per dimension.
  case distances([Double])
  /// One 1-D tensor of positions per dimension.
  case coordinates([Tensor])

  fileprivate var count: Int? {
    switch self {
    case .uniform: nil
    case .distances(let list): list.count
    case .coordinates(let list): list.count
    }
  }
}

extension Tensor {
  /// Numerical derivative along each of `dims` (all when nil): central differences inside,
  /// one-sided ones of `edgeOrder` (1 or 2) at the edges.
  public func gradient(
    spacing: GradientSpacing = .uniform(1), dims: [Int]? = nil, edgeOrder: Int = 1
  ) -> [Tensor] {
    guarded {
      try checkGradient(spacing.count, dims, edgeOrder)
      let wrapped = try (dims ?? Array(0..<dim)).map { try wrapDim($0, rank: dim) }
      if case .coordinates(let list) = spacing { try checkCoordinates(list) }
      return wrapped.enumerated().map { position, d in
        switch spacing {
        case .uniform(let h): evenGradient(d, h, edgeOrder)
        case .distances(let list): evenGradient(d, list[position], edgeOrder)
        case .coordinates(let list): unevenGradient(d, list[position], edgeOrder)
        }
      }
    }
  }

  private func checkGradient(_ spacings: Int?, _ dims: [Int]?, _ edgeOrder: Int) throws {
    try check(
      dtype != .uint8, .notImplemented, "torch.gradient does not support uint8 input.")
    if let spacings, let dims {
      try check(
        spacings == dims.count, .runtime,
        "torch.gradient expected spacing to be unspecified, a scalar or it's spacing and dim "
          + "arguments to have the same length, but got a spacing argument of length \(spacings) "
          + "and a dim argument of length \(dims.count).")
    } else if let spacings {
      try check(
        spacings == dim, .runtime,
        "torch.gradient expected spacing to be unspecified, a scalar, or a list of length equal to "
          + "'self.dim() = \(dim)', since dim argument was not given, but got a list of length "
          + "\(spacings)")
    }
    try check(
      edgeOrder == 1 || edgeOrder == 2, .runtime,
      "torch.gradient only supports edge_order=1 and edge_order=2.")
    if let dims { _ = try ReducedDims(dims, rank: dim) }
    for d in try (dims ?? Array(0..<dim)).map({ try wrapDim($0, rank: dim) }) {
      try check(
        dim > 0 && shape[d] >= edgeOrder + 1, .runtime,
        "torch.gradient expected each dimension size to be at least edge_order+1")
    }
  }

  private func checkCoordinates(_ coordinates: [Tensor]) throws {
    for positions in coordinates {
      try check(
        positions.dim == 1, .runtime,
        "torch.gradient expected each element of spacing to have one dimension, but got an element "
          + "with \(positions.dim) dimensions!")
    }
  }

  private func evenGradient(_ d: Int, _ h: Double, _ edgeOrder: Int) -> Tensor {
    let center = slice(d, from: 2).sub(slice(d, from: 0, to: -2)).div(h).div(2)
    let first: Tensor
    let last: Tensor
    if edgeOrder == 1 {
      first = slice(d, from: 1, to: 2).sub(slice(d, from: 0, to: 1)).div(h)
      last = slice(d, from: -1).sub(slice(d, from: -2, to: -1)).div(h)
    } else {
      let head = [0, 1, 2].map { narrow(d, $0, 1) }
      let tail = [3, 2, 1].map { narrow(d, size(d) - $0, 1) }
      first = head[0].mul(-1.5).add(head[1].mul(2)).sub(head[2].mul(0.5)).div(h)
      last = tail[0].mul(0.5).sub(tail[1].mul(2)).add(tail[2].mul(1.5)).div(h)
    }
    return Tensor.cat([first, center, last], dim: d)
  }

  private func unevenGradient(_ d: Int, _ positions: Tensor, _ edgeOrder: Int) -> Tensor {
    let steps = positions.diff()
    let left = steps.slice(0, from: 0, to: -1)
    let right = steps.slice(0, from: 1)
    var along = Shape(repeating: 1, count: dim)
    along[d] = -1
    let both = left.add(right)
    let a = right.neg().div(left.mul(both)).reshape(along)
    let b = right.sub(left).div(left.mul(right)).reshape(along)
    let c = left.div(right.mul(both)).reshape(along)
    let inner = slice(d, from: 0, to: -2).mul(a).add(slice(d, from: 1, to: -1).mul(b))
    let center = inner.add(slice(d, from: 2).mul(c))
    let first: Tensor
    let last: Tensor
    if edgeOrder == 1 {
      first = slice(d, from: 1, to: 2).sub(slice(d, from: 0, to: 1)).div(steps.select(0, 0))
      last = slice(d, from: -1).sub(slice(d, from: -2, to: -1)).div(steps.select(0, -1))
    } else {
      first = edge(d, left.select(0, 0), right.select(0, 0), atStart: true)
      last = edge(d, right.select(0, -1), left.select(0, -1), atStart: false)
    }
    return Tensor.cat([first, center, last], dim: d)
  }

  /// Second-order one-sided derivative from the three samples at an end; `near` and `far` are the
  /// distances from the end.
  private func edge(_ d: Int, _ near: Tensor, _ far: Tensor, atStart: Bool) -> Tensor {
    let both = near.add(far)
    let end = near.mul(2).add(far).div(near.mul(both)).neg()
    let middle = both.div(near.mul(far))
    let inside = near.neg().div(far.mul(both))
    let places = atStart ? [0, 1, 2] : [size(d) - 1, size(d) - 2, size(d) - 3]
    let samples = places.map { narrow(d, $0, 1) }
    let sum = samples[0].mul(end).add(samples[1].mul(middle)).add(samples[2].mul(inside))
    return atStart ? sum : sum.neg()
  }
}
