import Touchstone

extension Module {
  /// Makes `tensor` itself the parameter or persistent buffer at `path`, whether it requires a
  /// gradient or not: a module becomes a function of tensors that the caller keeps.
  ///
  /// - Throws: `TensorError` (`.attribute`) when the state has no such entry.
  package func adopt(_ tensor: Tensor, as path: String) throws {
    let parts = path.split(separator: ".")
    let owner = submodule(named: parts.dropLast().joined(separator: "."))
    try throwPendingError()
    let members = owner.members
    let slots = members.parameters + members.persistentBuffers
    guard let slot = slots.first(where: { $0.name == parts.last ?? "" }) else {
      throw TensorError(.attribute, "\(name) has no state called '\(path)'")
    }
    slot.stored = tensor
  }
}
