import CKernels

/// What a three-operand pullback reads.
struct TernaryContext {
  let context: Pullback
  let scalars: [Scalar?]

  var g: Tensor { context.grad }
  var a: Tensor { operand(0) }
  var b: Tensor { operand(1) }
  var c: Tensor { operand(2) }

  private func operand(_ index: Int) -> Tensor {
    if let scalar = scalars[index] { return scalar.constant(like: g) }
    return context.saved[index]
  }
}

/// A family record: one element-wise operation of three operands. The pullback gets all operands
/// and gives one gradient each.
final class Ternary: Sendable {
  typealias Formula = @Sendable (TernaryContext) -> Tensor

  let name: String
  let op: ts_ternary_op
  let accepts: DTypeSet
  let kernel: String
  let node: String
  let parameters: ts_params
  let formulas: [Formula]

  init(
    _ name: String, _ op: ts_ternary_op, accepts: DTypeSet, kernel: String? = nil,
    node: String? = nil, parameters: ts_params = ts_params(), _ formulas: [Formula]
  ) {
    self.name = name
    self.op = op
    self.accepts = accepts
    self.kernel = kernel ?? "\(name)_cpu"
    self.node = node ?? backwardName(name)
    self.parameters = parameters
    self.formulas = formulas
  }

  func callAsFunction(_ a: TensorOrScalar, _ b: TensorOrScalar, _ c: TensorOrScalar) -> Tensor {
    guarded {
      requireAllStrided([a, b, c], name)
      let dtype = resultType(a, b, c)
      try checkImplemented(kernel, dtype, accepts)
      let shape = try broadcastShapes(try broadcastShapes(a.shape, b.shape), c.shape)
      let operands = [a, b, c]
      let tensors = operands.compactMap(\.tensorOrNil)
      let output = try Tensor.uninitialized(shape, dtype, tensors[0].device)
      backend(for: output.device).ternary(
        op, into: output, try a.rawCast(dtype), try b.rawCast(dtype), try c.rawCast(dtype),
        parameters)
      return try recordTernary(node, operands, output, formulas)
    }
  }
}

/// Records a three-operand operation: all tensors are saved, numbers are kept as they are.
func recordTernary(
  _ node: String, _ operands: [TensorOrScalar], _ output: Tensor, _ formulas: [Ternary.Formula]
) throws -> Tensor {
  let tensors = operands.compactMap(\.tensorOrNil)
  guard needsGrad(tensors) else { return output }
  let scalars = operands.map(\.scalarOrNil)
  let positions = operands.indices.filter { scalars[$0] == nil }
  try attach(
    node, tensors, [output], saving: operands.map(\.tensorOrNil), savingOutputs: [],
    differentiable: nil
  ) { context in
    let call = TernaryContext(context: context, scalars: scalars)
    return positions.enumerated().map { order, position in
      context.needs(order) ? formulas[position](call) : nil
    }
  }
  return output
}

extension Ternary {
  /// a + value · b · c.
  static func addcmul(_ value: Scalar) -> Ternary {
    Ternary(
      "addcmul", TS_TERNARY_addcmul, accepts: .numeric, kernel: "addcmul_cpu_out",
      parameters: value.asParameters,
      [{ $0.g }, { $0.g * ($0.c * value) }, { $0.g * ($0.b * value) }])
  }

  /// a + value · b / c.
  static func addcdiv(_ value: Scalar) -> Ternary {
    Ternary(
      "addcdiv", TS_TERNARY_addcdiv, accepts: .floating, parameters: value.asParameters,
      [
        { $0.g }, { $0.g * (value / $0.c) },
        { t in -t.g * (t.b * value / (t.c * t.c)) },
      ])
  }

  /// a + c · (b - a).
  static let lerp = Ternary(
    "lerp", TS_TERNARY_lerp, accepts: .floating, kernel: "lerp_kernel_tensor",
    node: "LerpBackward1",
    [{ $0.g * (1 - $0.c) }, { $0.g * $0.c }, { $0.g * ($0.b - $0.a) }])

  /// x between b and c: where x is a bound it shares the gradient with it, unless the bounds are
  /// equal; where the bounds cross, c has it all.
  static let clamp = Ternary(
    "clamp", TS_TERNARY_clamp_tensor, accepts: .numeric, node: "ClampBackward0",
    [
      { t in
        let outside = isBelow(t).logicalOr(isAbove(t))
        let tied = t.a.eq(t.b).logicalOr(t.a.eq(t.c)).logicalAnd(t.b.lt(t.c))
        return Tensor.where(tied, t.g / 2, t.g).zeroed(where: outside)
      },
      { t in
        let tied = t.a.eq(t.b).logicalAnd(t.b.lt(t.c))
        return Tensor.where(tied, t.g / 2, t.g).masked(isBelow(t).logicalOr(tied))
      },
      { t in
        let tied = t.a.eq(t.c).logicalAnd(t.b.lt(t.c))
        return Tensor.where(tied, t.g / 2, t.g).masked(isAbove(t).logicalOr(tied))
      },
    ])

  private static func isBelow(_ t: TernaryContext) -> Tensor {
    t.a.lt(t.b).logicalAnd(t.b.le(t.c))
  }
  private static func isAbove(_ t: TernaryContext) -> Tensor { t.a.gt(t.c).logicalOr(t.b.gt(t.c)) }
}

extension Scalar {
  fileprivate var asParameters: ts_params {
    ts_params(f: (doubleValue, 0, 0, 0), i: (int64Value, 0, 0, 0))
  }
}

extension Tensor {
  /// self + value · a · b.
  public func addcmul<S: TensorScalar>(_ a: Tensor, _ b: Tensor, value: S) -> Tensor {
    Ternary.addcmul(value.scalar)(operand, a.operand, b.operand)
  }
  public func addcmul(_ a: Tensor, _ b: Tensor) -> Tensor { addcmul(a, b, value: 1) }
  @discardableResult
  public func addcmul_<S: TensorScalar>(_ a: Tensor, _ b: Tensor, value: S) -> Tensor {
    inplace { addcmul(a, b, value: value) }
  }

  /// self + value · a / b.
  public func addcdiv<S: TensorScalar>(_ a: Tensor, _ b: Tensor, value: S) -> Tensor {
    guarded {
      try check(
        a.dtype.isFloatingPoint || b.dtype.isFloatingPoint, .runtime,
        "Integer division with addcdiv is no longer supported, and in a future  release addcdiv "
          + "will perform a true division of tensor1 and tensor2. The historic addcdiv behavior "
          + "can be implemented as (input + value * torch.trunc(tensor1 / tensor2)).to(input."
          + "dtype) for integer inputs and as (input + value * tensor1 / tensor2) for float "
          + "inputs. The future addcdiv behavior is just the latter implementation: (input + value "
          + "* tensor1 / tensor2), for all dtypes.")
      return Ternary.addcdiv(value.scalar)(operand, a.operand, b.operand)
    }
  }
  public func addcdiv(_ a: Tensor, _ b: Tensor) -> Tensor { addcdiv(a, b, value: 1) }
  @discardableResult
  public func addcdiv_<S: TensorScalar>(_ a: Tensor, _ b: Tensor, value: S) -> Tensor {
    inplace { addcdiv(a, b, value: value) }
  }

  /// self + weight · (end - self).
  public func lerp<O: TensorOperand>(_ end: Tensor, _ weight: O) -> Tensor {
    guarded {
      try check(
        dtype == end.dtype, .runtime,
        "expected dtype \(dtype.cTypeName) for `end` but got dtype \(end.dtype.cTypeName)")
      if case .tensor(let weight) = weight.operand {
        try check(
          dtype == weight.dtype, .runtime,
          "expected dtype \(dtype.cTypeName) for `weight` but got dtype "
            + weight.dtype.cTypeName)
      }
      return Ternary.lerp(operand, end.operand, weight.operand)
    }
  }
  @discardableResult
  public func lerp_<O: TensorOperand>(_ end: Tensor, _ weight: O) -> Tensor {
    inplace { lerp(end, weight) }
  }

  /// `a` where `condition` holds, `b` elsewhere; all broadcast together.
  public static func `where`<A: TensorOperand, B: TensorOperand>(
    _ condition: Tensor, _ a: A, _ b: B
  ) -> Tensor {
    guarded {
      try check(
        condition.dtype == .bool || condition.dtype == .uint8, .runtime,
        "where expected condition to be a boolean tensor, but got a tensor with dtype "
          + condition.dtype.scalarTypeName)
      return try select(condition, a.operand, b.operand)
    }
  }

  private static func select(
    _ condition: Tensor, _ a: TensorOrScalar, _ b: TensorOrScalar
  ) throws -> Tensor {
    requireAllStrided([condition.operand, a, b], "where")
    let dtype = resultType(a, b)
    let shape = try broadcastShapes(condition.shape, try broadcastShapes(a.shape, b.shape))
    let output = try Tensor.uninitialized(shape, dtype, condition.device)
    backend(for: output.device).select(
      into: output, condition, try a.rawCast(dtype), try b.rawCast(dtype))
    let tensors = [a.tensorOrNil, b.tensorOrNil]
    guard needsGrad(tensors.compactMap { $0 }) else { return output }
    let (firstIsTensor, secondIsTensor) = (tensors[0] != nil, tensors[1] != nil)
    try attach(
      "WhereBackward0", tensors.compactMap { $0 }, [output], saving: [condition],
      savingOutputs: [], differentiable: nil
    ) { ctx in
      let keep = ctx.saved[0]
      var gradients: [Tensor?] = []
      if firstIsTensor { gradients.append(ctx.grad.masked(keep)) }
      if secondIsTensor { gradients.append(ctx.grad.zeroed(where: keep)) }
      return gradients
    }
    return output
  }
}
