import Touchstone

/// One step of LBFGS: the iterations between two calls of `step`.
final class LBFGSStep {
  private let group: ParamGroup
  private let state: ParamState
  private let flat: FlatParameters
  private var history: LBFGSHistory
  private var (direction, gradient, previous): (Tensor?, Tensor, Tensor?)
  private var size: Rate
  private var (loss, previousLoss) = (0.0, 0.0)
  private var evaluations = 0

  init(_ optimizer: LBFGS) {
    group = optimizer.paramGroups[0]
    state = optimizer.state(of: group.params[0])
    flat = FlatParameters(params: group.params, maximize: group.flag("maximize"))
    history = LBFGSHistory(state)
    direction = state["d"].tensors.first
    previous = state["prev_flat_grad"].tensors.first
    size = Rate(state["t"])
    gradient = Tensor.zeros([])
  }

  /// The first value of the closure.
  func run(_ closure: () throws -> Tensor) rethrows -> Tensor {
    let first = try closure()
    loss = flat.objective(first)
    gradient = flat.gradient()
    count("func_evals", 1)
    count("n_iter", 0)
    evaluations = 1
    guard !isOptimal else { return first }
    try iterate(closure)
    store()
    return first
  }

  private var isOptimal: Bool {
    Rate.tensor(gradient.abs().max()) <= group.rate("tolerance_grad")
  }

  private func iterate(_ closure: () throws -> Tensor) rethrows {
    let last = Int(group.number("max_iter"))
    let change = group.rate("tolerance_change")
    for iteration in stride(from: 1, through: last, by: 1) where !hasPendingError {
      count("n_iter", 1)
      aim()
      let direction = direction!
      previous = gradient.clone()
      previousLoss = loss
      size = iterations == 1 ? firstSize : group.rate("lr")
      let slope = Rate.tensor(gradient.dot(direction))
      if slope > -change { return }
      let optimal = try move(along: direction, slope, isLast: iteration == last, closure)
      if evaluations >= Int(group.number("max_eval")) || optimal { return }
      if .tensor(direction.mul(size).abs().max()) <= change { return }
      if .number((loss - previousLoss).magnitude) < change { return }
    }
  }

  /// Iterations of all steps so far.
  private var iterations: Int { Int(state["n_iter"].number ?? 0) }

  /// Chooses the direction.
  private func aim() {
    guard iterations > 1, let direction, let previous else {
      history = LBFGSHistory()
      return self.direction = gradient.neg()
    }
    let limit = Int(group.number("history_size"))
    history.alphas = state["al"].items.map { if case .none = $0 { nil } else { Rate($0) } }
    history.add(gradient.sub(previous), direction.mul(size), limit: limit)
    self.direction = history.direction(gradient, limit: limit)
    state["al"] = .list(history.alphas.map { $0?.value ?? .none })
  }

  /// min(1, 1/‖g‖₁) · lr.
  private var firstSize: Rate {
    let inverse = 1.0 / Rate.tensor(gradient.abs().sum())
    return (inverse < 1.0 ? inverse : 1.0) * group.rate("lr")
  }

  /// Moves the parameters; whether the gradient is small enough there.
  private func move(
    along direction: Tensor, _ slope: Rate, isLast: Bool, _ closure: () throws -> Tensor
  ) rethrows -> Bool {
    if case .string(let name) = group["line_search_fn"] {
      attempt {
        try check(name == "strong_wolfe", .runtime, "only 'strong_wolfe' is supported")
      }
      try searchLine(direction, slope, closure)
      flat.move(size, direction)
      return isOptimal
    }
    flat.move(size, direction)
    guard !isLast else { return false }
    (loss, gradient) = try evaluated(closure)
    countEvaluations(1)
    return isOptimal
  }

  private func searchLine(
    _ direction: Tensor, _ slope: Rate, _ closure: () throws -> Tensor
  ) rethrows {
    let here = flat.copies()
    let start = WolfePoint(t: 0.0, value: loss, gradient: gradient, slope: slope)
    let limit = Int(group.number("max_eval")) - evaluations
    var search = StrongWolfe(start: start, direction: direction, limit: limit)
    let (best, count) = try search.search(from: size) { t in
      flat.move(t, direction)
      let (value, gradient) = try evaluated(closure)
      flat.restore(here)
      return WolfePoint(
        t: t, value: value, gradient: gradient, slope: .tensor(gradient.dot(direction)))
    }
    (size, loss, gradient) = (best.t, best.value, best.gradient)
    countEvaluations(count)
  }

  private func evaluated(_ closure: () throws -> Tensor) rethrows -> (Double, Tensor) {
    (flat.objective(try closure()), flat.gradient())
  }

  private func countEvaluations(_ number: Int) {
    evaluations += number
    count("func_evals", number)
  }

  private func count(_ name: String, _ number: Int) {
    state[name] = .int(Int64((state[name].number ?? 0) + Double(number)))
  }

  private func store() {
    state["d"] = direction.map(Value.tensor) ?? .none
    state["t"] = size.value
    history.store(in: state)
    state["prev_flat_grad"] = previous.map(Value.tensor) ?? .none
    state["prev_loss"] = .double(previousLoss)
  }
}
