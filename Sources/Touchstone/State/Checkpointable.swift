import OrderedCollections

/// Something whose state a checkpoint keeps: a model, an optimizer, a schedule, a generator.
public protocol Checkpointable: AnyObject {
  /// The state as data, in the structure of PyTorch's state dict; tensors are the object's own.
  var checkpointState: Value { get }

  /// Goes on from `state`, taking over its tensors or what is in them.
  ///
  /// - Errors: the object's own for a state that does not fit it.
  func restoreCheckpoint(_ state: Value)
}

extension Generator: Checkpointable {
  public var checkpointState: Value { .tensor(getState()) }

  public func restoreCheckpoint(_ state: Value) {
    attempt {
      guard case .tensor(let state) = state else {
        throw TensorError(.type, "the state of a generator must be a tensor, not \(state.pythonType)")
      }
      setState(state)
    }
  }
}

extension Value {
  /// The value with copies of its tensors.
  public var detachedCopy: Value {
    switch self {
    case .tensor(let tensor): .tensor(noGrad { tensor.detach().clone() })
    case .list(let items): .list(items.map(\.detachedCopy))
    case .dictionary(let entries): .dictionary(entries.mapValues(\.detachedCopy))
    default: self
    }
  }
}
