/// What may stand on either side of a two-operand operation: a tensor or a Swift number.
public protocol TensorOperand {
  var operand: TensorOrScalar { get }
}

extension Tensor: TensorOperand {
  @inlinable public var operand: TensorOrScalar { .tensor(self) }
}
extension TensorOrScalar: TensorOperand {
  @inlinable public var operand: TensorOrScalar { self }
}
extension TensorScalar {
  @inlinable public var operand: TensorOrScalar { .scalar(scalar) }
}
extension Scalar: TensorOperand {}
extension Double: TensorOperand {}
extension Float: TensorOperand {}
extension Int: TensorOperand {}
extension Int64: TensorOperand {}
extension Int32: TensorOperand {}
extension Bool: TensorOperand {}

extension TensorOrScalar {
  var shape: Shape {
    if case .tensor(let tensor) = self { return tensor.shape }
    return Shape()
  }

  var tensorOrNil: Tensor? {
    if case .tensor(let tensor) = self { return tensor }
    return nil
  }

  /// The operand's own dtype before promotion.
  var dtype: DType {
    switch self {
    case .tensor(let tensor): tensor.dtype
    case .scalar(let scalar): scalar.dtype
    }
  }

  /// The operand in `dtype`, without history.
  func rawCast(_ dtype: DType) throws -> TensorOrScalar {
    if case .tensor(let tensor) = self { return .tensor(try tensor.rawCast(dtype)) }
    return self
  }
}

extension Scalar {
  /// A 0-d tensor to compute a gradient with: in the gradient's dtype, unrounded for half types.
  func constant(like gradient: Tensor) -> Tensor {
    let dtype = gradient.dtype.isHalf ? .float32 : gradient.dtype
    return Tensor.full([], self, dtype: dtype, device: gradient.device)
  }
}

extension PromotionState {
  mutating func add(_ operand: TensorOrScalar) {
    switch operand {
    case .tensor(let tensor): add(tensor)
    case .scalar(let scalar): add(scalar)
    }
  }
}

/// dtype in which an operation on the operands computes.
func resultType(_ operands: TensorOrScalar...) -> DType {
  var state = PromotionState()
  for operand in operands { state.add(operand) }
  return state.result
}
