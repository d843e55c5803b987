import Foundation
import Touchstone

/// A hyperparameter in arithmetic, a number or a tensor of one element, with the roundings that
/// Python's operators give to either: numbers are float64, tensors keep their dtype.
enum Rate: TensorOperand {
  case number(Double)
  case tensor(Tensor)

  /// Tensors of one element lose their dimensions.
  init(_ value: Value) {
    if case .tensor(let tensor) = value {
      self = .tensor(tensor.dim == 0 ? tensor : tensor.squeeze())
    } else {
      self = .number(value.number ?? 0)
    }
  }

  var operand: TensorOrScalar {
    switch self {
    case .number(let value): .scalar(.double(value))
    case .tensor(let tensor): .tensor(tensor)
    }
  }

  /// As an entry of a state dict.
  var value: Value {
    switch self {
    case .number(let value): .double(value)
    case .tensor(let tensor): .tensor(tensor)
    }
  }

  /// The element, for operations that take only numbers.
  var number: Double {
    switch self {
    case .number(let value): value
    case .tensor(let tensor): tensor.item().doubleValue
    }
  }

  /// The same in `dtype`, for operations that mix no dtypes.
  func converted(to dtype: DType) -> Rate {
    if case .tensor(let tensor) = self { .tensor(tensor.to(dtype)) } else { self }
  }

  /// self to the power of `exponent`.
  func power(_ exponent: Double) -> Rate {
    switch self {
    case .number(let value): .number(pow(value, exponent))
    case .tensor(let tensor): .tensor(tensor.pow(exponent))
    }
  }

  var squareRoot: Rate { power(0.5) }

  var magnitude: Rate {
    switch self {
    case .number(let value): .number(value.magnitude)
    case .tensor(let tensor): .tensor(tensor.abs())
    }
  }
}

/// Comparisons round a number to the dtype of the tensor beside it: in float16 no number is less
/// than 1e-9 and not negative, because that bound rounds to 0.
extension Rate {
  static func < (a: Rate, b: Rate) -> Bool { compared(a, b, <) }
  static func <= (a: Rate, b: Rate) -> Bool { compared(a, b, <=) }
  static func > (a: Rate, b: Rate) -> Bool { compared(a, b, >) }
  static func >= (a: Rate, b: Rate) -> Bool { compared(a, b, >=) }

  private static func compared(_ a: Rate, _ b: Rate, _ order: (Double, Double) -> Bool) -> Bool {
    order(a.rounded(beside: b), b.rounded(beside: a))
  }

  private func rounded(beside other: Rate) -> Double {
    guard case .number(let value) = self, case .tensor(let tensor) = other else { return number }
    return Tensor.full([], value, dtype: tensor.dtype).item().doubleValue
  }
}

extension Rate: ExpressibleByFloatLiteral {
  init(floatLiteral value: Double) { self = .number(value) }

  static prefix func - (a: Rate) -> Rate { a * -1.0 }

  static func + (a: Rate, b: Rate) -> Rate {
    combined(a, b, +, { $0.add($1) }, { $1.add($0) })
  }

  static func - (a: Rate, b: Rate) -> Rate {
    combined(a, b, -, { $0.sub($1) }, { $0 - $1 })
  }

  static func * (a: Rate, b: Rate) -> Rate {
    combined(a, b, *, { $0.mul($1) }, { $1.mul($0) })
  }

  /// Python divides a number by a tensor by multiplying with the reciprocal.
  static func / (a: Rate, b: Rate) -> Rate {
    combined(a, b, /, { $0.div($1) }, { $1.reciprocal().mul($0) })
  }

  private static func combined(
    _ a: Rate, _ b: Rate, _ numbers: (Double, Double) -> Double,
    _ tensorFirst: (Tensor, TensorOrScalar) -> Tensor, _ numberFirst: (Double, Tensor) -> Tensor
  ) -> Rate {
    switch (a, b) {
    case (.number(let a), .number(let b)): .number(numbers(a, b))
    case (.number(let a), .tensor(let b)): .tensor(numberFirst(a, b))
    case (.tensor(let a), _): .tensor(tensorFirst(a, b.operand))
    }
  }
}

extension ParamGroup {
  /// An option that may be a tensor.
  func rate(_ name: String) -> Rate { Rate(self[name]) }

  /// A pair of such options, as betas are.
  func rates(_ name: String) -> (Rate, Rate) {
    guard case .list(let items) = self[name], items.count == 2 else { return (0.0, 0.0) }
    return (Rate(items[0]), Rate(items[1]))
  }

  /// A pair of numbers.
  func pair(_ name: String) -> (Double, Double) {
    let (first, second) = rates(name)
    return (first.number, second.number)
  }

  /// The learning rate; multi-tensor forms of some optimizers read tensors as numbers.
  var stepRate: Rate { flag("foreach") ? .number(lr) : rate("lr") }
}
