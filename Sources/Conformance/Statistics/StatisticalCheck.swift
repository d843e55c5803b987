import Foundation
import Touchstone

/// One statistical statement about a function and a dtype.
struct StatisticalCheck: Sendable {
  /// The suite of fixtures that holds the function: `rng` or `init`.
  let suite: String
  let op: String
  let dtype: DType
  /// What is checked; the last part of the id.
  let name: String
  let body: @Sendable (Sampler) throws -> Finding

  var id: String { "statistics/\(op)/\(dtype.name)/\(name)" }

  /// A statement by a test of fit.
  static func fit(
    _ suite: String, _ op: String, _ dtype: DType, _ name: String,
    _ body: @escaping @Sendable (Sampler) throws -> Fit
  ) -> StatisticalCheck {
    StatisticalCheck(suite: suite, op: op, dtype: dtype, name: name) { .fit(try body($0)) }
  }
}

/// What a check found.
enum Finding: Sendable {
  case fit(Fit)
  /// An error with its bound, which no chance exceeds.
  case error(worst: Double, budget: Double)
}

/// Calls functions by PyTorch's names, with a default generator of its own.
struct Sampler: Sendable {
  let dtype: DType
  /// About how many numbers a check draws.
  let count: Int
  let catalogue: @Sendable (String) -> OperationRecord?

  /// The tensors that `op` gives.
  func call(
    _ op: String, _ positional: [Value], _ keywords: [String: Value] = [:]
  ) throws -> [Tensor] {
    guard let record = catalogue(op) else {
      throw TensorError(.notImplemented, "Touchstone has no operation called \(op)")
    }
    return try record.run(positional: positional, keywords: keywords).flatMap(\.tensors)
  }

  /// The numbers that `op` gives, row by row.
  func draw(
    _ op: String, _ positional: [Value], _ keywords: [String: Value] = [:]
  ) throws -> [Double] {
    try Self.numbers(call(op, positional, keywords)[0])
  }

  static func numbers(_ tensor: Tensor) -> [Double] {
    tensor.to(.float64).contiguous().toArray(Double.self)
  }

  /// `count` equal numbers of the dtype.
  func filled(_ value: Double, _ shape: Shape? = nil) throws -> Value {
    .tensor(try checked { Tensor.full(shape ?? [count], value, dtype: dtype) })
  }

  /// The shape of `count` numbers, as an argument.
  var size: Value { .list([.int(Int64(count))]) }
}
