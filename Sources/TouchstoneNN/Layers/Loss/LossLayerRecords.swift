import Touchstone

extension ModuleCatalogue {
  /// Losses.
  static let lossLayers: [ModuleRecord] =
    pairLosses + weightedLosses + tripleLosses + otherLosses + layeredLosses

  private static let reduced = "size_average, reduce, reduction"
  private static let weighted = "weight, size_average, reduce, reduction"

  /// A loss of a prediction and its target.
  private static func pair(
    _ name: String, _ signature: String,
    _ construct: @escaping @Sendable (Arguments) throws -> Loss
  ) -> ModuleRecord {
    ModuleRecord(name, signature, forward: "input, target", construct: construct) { module, a in
      [.tensor((module as! Loss)(try a.tensor("input"), try a.tensor("target")))]
    }
  }

  private static let pairLosses: [ModuleRecord] = [
    pair("L1Loss", reduced) { L1Loss(reduction: try $0.lossReduction()) },
    pair("MSELoss", reduced) { MSELoss(reduction: try $0.lossReduction()) },
    pair("SmoothL1Loss", "\(reduced), beta") {
      SmoothL1Loss(reduction: try $0.lossReduction(), beta: try $0.double("beta", default: 1))
    },
    pair("HuberLoss", "reduction, delta") {
      HuberLoss(reduction: try $0.lossReduction(), delta: try $0.double("delta", default: 1))
    },
    pair("SoftMarginLoss", reduced) { SoftMarginLoss(reduction: try $0.lossReduction()) },
    pair("MultiLabelMarginLoss", reduced) {
      MultiLabelMarginLoss(reduction: try $0.lossReduction())
    },
    pair("HingeEmbeddingLoss", "margin, \(reduced)") {
      HingeEmbeddingLoss(
        margin: try $0.double("margin", default: 1), reduction: try $0.lossReduction())
    },
    pair("KLDivLoss", "\(reduced), log_target") {
      KLDivLoss(
        reduction: try $0.divergenceReduction(),
        logTarget: try $0.bool("log_target", default: false))
    },
  ]

  private static let weightedLosses: [ModuleRecord] = [
    pair("BCELoss", weighted) {
      BCELoss(weight: try $0.tensorOrNil("weight"), reduction: try $0.lossReduction())
    },
    pair("BCEWithLogitsLoss", "\(weighted), pos_weight") {
      BCEWithLogitsLoss(
        weight: try $0.tensorOrNil("weight"), reduction: try $0.lossReduction(),
        posWeight: try $0.tensorOrNil("pos_weight"))
    },
    pair("MultiLabelSoftMarginLoss", weighted) {
      MultiLabelSoftMarginLoss(
        weight: try $0.tensorOrNil("weight"), reduction: try $0.lossReduction())
    },
    pair("NLLLoss", "weight, size_average, ignore_index, reduce, reduction") {
      NLLLoss(
        weight: try $0.tensorOrNil("weight"),
        ignoreIndex: try $0.int("ignore_index", default: -100), reduction: try $0.lossReduction())
    },
    pair(
      "CrossEntropyLoss",
      "weight, size_average, ignore_index, reduce, reduction, label_smoothing"
    ) {
      CrossEntropyLoss(
        weight: try $0.tensorOrNil("weight"),
        ignoreIndex: try $0.int("ignore_index", default: -100), reduction: try $0.lossReduction(),
        labelSmoothing: try $0.double("label_smoothing", default: 0))
    },
    pair("MultiMarginLoss", "p, margin, \(weighted)") {
      MultiMarginLoss(
        p: try $0.int("p", default: 1), margin: try $0.double("margin", default: 1),
        weight: try $0.tensorOrNil("weight"), reduction: try $0.lossReduction())
    },
  ]

  /// A loss of three tensors of the names in `inputs`.
  private static func triple(
    _ name: String, _ signature: String, _ inputs: String,
    _ construct: @escaping @Sendable (Arguments) throws -> TripleLoss
  ) -> ModuleRecord {
    let names = inputs.split(separator: " ").map(String.init)
    return ModuleRecord(
      name, signature, forward: names.joined(separator: ", "), construct: construct
    ) { module, a in
      let tensors = try names.map { try a.tensor($0) }
      return [.tensor((module as! TripleLoss)(tensors[0], tensors[1], tensors[2]))]
    }
  }

  private static let tripleLosses: [ModuleRecord] = [
    triple("MarginRankingLoss", "margin, \(reduced)", "input1 input2 target") {
      MarginRankingLoss(
        margin: try $0.double("margin", default: 0), reduction: try $0.lossReduction())
    },
    triple("CosineEmbeddingLoss", "margin, \(reduced)", "input1 input2 target") {
      CosineEmbeddingLoss(
        margin: try $0.double("margin", default: 0), reduction: try $0.lossReduction())
    },
    triple(
      "TripletMarginLoss", "margin, p, eps, swap, \(reduced)", "anchor positive negative"
    ) {
      TripletMarginLoss(
        margin: try $0.double("margin", default: 1), p: try $0.double("p", default: 2),
        eps: try $0.double("eps", default: 1e-6), swap: try $0.bool("swap", default: false),
        reduction: try $0.lossReduction())
    },
    triple(
      "TripletMarginWithDistanceLoss", "distance_function, margin, swap, reduction",
      "anchor positive negative"
    ) {
      try $0.requireDefaults("distance_function")
      return TripletMarginWithDistanceLoss(
        margin: try $0.double("margin", default: 1), swap: try $0.bool("swap", default: false),
        reduction: try $0.lossReduction())
    },
  ]

  private static let otherLosses: [ModuleRecord] = [
    ModuleRecord(
      "PoissonNLLLoss", "log_input, full, size_average, eps, reduce, reduction",
      forward: "log_input, target",
      construct: {
        PoissonNLLLoss(
          logInput: try $0.bool("log_input", default: true),
          full: try $0.bool("full", default: false), eps: try $0.double("eps", default: 1e-8),
          reduction: try $0.lossReduction())
      }
    ) { module, a in
      [.tensor((module as! Loss)(try a.tensor("log_input"), try a.tensor("target")))]
    },
    ModuleRecord(
      "GaussianNLLLoss", "full, eps, reduction", forward: "input, target, var",
      construct: {
        GaussianNLLLoss(
          full: try $0.bool("full", default: false), eps: try $0.double("eps", default: 1e-6),
          reduction: try $0.lossReduction())
      }
    ) { module, a in
      let loss = module as! GaussianNLLLoss
      let (input, target) = (try a.tensor("input"), try a.tensor("target"))
      switch try a.tensorOrScalar("var") {
      case .tensor(let variance): return [.tensor(loss(input, target, variance))]
      case .scalar(let variance): return [.tensor(loss(input, target, variance.doubleValue))]
      }
    },
    ModuleRecord(
      "CTCLoss", "blank, reduction, zero_infinity",
      forward: "log_probs, targets, input_lengths, target_lengths",
      construct: {
        CTCLoss(
          blank: try $0.int("blank", default: 0), reduction: try $0.lossReduction(),
          zeroInfinity: try $0.bool("zero_infinity", default: false))
      }
    ) { module, a in
      let loss = module as! CTCLoss
      return [
        .tensor(
          loss(
            try a.tensor("log_probs"), try a.tensor("targets"), try a.lengths("input_lengths"),
            try a.lengths("target_lengths")))
      ]
    },
  ]
}
