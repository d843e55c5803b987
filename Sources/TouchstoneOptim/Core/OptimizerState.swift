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
  /// their parameter (the count of steps keeps its own), copies of the options replace those of the
  /// groups.
  ///
  /// - Errors: `.value` when the groups do not have the same numbers of parameters.
  public func loadStateDict(_ state: OptimizerState) {
    attempt {
      try check(
        paramGroups.count == state.paramGroups.count, .value,
        "loaded state dict has a different number of parameter groups")
      try check(
        zip(paramGroups, state.paramGroups).allSatisfy { $0.params.count == $1.params.count },
        .value,
        "loaded state dict contains a parameter group that doesn't match the size of optimizer's "
          + "group")
      states = [:]
      var parameters: [Int: Tensor] = [:]
      for (group, saved) in zip(paramGroups, state.paramGroups) {
        group.options = saved.options.mapValues(\.detachedCopy)
        for (parameter, number) in zip(group.params, saved.params) {
          parameters[number] = parameter
        }
      }
      for (number, entries) in state.state {
        if let parameter = parameters[number] { load(entries, into: parameter) }
      }
    }
  }

  private func load(_ entries: OptionDictionary, into parameter: Tensor) {
    let own = self.state(of: parameter)
    for (name, value) in entries {
      own.entries[name] = name == "step" ? value : adapted(value, to: parameter)
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
