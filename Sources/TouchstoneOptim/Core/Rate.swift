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

  static func - (a: Double, b: Rate) -> Rate {
    switch b {
    case .number(let value): .number(a - value)
    case .tensor(let tensor): .tensor(a - tensor)
    }
  }

  static func * (a: Rate, b: Double) -> Rate {
    switch a {
    case .number(let value): .number(value * b)
    case .tensor(let tensor): .tensor(tensor * b)
    }
  }

  static func / (a: Rate, b: Rate) -> Rate {
    switch (a, b) {
    case (.number(let a), .number(let b)): .number(a / b)
    case (.number(let a), .tensor(let b)): .tensor(a / b)
    case (.tensor(let a), _): .tensor(a.div(b.operand))
    }
  }
}

extension ParamGroup {
  /// An option that may be a tensor.
  func rate(_ name: String) -> Rate { Rate(self[name]) }

  /// A pair of such options, as betas are.
  func rates(_ name: String) -> (Rate, Rate) {
    guard case .list(let items) = self[name], items.count == 2 else { return (Rate(0), Rate(0)) }
    return (Rate(items[0]), Rate(items[1]))
  }
}
