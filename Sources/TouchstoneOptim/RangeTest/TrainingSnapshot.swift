import Touchstone
import TouchstoneNN

/// Model, optimizer and default generator at one time, for going back to it.
struct TrainingSnapshot {
  private let tensors: [(tensor: Tensor, copy: Tensor)]
  private let gradients: [(parameter: Tensor, gradient: Tensor?)]
  private let modes: [(module: Module, training: Bool)]
  private let optimizer: Optimizer
  private let state: Value
  private let generator: Tensor

  init(_ model: Module, _ optimizer: Optimizer) {
    let parameters = model.parameters() + optimizer.paramGroups.flatMap(\.params)
    tensors = (parameters + model.buffers()).map { ($0, $0.detach().clone()) }
    gradients = parameters.map { ($0, $0.grad) }
    modes = model.modules().map { ($0, $0.training) }
    self.optimizer = optimizer
    state = optimizer.checkpointState.detachedCopy
    generator = getRNGState()
    for parameter in parameters { parameter.grad = nil }
  }

  func restore() {
    noGrad { for (tensor, copy) in tensors { tensor.copy_(copy) } }
    for (parameter, gradient) in gradients { parameter.grad = gradient }
    for (module, training) in modes { module.training = training }
    optimizer.restoreRates(state)
    setRNGState(generator)
  }
}

extension Optimizer {
  /// The state back, with rates that are tensors in the tensors that they were in.
  fileprivate func restoreRates(_ state: Value) {
    let own = paramGroups.map(\.options)
    restoreCheckpoint(state)
    for (group, before) in zip(paramGroups, own) {
      for case (let name, .tensor(let tensor)) in before where group.options[name] != nil {
        let value = group.number(name)
        group[name] = .tensor(tensor)
        group.setNumber(name, value)
      }
    }
  }
}
