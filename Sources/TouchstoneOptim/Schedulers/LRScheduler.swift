import OrderedCollections
import Touchstone

/// Base of all learning-rate schedules, `torch.optim.lr_scheduler.LRScheduler`.
///
/// ```swift
/// let schedule = StepLR(optimizer, stepSize: 30, gamma: 0.1)
/// for epoch in 0..<100 {
///   train(epoch)
///   schedule.step()
/// }
/// ```
///
/// A schedule sets the rates of its optimizer's groups when it is made and after every step; a rate
/// that is a tensor is changed in place. Several schedules of one optimizer multiply. Where the
/// optimizer's rates come from a file, the schedule is made before they are loaded.
///
/// A subclass overrides `rates()`, sets its own properties before `super.init`, and lists them in
/// `ownFields`.
open class LRScheduler {
  public let optimizer: Optimizer
  /// The groups' `initial_lr`.
  public internal(set) var baseLRs: [Value] = []
  /// Number of the last step; -1 before the first.
  public internal(set) var lastEpoch: Int
  /// Calls of `step`, that of the initializer included; nil in schedules that do not count.
  var stepCount: Int?
  /// Whether the initializer's step is under way; nil in schedules that never had one.
  var isInitial: Bool?
  var isComputing: Bool?
  var lastLR: [Value] = []

  /// - Parameter lastEpoch: number of the last step when training goes on; -1 for the beginning.
  /// - Errors: `.key` when training goes on and a group has no `initial_lr`.
  public init(_ optimizer: Optimizer, lastEpoch: Int = -1) {
    (self.optimizer, self.lastEpoch) = (optimizer, lastEpoch)
    attempt {
      try keepInitialRates()
      baseLRs = try optimizer.values("initial_lr")
      optimizer.isScheduled = true
      try initialStep()
    }
  }

  /// For schedules that do not step when they are made.
  init(still optimizer: Optimizer, lastEpoch: Int) {
    (self.optimizer, self.lastEpoch) = (optimizer, lastEpoch)
  }

  private func keepInitialRates() throws {
    for (index, group) in optimizer.paramGroups.enumerated() {
      guard group.options["initial_lr"] == nil else { continue }
      try check(
        lastEpoch == -1, .key,
        "param 'initial_lr' is not specified in param_groups[\(index)] when resuming scheduler "
          + "with last_epoch >= 0.\nThis typically happens when:\n1. You're trying to resume "
          + "training from a checkpoint but haven't properly loaded the optimizer state\n2. You're "
          + "using last_epoch >= 0 for a fresh training run (not recommended)")
      group["initial_lr"] = try optimizer.values("lr")[index]
    }
  }

  /// The rates of the groups at `lastEpoch`, from those of the step before.
  open func rates() throws -> [Value] { throw TensorError(.notImplemented, "") }

  /// The rates at `lastEpoch` from the initial ones alone; nil where there is no such formula.
  open func closedFormRates() throws -> [Value]? { nil }

  /// State that only this class has, in PyTorch's order.
  open var ownFields: [StateField] { [] }

  /// One step, after the optimizer's.
  public final func step() { attempt { try advance(nil) } }

  /// Goes to `epoch`, with the closed form where there is one. PyTorch has deprecated it.
  public final func step(epoch: Int) { attempt { try advance(epoch) } }

  func advance(_ epoch: Int?) throws {
    if stepCount == 1 && !optimizer.hasStepped { Warnings.warn(LRScheduler.orderWarning) }
    stepCount = (stepCount ?? 0) + 1
    if epoch != nil { Warnings.warn(LRScheduler.epochWarning) }
    try update(epoch)
  }

  func initialStep() throws {
    stepCount = 0
    isInitial = true
    defer { isInitial = false }
    try advance(nil)
  }

  func update(_ epoch: Int?) throws {
    lastEpoch = epoch ?? lastEpoch + 1
    let values = try computing { try epoch.flatMap { _ in try closedFormRates() } ?? rates() }
    try setRates(values)
  }

  /// Sets the rates of the groups and remembers them.
  func setRates(_ values: [Value]) throws {
    try throwPendingError()
    for (group, value) in try Python.zipped(optimizer.paramGroups, values) {
      group.setRate("lr", value)
    }
    lastLR = try optimizer.values("lr")
  }

  /// Runs `body`, in which rates may be asked for without a warning.
  func computing<R>(_ body: () throws -> R) rethrows -> R {
    isComputing = true
    defer { isComputing = false }
    return try noGrad(body)
  }

  /// The rates that the last step set.
  public func getLastLR() -> [Double] { lastLR.map { $0.number ?? .nan } }

  /// The rates that the next step's formula gives now; for those in use there is `getLastLR()`.
  public func getLR() -> [Double] {
    guarded([]) {
      if isComputing != true { Warnings.warn(LRScheduler.getLRWarning) }
      return try noGrad { try rates().map { $0.number ?? .nan } }
    }
  }

  /// The rates in use, for steps that change nothing.
  func current() throws -> [Value] { try optimizer.values("lr") }

  /// The rates in use, each times `factor`.
  func current(times factor: Double) -> [Value] {
    optimizer.paramGroups.map { $0["lr"] * factor }
  }

  /// Every entry of the state dict, in PyTorch's order.
  var fields: [StateField] { ownFields + baseFields }

  var baseFields: [StateField] {
    [
      StateField("base_lrs", self, \LRScheduler.baseLRs),
      StateField("last_epoch", self, \LRScheduler.lastEpoch),
    ] + stepFields + [StateField("_last_lr", self, \LRScheduler.lastLR)]
  }

  var stepFields: [StateField] {
    let all = [
      stepCount == nil ? nil : StateField("_step_count", self, \LRScheduler.countedSteps),
      isInitial == nil ? nil : StateField("_is_initial", self, \LRScheduler.isInitialStep),
      isComputing == nil
        ? nil : StateField("_get_lr_called_within_step", self, \LRScheduler.isWithinStep),
    ]
    return all.compactMap { $0 }
  }

  private var countedSteps: Int { get { stepCount ?? 0 } set { stepCount = newValue } }
  private var isInitialStep: Bool { get { isInitial ?? false } set { isInitial = newValue } }
  private var isWithinStep: Bool { get { isComputing ?? false } set { isComputing = newValue } }

  /// The state in PyTorch's structure: everything but the optimizer and functions.
  public func stateDict() -> OptionDictionary {
    OptionDictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.get()) })
  }

  /// Entries without which a state dict is refused.
  var requiredEntries: [String] { [] }

  /// Takes over the entries of `state` that this schedule has; others of its own stay.
  ///
  /// - Errors: `.type` for an entry of another kind; `.key` for one that is indispensable.
  public func loadStateDict(_ state: OptionDictionary) {
    attempt {
      for name in requiredEntries { try check(state[name] != nil, .key, "'\(name)'") }
      for field in fields {
        if let value = state[field.name] { try field.set(value) }
      }
      try finishLoading()
    }
  }

  /// Called when a state has been loaded.
  func finishLoading() throws {}
}
