import Touchstone

/// Multiplies the rates by a function of the step, in every step,
/// `torch.optim.lr_scheduler.MultiplicativeLR`: lrₙ = lrₙ₋₁ · f(n).
public final class MultiplicativeLR: FunctionScheduler {
  public override func rates() throws -> [Value] {
    if isInitial == true { return try current() }
    return try Python.zipped(functions.all, optimizer.paramGroups).map { $1["lr"] * $0(lastEpoch) }
  }
}
