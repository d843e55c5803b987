import Touchstone

/// All parameters of a group as one vector.
struct FlatParameters {
  let params: [Tensor]
  let maximize: Bool

  /// The gradients behind each other, zeros where there is none; negative when maximizing.
  func gradient() -> Tensor {
    let parts = params.map { p in
      let gradient = p.grad ?? Tensor.zerosLike(p)
      return (gradient.isSparse ? gradient.toDense() : gradient).reshape([-1])
    }
    let flat = Tensor.cat(parts)
    return maximize ? flat.neg_() : flat
  }

  /// p ← p + size · direction.
  func move(_ size: Rate, _ direction: Tensor) {
    var offset = 0
    for p in params {
      let part = direction.narrow(0, offset, p.numel).view(p.shape)
      p.add_(part, alpha: size.number)
      offset += p.numel
    }
  }

  func copies() -> [Tensor] { params.map { $0.clone() } }

  func restore(_ copies: [Tensor]) {
    for (p, copy) in zip(params, copies) { p.copy_(copy) }
  }

  /// The value to minimise.
  func objective(_ loss: Tensor) -> Double {
    let value = loss.item().doubleValue
    return maximize ? -value : value
  }
}
