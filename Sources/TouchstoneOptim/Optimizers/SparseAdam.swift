import Foundation
import OrderedCollections
import Touchstone

/// `torch.optim.SparseAdam`: Adam for sparse gradients, which changes the moments and the parameter
/// only where the gradient stores something.
///
/// With g = ∇f (−∇f when `maximize`) at those places and the step's number t,
/// m ← m + (1 − β₁)(g − m), v ← v + (1 − β₂)(g² − v) and
/// p ← p − lr · √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + eps).
public final class SparseAdam: Optimizer {
  /// - Errors: `.value` for rates out of range and for sparse parameters.
  public convenience init(
    _ params: some ParameterSource, lr: some OptionNumber = 1e-3,
    betas: (Double, Double) = (0.9, 0.999), eps: Double = 1e-8, maximize: Bool = false
  ) {
    self.init(
      params.paramGroups,
      [
        "lr": lr.optionValue, "betas": .pair(betas), "eps": .double(eps),
        "maximize": .bool(maximize),
      ])
  }

  public override init(_ groups: [ParamGroup], _ options: OptionDictionary) {
    super.init(groups, options)
    attempt { try Self.checkStrided(paramGroups) }
  }

  public override class var defaultOptions: OptionDictionary {
    ["lr": 1e-3, "betas": [0.9, 0.999], "eps": 1e-8, "maximize": false]
  }

  public override class func checkOptions(_ options: ParamGroup) throws {
    try checkPositive(options, "lr", "learning rate")
    try checkPositive(options, "eps", "epsilon value")
    try checkBetas(options)
  }

  private class func checkPositive(
    _ options: ParamGroup, _ name: String, _ what: String
  ) throws {
    try check(
      options.number(name) > 0, .value, "Invalid \(what): \(pythonText(options[name]))")
  }

  private class func checkStrided(_ groups: [ParamGroup]) throws {
    let found = groups.enumerated().flatMap { index, group in
      group.params.indices.filter { group.params[$0].isSparse }.map { "[\(index), \($0)]" }
    }
    try check(
      found.isEmpty, .value,
      "Sparse params at indices [\(found.joined(separator: ", "))]: SparseAdam requires dense "
        + "parameter tensors")
  }

  public override func checkSparse(_ group: ParamGroup) throws {}

  public override func update(_ group: ParamGroup) throws {
    try check(
      group.params.allSatisfy { $0.grad?.isSparse ?? true }, .runtime,
      "SparseAdam does not support dense gradients, please consider Adam instead")
    try super.update(group)
  }

  public override func update(
    _ parameter: Tensor, _ gradient: Tensor, _ state: ParamState, _ group: ParamGroup
  ) throws {
    if state.isEmpty {
      state["step"] = 0
      state["exp_avg"] = .tensor(Tensor.zerosLike(parameter))
      state["exp_avg_sq"] = .tensor(Tensor.zerosLike(parameter))
    }
    let step = (state["step"].number ?? 0) + 1
    state["step"] = .int(Int64(step))
    let g = (group.flag("maximize") ? gradient.neg() : gradient).coalesce()
    try throwPendingError()
    guard g.storedValues.numel > 0 else { return }
    let betas = group.numbers("betas")
    let rate = group.lr * (1 - pow(betas[1], step)).squareRoot() / (1 - pow(betas[0], step))
    let values = g.storedValues
    let m = state.tensor("exp_avg").move(towards: values, at: g, by: 1 - betas[0])
    let v = state.tensor("exp_avg_sq").move(towards: values.pow(2), at: g, by: 1 - betas[1])
    parameter.add_(g.storing(m.div(v.sqrt_().add_(group.number("eps"))).mul_(-rate)))
  }
}

extension Tensor {
  /// A sparse tensor of the same places with other elements.
  func storing(_ values: Tensor) -> Tensor {
    Tensor.sparseCOO(indices: storedIndices, values: values, size: shape)
  }

  /// Moves a running average where `gradient` stores something: what it is there afterwards.
  fileprivate func move(towards values: Tensor, at gradient: Tensor, by share: Double) -> Tensor {
    let old = sparseMask(gradient).storedValues
    let change = values.sub(old).mul_(share)
    add_(gradient.storing(change))
    return change.add_(old)
  }
}
