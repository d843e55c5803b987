extension Tensor {
  /// Reduces consecutive segments along `axis`: segment s of row b holds `lengths[b…][s]` elements,
  /// or those from `offsets[b…][s]` up to `offsets[b…][s + 1]`.
  ///
  /// - Parameters:
  ///   - lengths: int64 of shape `shape[..<axis] + [segments]`; with `unsafe` false they sum to
  ///     the size of `axis`.
  ///   - initial: where every segment starts (by default the reduction's neutral element; the
  ///     mean of an empty segment is then NaN).
  public func segmentReduce(
    _ reduce: ScatterReduction, lengths: Tensor? = nil, offsets: Tensor? = nil, axis: Int = 0,
    unsafe: Bool = false, initial: Scalar? = nil
  ) -> Tensor {
    guarded {
      let d = try wrapDim(axis, rank: dim)
      try check(
        dtype.isFloatingPoint, .notImplemented,
        "\"_segment_reduce_cpu\" not implemented for '\(dtype.scalarTypeName)'")
      let segments = try Segments(self, d, lengths, offsets, unsafe: unsafe)
      let out = noGrad { segments.reduce(self, reduce, initial) }
      try throwPendingError()
      return try record(
        "SegmentReduceBackward0", [self], out, saving: [self], savingOutput: true
      ) { ctx in
        [
          SegmentGradient(
            segments: segments, reduction: reduce, initial: initial ?? 1, input: ctx.saved[0],
            result: ctx.savedOutputs[0], grad: ctx.grad)()
        ]
      }
    }
  }
}

/// Which segment every element along one dimension belongs to.
struct Segments: Sendable {
  let dim: Int
  let count: Int
  /// Elements per segment, shaped to broadcast against results.
  let lengths: Tensor
  /// Segment of each element, counted from 1; 0 and `count + 1` lie before and behind them all.
  private let places: Tensor

  init(
    _ data: Tensor, _ d: Int, _ lengths: Tensor?, _ offsets: Tensor?, unsafe: Bool
  ) throws {
    let counts = try Segments.lengths(data, d, lengths, offsets, unsafe: unsafe)
    try throwPendingError()
    dim = d
    count = counts.shape[d]
    var sizes = counts.shape
    while sizes.count < data.dim { sizes.append(1) }
    self.lengths = counts.view(sizes)
    let used = counts.sum([d], keepdim: true)
    let before = offsets?.asInt64.narrow(d, 0, 1) ?? Tensor.zerosLike(used)
    let after = Tensor.fullLike(used, data.shape[d]).sub(used).sub(before)
    let padded = Tensor.cat([before, counts, after], dim: d)
    let numbers = Tensor.repeatInterleave(padded.reshape([-1])).remainder(count + 2)
    try throwPendingError()
    var leading = Shape(repeating: 1, count: data.dim)
    for index in 0...d { leading[index] = data.shape[index] }
    places = numbers.view(leading).expand(data.shape)
  }

  private static func lengths(
    _ data: Tensor, _ d: Int, _ lengths: Tensor?, _ offsets: Tensor?, unsafe: Bool
  ) throws -> Tensor {
    guard let given = offsets ?? lengths else {
      throw TensorError(.runtime, "segment_reduce(): Either lengths or offsets must be defined.")
    }
    let name = offsets == nil ? "lengths" : "offsets"
    try check(data.dim > 0, .runtime, "segment_reduce(): data must have at least one dimension.")
    try check(
      d == given.dim - 1, .runtime,
      "segment_reduce(): Expected axis to be the last dimension of \(name) but got \(d).")
    try check(
      given.isIndexDType && given.shape.dropLast().elementsEqual(data.shape.prefix(d)), .runtime,
      "segment_reduce(): Expected \(name) to be integers with the leading sizes of data.")
    let numbers = given.asInt64
    if offsets != nil {
      let count = given.shape[d] - 1
      try check(count >= 0, .runtime, "segment_reduce(): offsets must not be empty.")
      return numbers.narrow(d, 1, count).sub(numbers.narrow(d, 0, count))
    }
    try numbers.checkIndexRange(.max, .runtime) { _ in "lengths contains negative value!" }
    let sums = numbers.sum([d], keepdim: false)
    try check(
      unsafe || !sums.ne(data.shape[d]).any().item().boolValue, .runtime,
      "segment_reduce(): Expected all rows of lengths along axis to sum to "
        + "data.size(lengths.dim()-1) when !unsafe.")
    return numbers
  }

  /// One value per segment.
  func reduce(_ data: Tensor, _ reduction: ScatterReduction, _ initial: Scalar?) -> Tensor {
    var wide = data.shape
    wide[dim] = count + 2
    let start = Tensor.full(
      wide, initial ?? reduction.identity(data.dtype), dtype: data.dtype, device: data.device)
    let mode: ScatterReduction = reduction == .mean ? .sum : reduction
    let all = start.scatterReduce(dim, places, data, reduce: mode).narrow(dim, 1, count)
    guard reduction == .mean else { return all }
    let mean = all.div(divisor(data.dtype))
    return initial == nil ? mean.maskedFill(lengths.eq(0), Double.nan) : mean
  }

  /// The lengths as numbers to divide by.
  func divisor(_ dtype: DType) -> Tensor { lengths.maskedFill(lengths.eq(0), 1).to(dtype) }

  /// The segment's value for every element, zero outside the segments.
  func spread(_ values: Tensor) -> Tensor {
    var edge = values.shape
    edge[dim] = 1
    let zero = Tensor.zeros(edge, dtype: values.dtype, device: values.device)
    return Tensor.cat([zero, values, zero], dim: dim).gather(dim, places)
  }

  /// The sum of the elements of every segment.
  func sum(_ elements: Tensor) -> Tensor { reduce(elements, .sum, nil) }
}

/// Gradient of a segment reduction, in tensor operations.
struct SegmentGradient {
  let segments: Segments
  let reduction: ScatterReduction
  let initial: Scalar
  let input: Tensor
  let result: Tensor
  let grad: Tensor

  func callAsFunction() -> Tensor {
    switch reduction {
    case .sum: segments.spread(grad)
    case .mean: segments.spread(grad.div(segments.divisor(grad.dtype)))
    case .amax, .amin: extremum()
    case .prod: product()
    }
  }

  /// Goes to every NaN and every element that equals the result. As in PyTorch only a positive
  /// gradient is shared among several; a negative one goes to each in full.
  private func extremum() -> Tensor {
    let attains = input.eq(segments.spread(result)).logicalOr(input.isnan()).to(input.dtype)
    let met = segments.sum(attains)
    let shared = grad.gt(0).logicalAnd(met.gt(1))
    let share = Tensor.where(shared, grad.div(met.maskedFill(met.eq(0), 1)), grad)
    return attains.mul(segments.spread(share))
  }

  /// grad · result / element; for zeros and NaN the product of the segment's other elements.
  private func product() -> Tensor {
    let isZero = input.eq(0)
    let isNaN = input.isnan()
    let special = isZero.logicalOr(isNaN)
    let regular = segments.reduce(input.maskedFill(special, 1), .prod, initial)
    let otherZeros = others(isZero)
    let otherNaNs = others(isNaN)
    let withZeros = segments.spread(regular).mul(otherZeros.logicalNot())
    let exclusive = withZeros.maskedFill(otherNaNs, Double.nan)
    let quotient = segments.spread(grad.mul(result)).div(input.maskedFill(special, 1))
    return Tensor.where(special, segments.spread(grad).mul(exclusive), quotient)
  }

  /// Whether another element of the same segment has the property.
  private func others(_ property: Tensor) -> Tensor {
    let own = property.to(input.dtype)
    return segments.spread(segments.sum(own)).sub(own).gt(0)
  }
}
