import OrderedCollections
import Touchstone

/// An optimizer's state and options with parameters replaced by numbers, PyTorch's `state_dict()`.
public struct OptimizerState {
  /// A parameter group without its tensors.
  public struct Group {
    public var options: OptionDictionary
    /// Numbers of the parameters, counted over all groups.
    public var params: [Int]
    public var paramNames: [String]?
  }

  /// Entries of the parameters that have any, by number.
  public var state: OrderedDictionary<Int, OptionDictionary>
  public var paramGroups: [Group]
}

extension Optimizer {
  /// The state dict; tensors are the optimizer's own.
  public func stateDict() -> OptimizerState {
    hooks.beforeState.entries.forEach { $0.body(self) }
    return hooks.afterState.entries.reduce(packed()) { $1.body(self, $0) ?? $0 }
  }

  private func packed() -> OptimizerState {
    var numbers: [ObjectIdentifier: Int] = [:]
    let groups = paramGroups.map { group in
      let params = group.params.map { number(of: $0, in: &numbers) }
      return OptimizerState.Group(
        options: group.options, params: params, paramNames: group.paramNames)
    }
    var state: OrderedDictionary<Int, OptionDictionary> = [:]
    for (key, entries) in states where !entries.isEmpty {
      if let number = numbers[key] { state[number] = entries.entries }
    }
    return OptimizerState(state: state, paramGroups: groups)
  }

  private func number(of parameter: Tensor, in numbers: inout [ObjectIdentifier: Int]) -> Int {
    let key = ObjectIdentifier(parameter)
    let number = numbers[key] ?? numbers.count
    numbers[key] = number
    return number
  }

  /// Takes over `state`: groups and parameters are matched by order, tensors take the dtype of
  /// their parameter (the count of steps keeps its own; fused steps count in float32), copies of
  /// the options and the names replace those of the groups. What older state dicts lack comes from
  /// the class's defaults.
  ///
  /// - Errors: `.value` when the groups do not have the same numbers of parameters.
  public func loadStateDict(_ state: OptimizerState) {
    attempt {
      let state = hooks.beforeLoad.entries.reduce(state) { $1.body(self, $0) ?? $0 }
      try checkSizes(state)
      states = [:]
      for (group, saved) in zip(paramGroups, state.paramGroups) { take(saved, into: group) }
      let homes = homes(state)
      for (number, entries) in state.state {
        if let (parameter, group) = homes[number] { load(entries, into: parameter, group) }
      }
      hooks.afterLoad.entries.forEach { $0.body(self) }
    }
  }

  private func checkSizes(_ state: OptimizerState) throws {
    try check(
      paramGroups.count == state.paramGroups.count, .value,
      "loaded state dict has a different number of parameter groups")
    try check(
      zip(paramGroups, state.paramGroups).allSatisfy { $0.params.count == $1.params.count },
      .value,
      "loaded state dict contains a parameter group that doesn't match the size of optimizer's "
        + "group")
  }

  private func take(_ saved: OptimizerState.Group, into group: ParamGroup) {
    let copied = saved.options.mapValues(\.detachedCopy)
    group.options = Self.restored(copied.merging(Self.defaultOptions) { own, _ in own })
    group.paramNames = saved.paramNames ?? group.paramNames
  }

  /// Parameters by their numbers in `state`.
  private func homes(_ state: OptimizerState) -> [Int: (Tensor, ParamGroup)] {
    var homes: [Int: (Tensor, ParamGroup)] = [:]
    for (group, saved) in zip(paramGroups, state.paramGroups) {
      for (parameter, number) in zip(group.params, saved.params) {
        homes[number] = (parameter, group)
      }
    }
    return homes
  }

  private func load(_ entries: OptionDictionary, into parameter: Tensor, _ group: ParamGroup) {
    let own = self.state(of: parameter)
    for (name, value) in entries {
      own.entries[name] = name == "step" ? value : adapted(value, to: parameter)
    }
    if group.flag("fused") || group.flag("capturable"), case .tensor(let step) = own["step"] {
      own["step"] = .tensor(step.to(.float32))
    }
    // Optimizers with forms for many tensors once kept these as numbers.
    guard defaults.keys.contains("foreach") else { return }
    for name in ["step", "eta", "mu", "mu_product"] where own[name].tensors.isEmpty {
      guard let number = own.entries.removeValue(forKey: name)?.number else { continue }
      _ = own.scalar(name, number)
    }
  }

  private func adapted(_ value: Value, to parameter: Tensor) -> Value {
    switch value {
    case .tensor(let tensor):
      return .tensor(parameter.dtype.isFloatingPoint ? tensor.to(parameter.dtype) : tensor)
    case .list(let items): return .list(items.map { adapted($0, to: parameter) })
    default: return value
    }
  }
}
