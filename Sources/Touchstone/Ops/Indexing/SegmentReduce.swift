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
      let counts = try segmentLengths(d, lengths, offsets, unsafe: unsafe)
      let segments = counts.shape[d]
      let padded = try paddedLengths(counts, offsets, d)
      let numbers = Tensor.repeatInterleave(padded.reshape([-1])).remainder(segments + 2)
      try throwPendingError()
      var lead = Shape(repeating: 1, count: dim)
      for index in 0...d { lead[index] = shape[index] }
      let places = numbers.view(lead).expand(shape)
      var wide = shape
      wide[d] = segments + 2
      let start = Tensor.full(
        wide, initial ?? reduce.identity(dtype), dtype: dtype, device: device)
      let mode: ScatterReduction = reduce == .mean ? .sum : reduce
      let all = start.scatterReduce(d, places, self, reduce: mode)
      let reduced = all.narrow(d, 1, segments)
      return reduce == .mean ? reduced.segmentMean(counts, d, initial) : reduced
    }
  }

  private func segmentLengths(
    _ d: Int, _ lengths: Tensor?, _ offsets: Tensor?, unsafe: Bool
  ) throws -> Tensor {
    guard let given = offsets ?? lengths else {
      throw TensorError(.runtime, "segment_reduce(): Either lengths or offsets must be defined.")
    }
    let name = offsets == nil ? "lengths" : "offsets"
    try check(
      d == given.dim - 1, .runtime,
      "segment_reduce(): Expected axis to be the last dimension of \(name) but got \(d).")
    try check(
      given.isIndexDType && given.shape.dropLast().elementsEqual(shape.prefix(d)), .runtime,
      "segment_reduce(): Expected \(name) to be integers with the leading sizes of data.")
    let numbers = given.asInt64
    if offsets != nil {
      let count = given.shape[d] - 1
      return numbers.narrow(d, 1, count).sub(numbers.narrow(d, 0, count))
    }
    if backend(for: device).firstOutside(0..<Int.max, in: numbers) != nil {
      throw TensorError(.runtime, "lengths contains negative value!")
    }
    let whole = numbers.sum([d], keepdim: false)
    try check(
      unsafe || !whole.ne(shape[d]).any().item().boolValue, .runtime,
      "segment_reduce(): Expected all rows of lengths along axis to sum to "
        + "data.size(lengths.dim()-1) when !unsafe.")
    return numbers
  }

  /// The lengths between those of what lies before the first and after the last segment.
  private func paddedLengths(_ counts: Tensor, _ offsets: Tensor?, _ d: Int) throws -> Tensor {
    let used = counts.sum([d], keepdim: true)
    let before =
      offsets.map { $0.asInt64.narrow(d, 0, 1) } ?? Tensor.zerosLike(used)
    let after = Tensor.fullLike(used, shape[d]).sub(used).sub(before)
    return Tensor.cat([before, counts, after], dim: d)
  }

  private func segmentMean(_ counts: Tensor, _ d: Int, _ initial: Scalar?) -> Tensor {
    var sizes = counts.shape
    while sizes.count < dim { sizes.append(1) }
    let divisor = counts.view(sizes)
    let empty = divisor.eq(0)
    let mean = div(divisor.maskedFill(empty, 1).to(dtype))
    return initial == nil ? mean.maskedFill(empty, Double.nan) : mean
  }
}
