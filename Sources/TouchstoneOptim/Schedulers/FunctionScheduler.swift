import Touchstone

/// Base of the schedules whose rates follow functions of the step.
public class FunctionScheduler: LRScheduler {
  let functions: RateFunctions

  public convenience init(
    _ optimizer: Optimizer, lrLambda: @escaping (Int) -> Double, lastEpoch: Int = -1
  ) {
    self.init(optimizer, RateFunctions(lrLambda, optimizer), lastEpoch)
  }

  /// A function for each group.
  ///
  /// - Errors: `.value` for another number of functions.
  public convenience init(
    _ optimizer: Optimizer, lrLambdas: [(Int) -> Double], lastEpoch: Int = -1
  ) {
    self.init(optimizer, RateFunctions(lrLambdas, optimizer), lastEpoch)
  }

  init(_ optimizer: Optimizer, _ functions: RateFunctions, _ lastEpoch: Int) {
    self.functions = functions
    super.init(optimizer, lastEpoch: lastEpoch)
  }

  override var fields: [StateField] { super.fields + [functions.field] }
  override var requiredEntries: [String] { [functions.field.name] }
}

/// The functions of a schedule, one for each group. A state dict tells how many there are; what
/// they do is not saved.
struct RateFunctions {
  let all: [(Int) -> Double]

  init(_ function: @escaping (Int) -> Double, _ optimizer: Optimizer) {
    all = optimizer.paramGroups.map { _ in function }
  }

  init(_ functions: [(Int) -> Double], _ optimizer: Optimizer) {
    all = functions
    let expected = optimizer.paramGroups.count
    attempt {
      try check(
        functions.count == expected, .value,
        "Expected \(expected) lr_lambdas, but got \(functions.count)")
    }
  }

  var field: StateField { StateField("lr_lambdas", constant: .list(all.map { _ in .none })) }
}
