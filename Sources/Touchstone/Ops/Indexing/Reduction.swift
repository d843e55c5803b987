/// How `scatterReduce` and `indexReduce` combine elements that meet.
public enum ScatterReduction: String, Sendable, CaseIterable {
  case sum
  case prod
  case mean
  case amax
  case amin

  var mode: ScatterMode {
    switch self {
    case .sum, .mean: .add
    case .prod: .multiply
    case .amax: .maximum
    case .amin: .minimum
    }
  }

  /// What changes nothing when combined: where elements start that leave `self` out.
  func identity(_ dtype: DType) -> Scalar {
    switch self {
    case .sum, .mean: 0
    case .prod: 1
    case .amax: dtype.lowest
    case .amin: dtype.highest
    }
  }
}

extension DType {
  /// −∞, or the smallest integer.
  var lowest: Scalar {
    switch self {
    case .int8: -128
    case .int16: -32768
    case .int32: .int(Int64(Int32.min))
    case .int64: .int(.min)
    case .uint8: 0
    case .bool: false
    default: .double(-.infinity)
    }
  }

  /// +∞, or the largest integer.
  var highest: Scalar {
    switch self {
    case .int8: 127
    case .int16: 32767
    case .int32: .int(Int64(Int32.max))
    case .int64: .int(.max)
    case .uint8: 255
    case .bool: true
    default: .double(.infinity)
    }
  }
}

/// How a reduction over an index moves elements, so that scatter- and index-reduce share their
/// arithmetic: `spread` writes a source into positions, `pick` reads positions.
struct IndexMover {
  /// target[positions] = mode(target[positions], source), checked before, without history.
  let write: (_ source: Tensor, _ mode: ScatterMode) -> IndexedWrite
  /// Differentiable forms, for the pullback.
  let pick: (Tensor) -> Tensor
  let add: (_ target: Tensor, _ source: Tensor) -> Tensor
  let fill: (_ target: Tensor, _ value: Scalar) -> Tensor
  let reduce: (_ target: Tensor, _ source: Tensor) -> Tensor
}

extension Tensor {
  /// The write of a reduction: starts the positions afresh when `self` is left out, combines, and
  /// divides a mean by the number of elements that met.
  func reductionWrite(
    _ src: Tensor, _ reduction: ScatterReduction, includeSelf: Bool, _ mover: IndexMover
  ) -> IndexedWrite {
    let combine = mover.write(src, reduction.mode)
    let start = mover.write(identity(like: src, reduction), .set)
    return { target in
      if !includeSelf { try start(target) }
      guard reduction == .mean else { return try combine(target) }
      try target.accumulating(.add) { wide, dtype in
        let counts = Tensor.full(
          wide.shape, includeSelf ? 1 : 0, dtype: dtype, device: wide.device)
        let ones = Tensor.full([], 1, dtype: dtype, device: wide.device)
        try mover.write(ones.expandRaw(src.shape), .add)(counts)
        try combine(wide)
        try wide.divide(byCounts: counts)
      }
    }
  }

  private func identity(like src: Tensor, _ reduction: ScatterReduction) -> Tensor {
    Tensor.full([], reduction.identity(dtype), dtype: dtype, device: device).expandRaw(src.shape)
  }

  /// One element standing for a whole shape.
  func expandRaw(_ shape: Shape) -> Tensor {
    restrided(shape, Shape(repeating: 0, count: shape.count))
  }

  /// Divides by `counts`, of which 0 stands for 1; integers are rounded down.
  private func divide(byCounts counts: Tensor) throws {
    let quotient = noGrad {
      let divisor = counts.maskedFill(counts.eq(0), 1)
      return dtype.isFloatingPoint ? div(divisor) : floorDivide(divisor)
    }
    try throwPendingError()
    backend(for: device).copy(quotient, into: self)
  }
}
