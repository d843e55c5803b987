import OrderedCollections
import Touchstone

/// What an optimizer remembers of one parameter, by PyTorch's names.
public final class ParamState {
  public internal(set) var entries: OptionDictionary = [:]

  var isEmpty: Bool { entries.isEmpty }

  /// The tensor called `name`, made by `initial` on first use.
  func tensor(_ name: String, _ initial: @autoclosure () -> Tensor) -> Tensor {
    if case .tensor(let tensor) = entries[name] { return tensor }
    let created = initial()
    entries[name] = .tensor(created)
    return created
  }

  /// The tensor called `name`, which is there.
  func tensor(_ name: String) -> Tensor { tensor(name, Tensor.zeros([])) }

  subscript(name: String) -> Value {
    get { entries[name] ?? .none }
    set { entries[name] = newValue }
  }

  /// A number kept as a 0-d tensor, in float32, or in float64 where that is the default.
  func scalar(_ name: String, _ initial: Double) -> Tensor {
    let dtype: DType = Tensor.defaultDType == .float64 ? .float64 : .float32
    return tensor(name, Tensor.full([], initial, dtype: dtype))
  }

  /// Counts a step in the tensor `step` that PyTorch keeps; the number of this one.
  func countStep(_ group: ParamGroup) -> Double {
    let step = prepareStep(group).add_(1)
    return step.item().doubleValue
  }

  /// The count of steps; fused steps keep it in float32.
  @discardableResult
  func prepareStep(_ group: ParamGroup) -> Tensor {
    group.flag("fused")
      ? tensor("step", Tensor.zeros([], dtype: .float32)) : scalar("step", 0)
  }
}
