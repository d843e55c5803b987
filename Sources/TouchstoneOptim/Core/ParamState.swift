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

  /// Counts a step in the tensor `step` that PyTorch keeps in float32, or in float64 where that is
  /// the default; the number of this one.
  func countStep(_ group: ParamGroup) -> Double {
    let isWide = Tensor.defaultDType == .float64 && !group.flag("fused")
    let step = tensor("step", Tensor.zeros([], dtype: isWide ? .float64 : .float32))
    step.add_(1)
    return step.item().doubleValue
  }
}
