import OrderedCollections
import Touchstone

/// Base of all optimizers, `torch.optim.Optimizer`: groups of parameters with their options, the
/// state of each parameter, and the step.
///
/// A subclass names its options in `defaultOptions`, checks them in `checkOptions` and writes one
/// update for one parameter in `update`; everything else is here.
open class Optimizer {
  /// Options of groups that do not give their own.
  public let defaults: OptionDictionary
  public private(set) var paramGroups: [ParamGroup] = []
  /// State by parameter, in the order in which parameters got theirs.
  var states: OrderedDictionary<ObjectIdentifier, ParamState> = [:]
  let hooks = OptimizerHooks()
  /// Whether a schedule sets the rates, and whether a step has followed since one was made.
  var isScheduled = false
  private(set) var hasStepped = false

  /// - Parameter options: replace the class's defaults.
  /// - Errors: `.value` for options out of range, no parameters, parameters in two groups, and for
  ///   tensors that are no leaves.
  public init(_ groups: [ParamGroup], _ options: OptionDictionary) {
    defaults = Self.completed(Self.defaultOptions.merging(options) { _, given in given })
    attempt {
      if case .tensor(let lr) = defaults["lr"] {
        try check(lr.numel == 1, .value, "Tensor lr must be 1-element")
      }
      try Self.checkOptions(ParamGroup([], defaults))
      try Self.checkDifferentiable(ParamGroup([], defaults))
      try check(!groups.isEmpty, .value, "optimizer got an empty parameter list")
      for group in groups { try admit(group) }
      try checkGroups()
    }
  }

  /// PyTorch's defaults, in its order.
  open class var defaultOptions: OptionDictionary { [:] }

  /// The defaults, where some follow from others.
  open class func completed(_ options: OptionDictionary) -> OptionDictionary { options }

  /// The options of a group that was loaded.
  open class func restored(_ options: OptionDictionary) -> OptionDictionary { options }

  /// - Throws: `TensorError` (`.value`) for an option out of range.
  open class func checkOptions(_ options: ParamGroup) throws {}

  /// What the optimizer asks of each of its parameters, beyond being a leaf.
  open func checkParameter(_ parameter: Tensor) throws {}

  /// What the optimizer asks of the groups that it is made for.
  open func checkGroups() throws {}

  /// Makes the state that exists before the first step, for optimizers that have any.
  open func prepare(_ parameter: Tensor, _ group: ParamGroup) {}

  /// One step of one parameter, in place; runs without recording.
  open func update(
    _ parameter: Tensor, _ gradient: Tensor, _ state: ParamState, _ group: ParamGroup
  ) throws {
    throw TensorError(.notImplemented, "\(Self.self) has no update")
  }

  /// Asked before a step with sparse gradients, which `update` then gets.
  ///
  /// - Throws: `TensorError` (`.runtime`) where the optimizer takes none.
  open func checkSparse(_ group: ParamGroup) throws {
    throw TensorError(.runtime, "\(Self.self) does not support sparse gradients")
  }

  /// Steps of many parameters in one pass over memory, with the numbers of `update` unless the
  /// group asks for `fused`; false, with nothing done, for optimizers and gradients without such a
  /// kernel.
  open func updateTogether(_ parameters: [Tensor], _ group: ParamGroup) throws -> Bool { false }

  /// One step of all parameters of a group that have gradients.
  open func update(_ group: ParamGroup) throws {
    let parameters = group.params.filter { $0.grad != nil }
    let isSparse = parameters.contains { $0.grad!.isSparse }
    if isSparse { try checkSparse(group) }
    if !isSparse, try updateTogether(parameters, group) { return try throwPendingError() }
    for parameter in parameters {
      try update(parameter, parameter.grad!, state(of: parameter), group)
      try throwPendingError()
    }
  }

  /// Updates every parameter that has a gradient.
  open func step() {
    attempt {
      hasStepped = isScheduled
      callHooks(before: true)
      try updateAll()
      callHooks(before: false)
    }
  }

  /// Evaluates `closure`, which computes the gradients, then updates; the closure's value.
  @discardableResult
  public final func step(_ closure: () throws -> Tensor) rethrows -> Tensor {
    hasStepped = isScheduled
    callHooks(before: true)
    let loss = try advance(closure)
    callHooks(before: false)
    return loss
  }

  /// A step with a closure, between its hooks.
  open func advance(_ closure: () throws -> Tensor) rethrows -> Tensor {
    let loss = try enableGrad(closure)
    attempt(updateAll)
    return loss
  }

  private func updateAll() throws {
    try noGrad { for group in paramGroups { try update(group) } }
  }

  /// The state of `parameter`, empty before its first step.
  public final func state(of parameter: Tensor) -> ParamState {
    let key = ObjectIdentifier(parameter)
    if let known = states[key] { return known }
    let created = ParamState()
    states[key] = created
    return created
  }

  /// Forgets the gradients of all parameters, or fills them with zeros.
  public func zeroGrad(setToNone: Bool = true) {
    for parameter in paramGroups.flatMap(\.params) { clearGrad(of: parameter, setToNone) }
  }

  private func clearGrad(of parameter: Tensor, _ setToNone: Bool) {
    guard let gradient = parameter.grad else { return }
    if setToNone {
      parameter.grad = nil
    } else {
      parameter.grad = noGrad { gradient.detach().zero_() }
    }
  }

  /// Adds a group, as when frozen layers are thawed, `torch.optim.Optimizer.add_param_group`.
  public func addParamGroup(_ group: ParamGroup) {
    attempt { try admit(group) }
  }

  private func admit(_ group: ParamGroup) throws {
    for parameter in group.params {
      try check(
        parameter.isLeaf || parameter.retainsGrad, .value, "can't optimize a non-leaf Tensor")
      try checkParameter(parameter)
    }
    if Set(group.params.map(ObjectIdentifier.init)).count < group.params.count {
      Warnings.warn(
        "optimizer contains a parameter group with duplicate parameters; in future, this will "
          + "cause an error; see github.com/pytorch/pytorch/issues/40967 for more information")
    }
    let known = Set(paramGroups.flatMap(\.params).map(ObjectIdentifier.init))
    try check(
      known.isDisjoint(with: group.params.map(ObjectIdentifier.init)), .value,
      "some parameters appear in more than one parameter group")
    try check(
      paramGroups.allSatisfy { ($0.paramNames == nil) == (group.paramNames == nil) }, .value,
      "all optimizer param groups should be with/without names. cannot add param group "
        + (group.paramNames == nil ? "without" : "with") + " names to the optimizer")
    group.options = defaults.merging(group.options) { _, own in own }
    paramGroups.append(group)
    for parameter in group.params { prepare(parameter, group) }
  }
}
