import Touchstone

/// Every module is copied property by property, its children, boxes of state and hooks with it.
extension Module: CopiedByFields {
  /// A module of the same class with copies of all that belongs to it, Python's `copy.deepcopy`.
  ///
  /// Parameters and buffers get memory of their own; those that are tied, here or further down, are
  /// tied in the copy. Parameters keep their `requiresGrad` and leave their gradient behind. Hooks
  /// stay, and handles remove those of the original only. Other properties are copied as Swift
  /// copies values, with the modules and tensors inside them; objects of other classes are shared,
  /// unless these are marked `CopiedByFields`.
  /// - Errors: `.runtime` for a tensor with a history; `.type` for a property that is weak, unowned
  ///   or noncopyable, and for modules or tensors inside an enumeration or a set.
  public func copy() -> Self {
    guarded(self) {
      let copy = DeepCopy()
      let result = copy(self)
      if let error = copy.error { throw error }
      return result
    }
  }
}

extension TensorSlot: CopiedByFields {}
extension Submodule: CopiedByFields {}
extension ModuleExtras: CopiedByFields {}
extension ModuleHooks: CopiedByFields {}
extension HookList: CopiedByFields {}
