/// Swift numbers that an element of a tensor can be read as.
public protocol TensorNumber: TensorScalar {
  init(converting scalar: Scalar)
}

extension Int: TensorNumber {
  public init(converting scalar: Scalar) { self = Int(scalar.int64Value) }
}
extension Double: TensorNumber {
  public init(converting scalar: Scalar) { self = scalar.doubleValue }
}
extension Float: TensorNumber {
  public init(converting scalar: Scalar) { self = Float(scalar.doubleValue) }
}
extension Bool: TensorNumber {
  public init(converting scalar: Scalar) { self = scalar.boolValue }
}

extension Scalar {
  /// A Swift number as the scalar that tensor operations take.
  public init(_ number: some TensorScalar) { self = number.scalar }
}

extension Tensor {
  /// The selected elements as a number: assigning writes it to all of them, `x[mask] = 0` or
  /// `x[1...] = Scalar(value)`; reading takes the only one, as `item` does.
  ///
  /// Without a type that asks for a number, `x[…]` stays a tensor.
  @_disfavoredOverload
  public subscript(_ indices: any TensorIndex...) -> Scalar {
    get { self[items: indices].item() }
    set { set(newValue, items: indices) }
  }

  /// All elements: `x[...] = 0`.
  @_disfavoredOverload
  public subscript(_: UnboundedRange) -> Scalar {
    get { item() }
    set { set(newValue, items: [IndexItem(.ellipsis)]) }
  }

  /// The value of a tensor of one element, converted: `x.item(Float.self)`.
  public func item<Number: TensorNumber>(_ type: Number.Type) -> Number {
    Number(converting: item())
  }
}
