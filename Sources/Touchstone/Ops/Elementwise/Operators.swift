// Swift's operators. Comparisons are `.==`, `.<` and so on: element by element, with a tensor of
// bool as result.

infix operator ** : ExponentiationPrecedence
precedencegroup ExponentiationPrecedence {
  associativity: right
  higherThan: MultiplicationPrecedence
}

extension Tensor {
  public static func + (a: Tensor, b: Tensor) -> Tensor { Binary.add(a, b) }
  public static func + <S: TensorScalar>(a: Tensor, b: S) -> Tensor { a.add(b.scalar) }
  public static func + <S: TensorScalar>(a: S, b: Tensor) -> Tensor { b.add(a.scalar) }
  public static func += (a: Tensor, b: Tensor) { a.add_(b) }
  public static func += <S: TensorScalar>(a: Tensor, b: S) { a.add_(b.scalar) }

  public static func - (a: Tensor, b: Tensor) -> Tensor { a.sub(b) }
  public static func - <S: TensorScalar>(a: Tensor, b: S) -> Tensor { a.sub(b.scalar) }
  public static func - <S: TensorScalar>(a: S, b: Tensor) -> Tensor { b.rsub(a.scalar) }
  public static func -= (a: Tensor, b: Tensor) { a.sub_(b) }
  public static func -= <S: TensorScalar>(a: Tensor, b: S) { a.sub_(b.scalar) }

  public static func * (a: Tensor, b: Tensor) -> Tensor { Binary.mul(a, b) }
  public static func * <S: TensorScalar>(a: Tensor, b: S) -> Tensor { a.mul(b.scalar) }
  public static func * <S: TensorScalar>(a: S, b: Tensor) -> Tensor { b.mul(a.scalar) }
  public static func *= (a: Tensor, b: Tensor) { a.mul_(b) }
  public static func *= <S: TensorScalar>(a: Tensor, b: S) { a.mul_(b.scalar) }

  public static func / (a: Tensor, b: Tensor) -> Tensor { Binary.div(a, b) }
  public static func / <S: TensorScalar>(a: Tensor, b: S) -> Tensor { a.div(b.scalar) }
  public static func / <S: TensorScalar>(a: S, b: Tensor) -> Tensor {
    Binary.div(.scalar(a.scalar), b.operand)
  }
  public static func /= (a: Tensor, b: Tensor) { a.div_(b) }
  public static func /= <S: TensorScalar>(a: Tensor, b: S) { a.div_(b.scalar) }

  /// The remainder with the divisor's sign, as Python's `%`.
  public static func % (a: Tensor, b: Tensor) -> Tensor { a.remainder(b) }
  public static func % <S: TensorScalar>(a: Tensor, b: S) -> Tensor { a.remainder(b.scalar) }
  public static func % <S: TensorScalar>(a: S, b: Tensor) -> Tensor {
    Binary.remainder(.scalar(a.scalar), b.operand)
  }

  /// Power.
  public static func ** (a: Tensor, b: Tensor) -> Tensor { a.pow(b) }
  public static func ** <S: TensorScalar>(a: Tensor, b: S) -> Tensor { a.pow(b.scalar) }
  public static func ** <S: TensorScalar>(a: S, b: Tensor) -> Tensor { Tensor.pow(a, b) }

  public static prefix func - (a: Tensor) -> Tensor { a.neg() }
  public static prefix func ~ (a: Tensor) -> Tensor { a.bitwiseNot() }
}

extension Tensor {
  public static func & (a: Tensor, b: Tensor) -> Tensor { a.bitwiseAnd(b) }
  public static func & <S: TensorScalar>(a: Tensor, b: S) -> Tensor { a.bitwiseAnd(b.scalar) }
  public static func | (a: Tensor, b: Tensor) -> Tensor { a.bitwiseOr(b) }
  public static func | <S: TensorScalar>(a: Tensor, b: S) -> Tensor { a.bitwiseOr(b.scalar) }
  public static func ^ (a: Tensor, b: Tensor) -> Tensor { a.bitwiseXor(b) }
  public static func ^ <S: TensorScalar>(a: Tensor, b: S) -> Tensor { a.bitwiseXor(b.scalar) }
  public static func << (a: Tensor, b: Tensor) -> Tensor { a.bitwiseLeftShift(b) }
  public static func << <S: TensorScalar>(a: Tensor, b: S) -> Tensor {
    a.bitwiseLeftShift(b.scalar)
  }
  public static func >> (a: Tensor, b: Tensor) -> Tensor { a.bitwiseRightShift(b) }
  public static func >> <S: TensorScalar>(a: Tensor, b: S) -> Tensor {
    a.bitwiseRightShift(b.scalar)
  }
}

infix operator .== : ComparisonPrecedence
infix operator .!= : ComparisonPrecedence
infix operator .< : ComparisonPrecedence
infix operator .<= : ComparisonPrecedence
infix operator .> : ComparisonPrecedence
infix operator .>= : ComparisonPrecedence

extension Tensor {
  public static func .== <O: TensorOperand>(a: Tensor, b: O) -> Tensor { a.eq(b) }
  public static func .!= <O: TensorOperand>(a: Tensor, b: O) -> Tensor { a.ne(b) }
  public static func .< <O: TensorOperand>(a: Tensor, b: O) -> Tensor { a.lt(b) }
  public static func .<= <O: TensorOperand>(a: Tensor, b: O) -> Tensor { a.le(b) }
  public static func .> <O: TensorOperand>(a: Tensor, b: O) -> Tensor { a.gt(b) }
  public static func .>= <O: TensorOperand>(a: Tensor, b: O) -> Tensor { a.ge(b) }
}
