import OrderedCollections
import Touchstone

/// `torch.optim.LBFGS`, the limited-memory BFGS method (Nocedal and Wright 2006, chapter 7; after
/// Schmidt's minFunc): steps along −H g, where H approximates the inverse Hessian from the last
/// `historySize` changes of parameters and gradients, over all parameters as one vector.
///
/// One step makes up to `maxIter` iterations and evaluates the closure up to `maxEval` times
/// (`maxIter` · 5/4 where not given). Without a line search an iteration moves by lr, the first one
/// by min(1, 1/‖g‖₁) lr; "strong_wolfe" searches for a step that satisfies the strong Wolfe
/// conditions. The state stands with the first parameter.
public final class LBFGS: Optimizer {
  /// - Errors: `.value` for a negative rate and for more than one group.
  public convenience init(
    _ params: some ParameterSource, lr: some OptionNumber = 1, maxIter: Int = 20,
    maxEval: Int? = nil, toleranceGrad: Double = 1e-7, toleranceChange: Double = 1e-9,
    historySize: Int = 100, lineSearchFn: String? = nil, maximize: Bool = false
  ) {
    self.init(
      params.paramGroups,
      [
        "lr": lr.optionValue, "max_iter": .int(Int64(maxIter)),
        "max_eval": maxEval.map { .int(Int64($0)) } ?? .none,
        "tolerance_grad": .double(toleranceGrad), "tolerance_change": .double(toleranceChange),
        "history_size": .int(Int64(historySize)),
        "line_search_fn": lineSearchFn.map(Value.string) ?? .none, "maximize": .bool(maximize),
      ])
  }

  public override class var defaultOptions: OptionDictionary {
    [
      "lr": 1, "max_iter": 20, "max_eval": nil, "tolerance_grad": 1e-7, "tolerance_change": 1e-9,
      "history_size": 100, "line_search_fn": nil, "maximize": false,
    ]
  }

  public override class func completed(_ options: OptionDictionary) -> OptionDictionary {
    var options = options
    if case .none = options["max_eval"] ?? .none {
      options["max_eval"] = .int(Int64((options["max_iter"]?.number ?? 0) * 5 / 4))
    }
    return options
  }

  public override class func checkOptions(_ options: ParamGroup) throws {
    try checkNotNegative(options, "lr", "learning rate")
  }

  public override func checkGroups() throws {
    try check(
      paramGroups.count == 1, .value,
      "LBFGS doesn't support per-parameter options (parameter groups)")
  }

  /// - Errors: `.type`: LBFGS needs a closure.
  public override func step() {
    attempt {
      throw TensorError(.type, "LBFGS.step() missing 1 required positional argument: 'closure'")
    }
  }

  public override func advance(_ closure: () throws -> Tensor) rethrows -> Tensor {
    try noGrad {
      attempt {
        try check(
          paramGroups.count == 1, .assertion,
          "Expected exactly one param_group, but got \(paramGroups.count)")
      }
      guard !paramGroups[0].params.isEmpty else { return try enableGrad(closure) }
      return try LBFGSStep(self).run { try enableGrad(closure) }
    }
  }
}
