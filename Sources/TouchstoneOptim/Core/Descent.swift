import Touchstone

/// What most optimizers begin with.
extension Optimizer {
  /// The gradient to follow: −g when maximizing, and g + weightDecay · p (an L2 penalty) unless
  /// the decay is decoupled; then p shrinks by 1 − lr · weightDecay instead.
  func descent(_ gradient: Tensor, _ p: Tensor, _ group: ParamGroup) -> Tensor {
    let g = group.flag("maximize") ? gradient.neg() : gradient
    let decay = group.number("weight_decay")
    guard decay != 0 else { return g }
    guard group.flag("decoupled_weight_decay") else { return g.add(p, alpha: decay) }
    p.mul_(1.0 - group.rate("lr") * .number(decay))
    return g
  }
}

/// Running averages of the gradient and of its square, as Adam and its relatives keep them.
struct Moments {
  let mean, square: Tensor

  /// m ← m + (1 − β₁)(g − m), v ← β₂ v + (1 − β₂) g².
  func advance(_ g: Tensor, _ betas: (Rate, Rate)) {
    mean.lerp_(g, 1.0 - betas.0.converted(to: mean.dtype))
    square.mul_(betas.1).addProduct_(g, g, value: (1.0 - betas.1).number)
  }
}

extension ParamState {
  /// The tensor called `name`, zeros like `parameter` at first.
  func zeros(_ name: String, like parameter: Tensor) -> Tensor {
    tensor(name, Tensor.zerosLike(parameter))
  }

  /// The averages that PyTorch calls `exp_avg` and `exp_avg_sq`.
  func moments(like parameter: Tensor) -> Moments {
    Moments(
      mean: zeros("exp_avg", like: parameter), square: zeros("exp_avg_sq", like: parameter))
  }
}
