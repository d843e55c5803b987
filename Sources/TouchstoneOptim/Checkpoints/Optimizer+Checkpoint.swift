import OrderedCollections
import Touchstone

extension Optimizer: Checkpointable {
  public var checkpointState: Value { stateDict().value }

  public func restoreCheckpoint(_ state: Value) {
    attempt { loadStateDict(try OptimizerState(state.detachedCopy)) }
  }
}

extension OptimizerState {
  /// PyTorch's structure: `state` by the numbers of the parameters, and `param_groups`.
  public var value: Value {
    var entries: OrderedDictionary<ValueKey, Value> = [:]
    for (number, own) in state { entries[.int(Int64(number))] = .entries(own) }
    let groups = Value.list(paramGroups.map(\.value))
    return .entries(["state": .dictionary(entries), "param_groups": groups])
  }

  /// - Throws: `TensorError` (`.type`) for anything else.
  public init(_ value: Value) throws {
    guard let entries = value.entries, case .dictionary(let own) = entries["state"],
      case .list(let groups) = entries["param_groups"]
    else {
      throw TensorError(.type, "an optimizer's state has the entries 'state' and 'param_groups'")
    }
    paramGroups = try groups.map(Group.init)
    state = [:]
    for (key, entry) in own {
      guard case .int(let number) = key, let entries = entry.entries else {
        throw TensorError(.type, "the optimizer's state of parameter \(key) is \(entry.pythonType)")
      }
      state[Int(number)] = entries
    }
  }
}

extension OptimizerState.Group {
  fileprivate var value: Value {
    var entries = options
    entries["param_names"] = paramNames.map { .list($0.map(Value.string)) }
    entries["params"] = .list(params.map { .int(Int64($0)) })
    return .entries(entries)
  }

  fileprivate init(_ value: Value) throws {
    guard var entries = value.entries, let params = [Int](stateValue: entries["params"] ?? .none)
    else { throw TensorError(.type, "a parameter group has an entry 'params' of numbers") }
    paramNames = [String](stateValue: entries["param_names"] ?? .none)
    entries["params"] = nil
    entries["param_names"] = nil
    (options, self.params) = (entries, params)
  }
}

extension LRScheduler: Checkpointable {
  public var checkpointState: Value { .entries(stateDict()) }

  public func restoreCheckpoint(_ state: Value) {
    attempt {
      guard let entries = state.detachedCopy.entries else {
        throw TensorError(.type, "a schedule's state is a dictionary, not \(state.pythonType)")
      }
      loadStateDict(entries)
    }
  }
}
