/// PyTorch's arithmetic of nearest neighbours. It differs between kernels; results differ where a
/// place falls on the border of two pixels.
extension SampledAxis {
  enum NearestArithmetic {
    /// All in single precision, with exact answers for one and two outputs an input.
    case single
    /// The place in the given precision, rounded down in single precision.
    case general(isDouble: Bool)
  }

  /// The input that each output repeats. `exact` takes the pixel under the output's centre, else
  /// the one under its left edge.
  func nearest(exact: Bool, _ arithmetic: NearestArithmetic) -> TapAxis {
    var axis = TapAxis()
    for o in 0..<output {
      let index =
        switch arithmetic {
        case .single: single(o, exact)
        case .general(let isDouble): isDouble ? double(o, exact) : float(o, exact)
        }
      axis.append([(Swift.min(index, input - 1), 1)])
    }
    return axis
  }

  private func single(_ o: Int, _ exact: Bool) -> Int {
    if exact { return whole((Float(o) + 0.5) * floatStep) }
    if output == input { return o }
    return output == 2 * input ? o >> 1 : whole(Float(o) * floatStep)
  }

  private func float(_ o: Int, _ exact: Bool) -> Int {
    guard exact else { return whole(floatStep * Float(o)) }
    return whole(Swift.max(floatStep * (Float(o) + 0.5) - 0.5, 0) + 0.5)
  }

  private func double(_ o: Int, _ exact: Bool) -> Int {
    guard exact else { return whole(Float(step * Double(o))) }
    return whole(Float(Swift.max(step * (Double(o) + 0.5) - 0.5, 0) + 0.5))
  }

  private func whole(_ value: Float) -> Int {
    Int(exactly: Swift.min(value, Float(1 << 62)).rounded(.down)) ?? input - 1
  }
}
