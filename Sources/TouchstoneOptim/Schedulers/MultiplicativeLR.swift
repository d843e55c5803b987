import Touchstone

/// Multiplies the rates by a function of the step, in every step,
/// `torch.optim.lr_scheduler.MultiplicativeLR`: lrₙ = lrₙ₋₁ · f(n).
public final class MultiplicativeLR: LRScheduler {
  private let functions: RateFunctions

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

  private init(_ optimizer: Optimizer, _ functions: RateFunctions, _ lastEpoch: Int) {
    self.functions = functions
    super.init(optimizer, lastEpoch: lastEpoch)
  }

  public override func rates() throws -> [Value] {
    if isInitial == true { return try current() }
    return try Python.zipped(functions.all, optimizer.paramGroups).map { $1["lr"] * $0(lastEpoch) }
  }

  override var fields: [StateField] { super.fields + [functions.field] }
  override var requiredEntries: [String] { [functions.field.name] }
}
