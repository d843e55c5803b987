import Touchstone

extension Optimizer {
  /// - Throws: `TensorError` (`.value`), `Invalid <what>: <value>`, for a negative option.
  class func checkNotNegative(_ options: ParamGroup, _ name: String, _ what: String) throws {
    let value = options.number(name)
    try check(value >= 0, .value, "Invalid \(what): \(pythonText(options[name]))")
  }

  /// - Throws: `TensorError` (`.value`), `<rule> but is: <value>`, when an option breaks it.
  class func checkRange(
    _ value: Value, _ rule: String, _ holds: (Double) -> Bool
  ) throws {
    try check(
      holds(value.number ?? .nan), .value, "\(rule) but is: \(pythonText(value))")
  }

  /// What optimizers with running averages of gradients ask of their rates, in PyTorch's order.
  class func checkMomentOptions(_ options: ParamGroup) throws {
    try checkNotNegative(options, "lr", "learning rate")
    try checkNotNegative(options, "eps", "epsilon value")
    try checkBetas(options)
    try checkNotNegative(options, "weight_decay", "weight_decay value")
  }

  /// - Throws: `TensorError` (`.value`) for betas outside [0, 1), and for tensors among them where
  /// they are no pair of tensors of one element, or cannot be computed with.
  class func checkBetas(_ options: ParamGroup) throws {
    guard case .list(let betas) = options["betas"] else { return }
    for (index, beta) in betas.enumerated() {
      let value = beta.number ?? .nan
      try check(
        value >= 0 && value < 1, .value,
        "Invalid beta parameter at index \(index): \(pythonText(beta))")
    }
    try check(
      Set(betas.map(\.pythonType)).isSubset(of: ["float"])
        || Set(betas.map(\.pythonType)).isSubset(of: ["Tensor"]),
      .value, "betas must be either both floats or both Tensors")
    guard !betas.flatMap(\.tensors).isEmpty, options.flag("foreach") else { return }
    try check(
      options.flag("capturable"), .value,
      "betas[0] as a Tensor is not supported for capturable=False and foreach=True")
  }

  /// - Throws: `TensorError` (`.value`) for a tensor as learning rate with `foreach`.
  class func checkTensorRate(_ options: ParamGroup) throws {
    guard case .tensor = options["lr"], options.flag("foreach") else { return }
    try check(
      options.flag("capturable"), .value,
      "lr as a Tensor is not supported for capturable=False and foreach=True")
  }

  /// Steps that graphs of accelerators may capture are not for the CPU.
  ///
  /// - Throws: `TensorError` (`.assertion`).
  class func checkCapturable(
    _ group: ParamGroup, _ tensors: String = "params and state_steps", withXLA: Bool? = nil
  ) throws {
    guard group.flag("capturable"), !group.flag("fused") else { return }
    let isSingle = withXLA ?? !group.flag("foreach")
    let devices = ["cuda", "xpu", "hpu", "privateuseone"] + (isSingle ? ["xla"] : [])
    let list = devices.map { "'\($0)'" }.joined(separator: ", ")
    throw TensorError(
      .assertion, "If capturable=True, \(tensors) must be on supported devices: [\(list)].")
  }

  /// - Throws: `TensorError` (`.runtime`) when `fused` meets options that it does not support.
  class func checkSwitches(_ options: ParamGroup) throws {
    guard options.flag("fused") else { return }
    try check(
      !options.flag("differentiable"), .runtime, "`fused` does not support `differentiable`")
    try check(
      !options.flag("foreach"), .runtime, "`fused` and `foreach` cannot be `True` together.")
  }

  /// Steps that gradients flow through are not implemented.
  ///
  /// - Throws: `TensorError` (`.notImplemented`).
  class func checkDifferentiable(_ options: ParamGroup) throws {
    try check(
      !options.flag("differentiable"), .notImplemented,
      "differentiable steps of optimizers are not implemented")
  }

  /// A value as Python prints it.
  class func pythonText(_ value: Value) -> String {
    switch value {
    case .int(let number): "\(number)"
    case .double(let number): "\(number)"
    case .bool(let flag): flag ? "True" : "False"
    case .string(let text): text
    case .tensor(let tensor) where tensor.dim == 0: "\(tensor.item().doubleValue)"
    case .tensor(let tensor): "\(tensor)"
    default: "None"
    }
  }
}
