/// The records of losses, by PyTorch's names.
extension Catalogue {
  static let losses: [OperationRecord] =
    regressionLosses + classLosses + binaryLosses + marginLosses + likelihoodLosses

  private static func loss(
    _ name: String, _ signature: String,
    _ call: @escaping @Sendable (Arguments) throws -> Tensor
  ) -> OperationRecord {
    OperationRecord("nn.functional.\(name)", signature: signature, metric: .reference) { a in
      [.tensor(try call(a))]
    }
  }

  private static let regressionLosses: [OperationRecord] = [
    loss("mse_loss", "input, target, size_average, reduce, reduction, weight") { a in
      F.mseLoss(
        try a.tensor("input"), try a.tensor("target"), reduction: try a.weightedReduction(),
        weight: try a.tensorOrNil("weight"))
    },
    loss("l1_loss", "input, target, size_average, reduce, reduction, weight") { a in
      F.l1Loss(
        try a.tensor("input"), try a.tensor("target"), reduction: try a.weightedReduction(),
        weight: try a.tensorOrNil("weight"))
    },
    loss("smooth_l1_loss", "input, target, size_average, reduce, reduction, beta") { a in
      F.smoothL1Loss(
        try a.tensor("input"), try a.tensor("target"), reduction: try a.lossReduction(),
        beta: try a.double("beta", default: 1))
    },
    loss("huber_loss", "input, target, reduction, delta, weight") { a in
      F.huberLoss(
        try a.tensor("input"), try a.tensor("target"), reduction: try a.weightedReduction(),
        delta: try a.double("delta", default: 1), weight: try a.tensorOrNil("weight"))
    },
  ]

  private static let classLosses: [OperationRecord] = [
    loss(
      "nll_loss", "input, target, weight, size_average, ignore_index, reduce, reduction"
    ) { a in
      F.nllLoss(
        try a.tensor("input"), try a.tensor("target"), weight: try a.tensorOrNil("weight"),
        ignoreIndex: try a.int("ignore_index", default: -100), reduction: try a.lossReduction())
    },
    loss(
      "cross_entropy",
      "input, target, weight, size_average, ignore_index, reduce, reduction, label_smoothing"
    ) { a in
      F.crossEntropy(
        try a.tensor("input"), try a.tensor("target"), weight: try a.tensorOrNil("weight"),
        ignoreIndex: try a.int("ignore_index", default: -100), reduction: try a.lossReduction(),
        labelSmoothing: try a.double("label_smoothing", default: 0))
    },
    loss(
      "linear_cross_entropy",
      "input, linear_weight, target, linear_bias, weight, reduction, ignore_index, "
        + "label_smoothing, options"
    ) { a in
      F.linearCrossEntropy(
        try a.tensor("input"), try a.tensor("linear_weight"), try a.tensor("target"),
        linearBias: try a.tensorOrNil("linear_bias"), weight: try a.tensorOrNil("weight"),
        reduction: try a.lossReduction(), ignoreIndex: try a.intOrNil("ignore_index"),
        labelSmoothing: try a.double("label_smoothing", default: 0))
    },
    loss(
      "ctc_loss",
      "log_probs, targets, input_lengths, target_lengths, blank, reduction, zero_infinity"
    ) { a in
      F.ctcLoss(
        try a.tensor("log_probs"), try a.tensor("targets"), try a.lengths("input_lengths"),
        try a.lengths("target_lengths"), blank: try a.int("blank", default: 0),
        reduction: try a.lossReduction(), zeroInfinity: try a.bool("zero_infinity", default: false))
    },
    loss(
      "multi_margin_loss",
      "input, target, p, margin, weight, size_average, reduce, reduction"
    ) { a in
      F.multiMarginLoss(
        try a.tensor("input"), try a.tensor("target"), p: try a.int("p", default: 1),
        margin: try a.double("margin", default: 1), weight: try a.tensorOrNil("weight"),
        reduction: try a.lossReduction())
    },
    loss("multilabel_margin_loss", "input, target, size_average, reduce, reduction") { a in
      F.multilabelMarginLoss(
        try a.tensor("input"), try a.tensor("target"), reduction: try a.lossReduction())
    },
  ]

  private static let binaryLosses: [OperationRecord] = [
    loss(
      "binary_cross_entropy", "input, target, weight, size_average, reduce, reduction"
    ) { a in
      F.binaryCrossEntropy(
        try a.tensor("input"), try a.tensor("target"), weight: try a.tensorOrNil("weight"),
        reduction: try a.lossReduction())
    },
    loss(
      "binary_cross_entropy_with_logits",
      "input, target, weight, size_average, reduce, reduction, pos_weight"
    ) { a in
      F.binaryCrossEntropyWithLogits(
        try a.tensor("input"), try a.tensor("target"), weight: try a.tensorOrNil("weight"),
        reduction: try a.lossReduction(), posWeight: try a.tensorOrNil("pos_weight"))
    },
    loss(
      "multilabel_soft_margin_loss", "input, target, weight, size_average, reduce, reduction"
    ) { a in
      F.multilabelSoftMarginLoss(
        try a.tensor("input"), try a.tensor("target"), weight: try a.tensorOrNil("weight"),
        reduction: try a.lossReduction { "\($0) is not valid" })
    },
    loss("soft_margin_loss", "input, target, size_average, reduce, reduction") { a in
      F.softMarginLoss(
        try a.tensor("input"), try a.tensor("target"), reduction: try a.lossReduction())
    },
  ]

  private static let marginLosses: [OperationRecord] = [
    loss(
      "hinge_embedding_loss", "input, target, margin, size_average, reduce, reduction"
    ) { a in
      F.hingeEmbeddingLoss(
        try a.tensor("input"), try a.tensor("target"), margin: try a.double("margin", default: 1),
        reduction: try a.lossReduction())
    },
    loss(
      "margin_ranking_loss", "input1, input2, target, margin, size_average, reduce, reduction"
    ) { a in
      F.marginRankingLoss(
        try a.tensor("input1"), try a.tensor("input2"), try a.tensor("target"),
        margin: try a.double("margin", default: 0), reduction: try a.lossReduction())
    },
    loss(
      "cosine_embedding_loss", "input1, input2, target, margin, size_average, reduce, reduction"
    ) { a in
      F.cosineEmbeddingLoss(
        try a.tensor("input1"), try a.tensor("input2"), try a.tensor("target"),
        margin: try a.double("margin", default: 0), reduction: try a.lossReduction())
    },
    loss(
      "triplet_margin_loss",
      "anchor, positive, negative, margin, p, eps, swap, size_average, reduce, reduction"
    ) { a in
      F.tripletMarginLoss(
        try a.tensor("anchor"), try a.tensor("positive"), try a.tensor("negative"),
        margin: try a.double("margin", default: 1), p: try a.double("p", default: 2),
        eps: try a.double("eps", default: 1e-6), swap: try a.bool("swap", default: false),
        reduction: try a.lossReduction())
    },
    loss(
      "triplet_margin_with_distance_loss",
      "anchor, positive, negative, distance_function, margin, swap, reduction"
    ) { a in
      try a.requireDefaults("distance_function")
      return F.tripletMarginWithDistanceLoss(
        try a.tensor("anchor"), try a.tensor("positive"), try a.tensor("negative"),
        margin: try a.double("margin", default: 1), swap: try a.bool("swap", default: false),
        reduction: try a.lossReduction())
    },
  ]

  private static let likelihoodLosses: [OperationRecord] = [
    loss("kl_div", "input, target, size_average, reduce, reduction, log_target") { a in
      return F.klDiv(
        try a.tensor("input"), try a.tensor("target"), reduction: try a.divergenceReduction(),
        logTarget: try a.bool("log_target", default: false))
    },
    loss(
      "poisson_nll_loss",
      "input, target, log_input, full, size_average, eps, reduce, reduction"
    ) { a in
      F.poissonNLLLoss(
        try a.tensor("input"), try a.tensor("target"),
        logInput: try a.bool("log_input", default: true),
        full: try a.bool("full", default: false), eps: try a.double("eps", default: 1e-8),
        reduction: try a.lossReduction())
    },
    loss("gaussian_nll_loss", "input, target, var, full, eps, reduction") { a in
      let reduction = try a.lossReduction { "\($0) is not valid" }
      let full = try a.bool("full", default: false)
      let eps = try a.double("eps", default: 1e-6)
      let (input, target) = (try a.tensor("input"), try a.tensor("target"))
      switch try a.tensorOrScalar("var") {
      case .tensor(let variance):
        return F.gaussianNLLLoss(
          input, target, variance, full: full, eps: eps, reduction: reduction)
      case .scalar(let variance):
        return F.gaussianNLLLoss(
          input, target, variance.doubleValue, full: full, eps: eps, reduction: reduction)
      }
    },
  ]
}

extension Arguments {
  /// `reduction`, or what the older `size_average` and `reduce` say.
  package func lossReduction(
    _ invalid: (String) -> String = { "\($0) is not a valid value for reduction" }
  ) throws -> LossReduction {
    if has("size_average") || has("reduce") {
      guard try bool("reduce", default: true) else { return .none }
      return try bool("size_average", default: true) ? .mean : .sum
    }
    let name = try string("reduction", default: "mean")
    guard let reduction = LossReduction(rawValue: name) else {
      throw TensorError(.value, invalid(name))
    }
    return reduction
  }

  /// The same for a divergence, which knows one more.
  package func divergenceReduction() throws -> DivergenceReduction {
    let isOlder = has("size_average") || has("reduce")
    let isBatchMean = try !isOlder && string("reduction", default: "mean") == "batchmean"
    return isBatchMean ? .batchmean : DivergenceReduction(rawValue: try lossReduction().rawValue)!
  }

  /// The same for losses whose message depends on whether there are weights.
  fileprivate func weightedReduction() throws -> LossReduction {
    guard has("weight") else { return try lossReduction() }
    return try lossReduction {
      "Invalid reduction mode: \($0). Expected one of 'none', 'mean', 'sum'."
    }
  }

  /// A tensor of lengths, or a list of them.
  package func lengths(_ name: String) throws -> Tensor {
    if case .tensor(let lengths) = value(name) { return lengths }
    return Tensor(try ints(name), dtype: .int64)
  }
}
