import Touchstone

extension Optimizer {
  /// - Throws: `TensorError` (`.value`), `Invalid <what>: <value>`, for a negative option.
  class func checkNotNegative(_ options: ParamGroup, _ name: String, _ what: String) throws {
    let value = options.number(name)
    try check(value >= 0, .value, "Invalid \(what): \(pythonText(options[name]))")
  }

  /// - Throws: `TensorError` (`.value`) for betas outside [0, 1).
  class func checkBetas(_ options: ParamGroup) throws {
    for (index, beta) in options.numbers("betas").enumerated() {
      try check(
        beta >= 0 && beta < 1, .value,
        "Invalid beta parameter at index \(index): \(pythonText(.double(beta)))")
    }
  }

  /// - Throws: `TensorError` (`.runtime`) when both multi-tensor forms are asked for.
  class func checkSwitches(_ options: ParamGroup) throws {
    try check(
      !(options.flag("foreach") && options.flag("fused")), .runtime,
      "`fused` and `foreach` cannot be `True` together.")
  }

  /// A value as Python prints it.
  class func pythonText(_ value: Value) -> String {
    switch value {
    case .int(let number): "\(number)"
    case .double(let number): "\(number)"
    case .bool(let flag): flag ? "True" : "False"
    case .string(let text): text
    case .tensor(let tensor): "\(tensor)"
    default: "None"
    }
  }
}
