import Touchstone

extension ModuleCatalogue {
  /// Losses with layers of their own.
  static let layeredLosses: [ModuleRecord] = [
    ModuleRecord(
      "LinearCrossEntropyLoss",
      "in_features, num_classes, out_features, bias, device, dtype, reduction, weight, "
        + "ignore_index, label_smoothing, options",
      forward: "input, target",
      construct: { a in
        LinearCrossEntropyLoss(
          try a.int("in_features"), try a.int("num_classes"),
          outFeatures: try a.ints("out_features", default: []),
          bias: try a.bool("bias", default: false), dtype: try a.dtypeOrNil("dtype"),
          reduction: try a.lossReduction(), weight: try a.tensorOrNil("weight"),
          ignoreIndex: try a.intOrNil("ignore_index"),
          labelSmoothing: try a.double("label_smoothing", default: 0),
          options: try a.chunking("options"))
      }
    ) { module, a in
      guard let loss = module as? Loss else { return [] }
      return [.tensor(loss(try a.tensor("input"), try a.tensor("target")))]
    },
    ModuleRecord(
      "AdaptiveLogSoftmaxWithLoss",
      "in_features, n_classes, cutoffs, div_value, head_bias, device, dtype",
      forward: "input_, target_",
      construct: { a in
        AdaptiveLogSoftmaxWithLoss(
          try a.int("in_features"), try a.int("n_classes"), try a.ints("cutoffs"),
          divValue: try a.double("div_value", default: 4),
          headBias: try a.bool("head_bias", default: false), dtype: try a.dtypeOrNil("dtype"))
      }
    ) { module, a in
      guard let loss = module as? AdaptiveLogSoftmaxWithLoss else { return [] }
      let result = loss(try a.tensor("input_"), try a.tensor("target_"))
      return [.tensor(result.output), .tensor(result.loss)]
    },
  ]
}

extension Arguments {
  /// Options of a chunked loss, given as pairs of a name and a value.
  fileprivate func chunking(_ name: String) throws -> LinearCrossEntropyOptions? {
    guard case .list(let pairs) = value(name) else { return nil }
    var keywords: [String: Value] = [:]
    for case .list(let pair) in pairs where pair.count == 2 {
      if case .string(let key) = pair[0] { keywords[key] = pair[1] }
    }
    let a = try Arguments(
      operation: "LinearCrossEntropyOptions",
      signature: [
        "allow_retain_graph", "batch_chunk_size", "chunking_method", "acc_policy", "acc_dtype",
      ], positional: [], keywords: keywords)
    return LinearCrossEntropyOptions(
      allowRetainGraph: try a.bool("allow_retain_graph", default: false),
      batchChunkSize: try a.intOrNil("batch_chunk_size"),
      chunkingMethod: keywords["chunking_method"] == nil
        ? "auto" : try a.stringOrNil("chunking_method"),
      accPolicy: try a.string("acc_policy", default: "auto"),
      accDType: try a.dtypeOrNil("acc_dtype"))
  }
}
