import OrderedCollections
import Touchstone

/// The state dict; the layout versions of the modules are its last entry, `_metadata`.
extension Module: Checkpointable {
  public var checkpointState: Value {
    let state = stateDict()
    var entries = OrderedDictionary<String, Value>(
      uniqueKeysWithValues: state.map { ($0.key, .tensor($0.value)) })
    let versions = (state.versions ?? [:]).mapValues { Value.int(Int64($0)) }
    entries[Module.metadataKey] = .entries(versions)
    return .entries(entries)
  }

  public func restoreCheckpoint(_ state: Value) {
    attempt { loadStateDict(try Module.stateDict(of: state)) }
  }

  private static let metadataKey = "_metadata"

  private static func stateDict(of value: Value) throws -> StateDict {
    guard let entries = value.entries else {
      throw TensorError(.type, "Expected state_dict to be dict-like, got \(value.pythonType).")
    }
    var state = StateDict()
    for (name, entry) in entries where name != metadataKey {
      guard case .tensor(let tensor) = entry else {
        throw TensorError(.type, "the entry \(name) of a model's state is \(entry.pythonType)")
      }
      state[name] = tensor
    }
    state.versions = entries[metadataKey]?.entries?.compactMapValues { version in
      if case .int(let number) = version { Int(number) } else { nil }
    }
    return state
  }
}
