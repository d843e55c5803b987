/// A number or a nested array of numbers that a tensor can be made of.
public protocol TensorLiteral {
  /// Type of the numbers at the bottom.
  associatedtype Leaf: TensorElement & TensorScalar
  /// dtype of a tensor made of them; nil means the default floating dtype.
  static var inferredDType: DType? { get }
  /// Sizes along the first entry of every level.
  var literalShape: [Int] { get }
  /// Appends all numbers in order; every level must have the size that `shape` gives.
  func appendLeaves(to leaves: inout [Leaf], shape: [Int], dim: Int) throws
}

extension TensorLiteral where Self: TensorElement {
  public static var inferredDType: DType? { Self.dtype }
  public var literalShape: [Int] { [] }
  public func appendLeaves(to leaves: inout [Self], shape: [Int], dim: Int) { leaves.append(self) }
}

extension Double: TensorLiteral {
  public static var inferredDType: DType? { nil }
}
extension Float: TensorLiteral {
  public static var inferredDType: DType? { nil }
}
extension Float16: TensorLiteral {}
extension Int: TensorLiteral {}
extension Int8: TensorLiteral {}
extension Int16: TensorLiteral {}
extension Int32: TensorLiteral {}
extension Int64: TensorLiteral {}
extension UInt8: TensorLiteral {}
extension Bool: TensorLiteral {}

extension Array: TensorLiteral where Element: TensorLiteral {
  public typealias Leaf = Element.Leaf

  public static var inferredDType: DType? { Element.inferredDType }

  public var literalShape: [Int] { [count] + (first?.literalShape ?? []) }

  public func appendLeaves(to leaves: inout [Leaf], shape: [Int], dim: Int) throws {
    try check(
      count == shape[dim], .value,
      "expected sequence of length \(shape[dim]) at dim \(dim) (got \(count))")
    for element in self { try element.appendLeaves(to: &leaves, shape: shape, dim: dim + 1) }
  }
}

extension Tensor {
  /// A tensor with the numbers of a (nested) Swift array, `torch.tensor`. Integers give int64,
  /// `Bool` gives bool, `Double` and `Float` the default floating dtype, unless `dtype` is given.
  ///
  ///     Tensor([[1, 2, 3], [4, 5, 6]])        // int64, shape [2, 3]
  ///     Tensor([0.5, 1.5], dtype: .float64)
  ///
  /// Arrays of unequal length on one level are a `ValueError`.
  public convenience init<Literal: TensorLiteral>(
    _ literal: Literal, dtype: DType? = nil, device: Device = .cpu, requiresGrad: Bool = false
  ) {
    let values = guarded {
      let shape = literal.literalShape
      var leaves: [Literal.Leaf] = []
      leaves.reserveCapacity(shape.reduce(1, *))
      try literal.appendLeaves(to: &leaves, shape: shape, dim: 0)
      let target = dtype ?? Literal.inferredDType ?? Tensor.defaultDType
      if target != Literal.Leaf.dtype && target.isInteger {
        for leaf in leaves { try leaf.scalar.checkConvertible(to: target) }
      }
      return Tensor(copying: leaves, shape: Shape(shape)).to(device, dtype: target)
    }
    self.init(
      storage: values.storage, shape: values.shape, strides: values.strides,
      storageOffset: values.storageOffset, dtype: values.dtype)
    if requiresGrad { self.requiresGrad = true }
  }
}
