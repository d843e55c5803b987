/// PyTorch's type promotion
/// (https://pytorch.org/docs/stable/tensor_attributes.html#type-promotion-doc).

/// Smallest dtype to which both convert within PyTorch's lattice, `torch.promote_types`.
public func promoteTypes(_ a: DType, _ b: DType) -> DType {
  if a == b { return a }
  if a.isFloatingPoint || b.isFloatingPoint { return promoteFloating(a, b) }
  if a == .bool { return b }
  if b == .bool { return a }
  if a == .uint8 { return promoteUnsigned(with: b) }
  if b == .uint8 { return promoteUnsigned(with: a) }
  return a.itemSize > b.itemSize ? a : b
}

private func promoteFloating(_ a: DType, _ b: DType) -> DType {
  guard a.isFloatingPoint else { return b }
  guard b.isFloatingPoint else { return a }
  if a.isHalf && b.isHalf { return .float32 }
  return a.itemSize > b.itemSize ? a : b
}

private func promoteUnsigned(with signed: DType) -> DType {
  signed == .int8 ? .int16 : signed
}

/// `torch.can_cast`: whether the kind of number survives (float → int and int → bool do not).
public func canCast(from: DType, to: DType) -> Bool {
  if from.isFloatingPoint && !to.isFloatingPoint { return false }
  if from != .bool && to == .bool { return false }
  return true
}

/// Collects operands by priority: dimensioned tensors, then 0-d tensors, then Python numbers.
struct PromotionState {
  private var dimensioned: DType?
  private var zeroDim: DType?
  private var wrapped: DType?

  mutating func add(_ tensor: Tensor) {
    if tensor.isWrappedNumber {
      let category = tensor.dtype.isFloatingPoint ? Tensor.defaultDType : tensor.dtype
      wrapped = PromotionState.merge(wrapped, category)
    } else if tensor.dim == 0 {
      zeroDim = PromotionState.merge(zeroDim, tensor.dtype)
    } else {
      dimensioned = PromotionState.merge(dimensioned, tensor.dtype)
    }
  }

  mutating func add(_ scalar: Scalar) { wrapped = PromotionState.merge(wrapped, scalar.dtype) }

  var result: DType {
    let low = PromotionState.combine(zeroDim, wrapped)
    return PromotionState.combine(dimensioned, low) ?? Tensor.defaultDType
  }

  private static func merge(_ a: DType?, _ b: DType?) -> DType? {
    guard let a else { return b }
    guard let b else { return a }
    return promoteTypes(a, b)
  }

  /// A higher-priority operand decides unless the lower one is of a higher kind
  /// (bool < integer < floating).
  private static func combine(_ higher: DType?, _ lower: DType?) -> DType? {
    guard let higher else { return lower }
    guard let lower else { return higher }
    if higher.isFloatingPoint { return higher }
    if higher == .bool || lower.isFloatingPoint { return promoteTypes(higher, lower) }
    return higher
  }
}

/// dtype in which an operation on these operands computes, `torch.result_type`.
public func resultType(_ a: Tensor, _ b: Tensor) -> DType {
  if a.dtype == b.dtype && !a.isWrappedNumber && !b.isWrappedNumber { return a.dtype }
  var state = PromotionState()
  state.add(a)
  state.add(b)
  return state.result
}

public func resultType(_ a: Tensor, _ b: Scalar) -> DType {
  var state = PromotionState()
  state.add(a)
  state.add(b)
  return state.result
}

public func resultType(_ tensors: [Tensor]) -> DType {
  var state = PromotionState()
  for tensor in tensors { state.add(tensor) }
  return state.result
}

/// Shape that both operands broadcast to.
/// - Throws: `TensorError` naming the first dimension that does not match.
func broadcastShapes(_ a: Shape, _ b: Shape) throws -> Shape {
  if a == b { return a }
  let rank = Swift.max(a.count, b.count)
  var result = Shape(repeating: 1, count: rank)
  var index = rank - 1
  while index >= 0 {
    let ia = index - (rank - a.count)
    let ib = index - (rank - b.count)
    let sizeA = ia >= 0 ? a[ia] : 1
    let sizeB = ib >= 0 ? b[ib] : 1
    try check(
      sizeA == sizeB || sizeA == 1 || sizeB == 1, .runtime,
      "The size of tensor a (\(sizeA)) must match the size of tensor b (\(sizeB)) "
        + "at non-singleton dimension \(index)")
    result[index] = sizeA == 1 ? sizeB : sizeA
    index -= 1
  }
  return result
}
