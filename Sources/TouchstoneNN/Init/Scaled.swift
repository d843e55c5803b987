import Touchstone

/// Random weights scaled by the size of the layer.
extension Init {
  /// Uniform in ±√3 · std with std = gain · √(2 / (fanIn + fanOut)) (Glorot).
  @discardableResult
  public static func xavierUniform_(
    _ tensor: Tensor, gain: Double = 1, generator: Generator? = nil
  ) -> Tensor {
    guarded(tensor) {
      let bound = 3.0.squareRoot() * xavierDeviation(tensor, gain)
      try throwPendingError()
      return fill(tensor, uniform: bound, generator)
    }
  }

  /// Normal with std = gain · √(2 / (fanIn + fanOut)).
  @discardableResult
  public static func xavierNormal_(
    _ tensor: Tensor, gain: Double = 1, generator: Generator? = nil
  ) -> Tensor {
    guarded(tensor) {
      let deviation = xavierDeviation(tensor, gain)
      try throwPendingError()
      return normal_(tensor, 0, deviation, generator: generator)
    }
  }

  /// Uniform in ±√3 · gain / √fan (He); the gain is that of `nonlinearity` with slope `a`.
  @discardableResult
  public static func kaimingUniform_(
    _ tensor: Tensor, a: Double = 0, mode: FanMode = .fanIn,
    nonlinearity: Nonlinearity = .leakyReLU, generator: Generator? = nil
  ) -> Tensor {
    guarded(tensor) {
      if tensor.numel == 0 { return tensor }
      let deviation = kaimingDeviation(tensor, a, mode, nonlinearity)
      try throwPendingError()
      return fill(tensor, uniform: 3.0.squareRoot() * deviation, generator)
    }
  }

  /// Normal with std = gain / √fan.
  @discardableResult
  public static func kaimingNormal_(
    _ tensor: Tensor, a: Double = 0, mode: FanMode = .fanIn,
    nonlinearity: Nonlinearity = .leakyReLU, generator: Generator? = nil
  ) -> Tensor {
    guarded(tensor) {
      if tensor.numel == 0 { return tensor }
      let deviation = kaimingDeviation(tensor, a, mode, nonlinearity)
      try throwPendingError()
      return normal_(tensor, 0, deviation, generator: generator)
    }
  }

  private static func xavierDeviation(_ tensor: Tensor, _ gain: Double) -> Double {
    let (fanIn, fanOut) = fans(of: tensor)
    return gain * (2 / Double(fanIn + fanOut)).squareRoot()
  }

  private static func kaimingDeviation(
    _ tensor: Tensor, _ a: Double, _ mode: FanMode, _ nonlinearity: Nonlinearity
  ) -> Double {
    calculateGain(nonlinearity, a) / Double(fan(of: tensor, mode)).squareRoot()
  }

  private static func fill(
    _ tensor: Tensor, uniform bound: Double, _ generator: Generator?
  ) -> Tensor {
    uniform_(tensor, -bound, bound, generator: generator)
  }
}
