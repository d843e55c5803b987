/// What torchvision's random transforms draw, apart from the images that they are applied to.
///
/// Each transform is a namespace. `getParams` takes and gives what the method of that name does in
/// version 1 of the transforms, `makeParams` what it does in version 2 where that draws differently;
/// `draw` includes the coin that decides whether the transform is applied. Numbers come one by one
/// from `generator`, from the default one when nil.
public enum TransformDraws {
  /// A box of an image, in pixels.
  public struct Box: Sendable, Hashable {
    public var top = 0, left = 0, height = 0, width = 0
  }
}

/// Single numbers, drawn as torchvision draws them.
struct SingleDraws {
  let generator: Generator?

  /// `torch.empty(1).uniform_(from, to).item()`
  func uniform(_ range: (Double, Double)) throws -> Double {
    let number = Tensor.empty([1]).uniform_(range.0, range.1, generator: generator)
    try throwPendingError()
    return number.item().doubleValue
  }

  /// `torch.randint(low, high, (1,)).item()`
  func integer(_ low: Int, _ high: Int) throws -> Int {
    let number = Tensor.randint(low, high, [1], generator: generator)
    try throwPendingError()
    return Int(number.item().int64Value)
  }

  /// `torch.rand(1) < p`
  func isBelow(_ p: Double) throws -> Bool {
    let isBelow = Tensor.rand([1], generator: generator).lt(p)
    try throwPendingError()
    return isBelow.item().boolValue
  }
}

/// `int(round(x))` of Python: half to even.
/// - Errors: `.value` for NaN, `.runtime` for what no integer holds.
func nearestInteger(_ x: Double) throws -> Int {
  try check(!x.isNaN, .value, "cannot convert float NaN to integer")
  guard let whole = Int(exactly: x.rounded(.toNearestOrEven)) else {
    throw TensorError(.runtime, "cannot convert float \(x) to integer")
  }
  return whole
}
