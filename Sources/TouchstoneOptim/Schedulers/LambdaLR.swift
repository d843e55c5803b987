import Touchstone

/// Sets the rates to the initial ones times a function of the step,
/// `torch.optim.lr_scheduler.LambdaLR`: lrₙ = lr₀ · f(n).
public final class LambdaLR: FunctionScheduler {
  public override func rates() throws -> [Value] {
    try Python.zipped(functions.all, baseLRs).map { $1 * $0(lastEpoch) }
  }
}
