import Touchstone

/// Pairs of changes that approximate the inverse Hessian: y of the gradient, s of the parameters.
struct LBFGSHistory {
  var ys: [Tensor] = []
  var ss: [Tensor] = []
  /// 1 / yᵀs of each pair.
  var ros: [Rate] = []
  /// Scale of the first approximation, yᵀs / yᵀy of the newest pair.
  var scale: Rate = 1.0
  /// Coefficients of the last recursion, `history_size` places.
  var alphas: [Rate?] = []

  /// Remembers a pair, unless its curvature is too small; forgets the oldest beyond `limit`.
  mutating func add(_ y: Tensor, _ s: Tensor, limit: Int) {
    let curvature = Rate.tensor(y.dot(s))
    guard curvature > 1e-10 else { return }
    if ys.count == limit {
      ys.removeFirst()
      ss.removeFirst()
      ros.removeFirst()
    }
    ys.append(y)
    ss.append(s)
    ros.append(1.0 / curvature)
    scale = curvature / .tensor(y.dot(y))
  }

  /// −H g by the two-loop recursion (Nocedal 1980).
  mutating func direction(_ gradient: Tensor, limit: Int) -> Tensor {
    if alphas.isEmpty { alphas = Array(repeating: nil, count: limit) }
    let q = gradient.neg()
    for i in ys.indices.reversed() {
      let alpha = Rate.tensor(ss[i].dot(q)) * ros[i]
      alphas[i] = alpha
      q.add_(ys[i], alpha: -alpha.number)
    }
    let r = q.mul(scale)
    for i in ys.indices {
      let beta = Rate.tensor(ys[i].dot(r)) * ros[i]
      r.add_(ss[i], alpha: ((alphas[i] ?? 0.0) - beta).number)
    }
    return r
  }
}

extension LBFGSHistory {
  /// What PyTorch's state dict holds.
  init(_ state: ParamState) {
    ys = state["old_dirs"].tensors
    ss = state["old_stps"].tensors
    ros = state["ro"].items.map(Rate.init)
    if state["H_diag"].number != nil { scale = Rate(state["H_diag"]) }
    alphas = state["al"].items.map { if case .none = $0 { nil } else { Rate($0) } }
  }

  func store(in state: ParamState) {
    state["old_dirs"] = .list(ys.map(Value.tensor))
    state["old_stps"] = .list(ss.map(Value.tensor))
    state["ro"] = .list(ros.map(\.value))
    // The first approximation is the identity, PyTorch's integer 1.
    if case .tensor = scale { state["H_diag"] = scale.value } else { state["H_diag"] = 1 }
  }
}
