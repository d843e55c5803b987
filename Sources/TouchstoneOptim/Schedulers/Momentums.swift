import Touchstone

/// The momentum of an optimizer's groups, which some schedules move against the rate: `momentum`,
/// or the first of `betas`.
struct Momentums {
  let usesBeta1: Bool

  /// - Throws: `TensorError` (`.value`) for an optimizer that has neither.
  init(_ optimizer: Optimizer) throws {
    usesBeta1 = optimizer.defaults["betas"] != nil
    try check(
      usesBeta1 || optimizer.defaults["momentum"] != nil, .value,
      "optimizer must support momentum or beta1 with `cycle_momentum` option enabled")
  }

  init(usesBeta1: Bool) { self.usesBeta1 = usesBeta1 }

  /// Writes the bounds into the groups and begins at the upper one.
  func begin(_ optimizer: Optimizer, base: [Value], max: [Value]) throws {
    for (group, (base, max)) in zip(optimizer.paramGroups, try Python.zipped(base, max)) {
      set(max, group)
      group["max_momentum"] = max
      group["base_momentum"] = base
    }
  }

  func set(_ value: Value, _ group: ParamGroup) {
    guard usesBeta1 else {
      group["momentum"] = value
      return
    }
    guard case .list(let betas) = group["betas"] else { return }
    group["betas"] = .list([value] + betas.dropFirst())
  }
}
