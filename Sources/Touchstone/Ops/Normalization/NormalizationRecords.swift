/// The records of normalisation, by PyTorch's names.
extension Catalogue {
  static let normalizations: [OperationRecord] = layerNorms + nativeNorms + distances

  private static let layerNorms: [OperationRecord] = [
    norm(
      "nn.functional.batch_norm",
      "input, running_mean, running_var, weight, bias, training, momentum, eps"
    ) { a, x in
      F.batchNorm(
        x, try a.tensorOrNil("running_mean"), try a.tensorOrNil("running_var"),
        weight: try a.tensorOrNil("weight"), bias: try a.tensorOrNil("bias"),
        training: try a.bool("training", default: false),
        momentum: try a.double("momentum", default: 0.1), eps: try a.eps)
    },
    norm(
      "nn.functional.instance_norm",
      "input, running_mean, running_var, weight, bias, use_input_stats, momentum, eps"
    ) { a, x in
      F.instanceNorm(
        x, try a.tensorOrNil("running_mean"), try a.tensorOrNil("running_var"),
        weight: try a.tensorOrNil("weight"), bias: try a.tensorOrNil("bias"),
        useInputStats: try a.bool("use_input_stats", default: true),
        momentum: try a.double("momentum", default: 0.1), eps: try a.eps)
    },
    norm("nn.functional.layer_norm", "input, normalized_shape, weight, bias, eps") { a, x in
      F.layerNorm(
        x, try a.ints("normalized_shape"), weight: try a.tensorOrNil("weight"),
        bias: try a.tensorOrNil("bias"), eps: try a.eps)
    },
    norm("nn.functional.rms_norm", "input, normalized_shape, weight, eps") { a, x in
      F.rmsNorm(
        x, try a.ints("normalized_shape"), weight: try a.tensorOrNil("weight"),
        eps: try a.doubleOrNil("eps"))
    },
    norm("nn.functional.group_norm", "input, num_groups, weight, bias, eps") { a, x in
      F.groupNorm(
        x, try a.int("num_groups"), weight: try a.tensorOrNil("weight"),
        bias: try a.tensorOrNil("bias"), eps: try a.eps)
    },
    norm("nn.functional.local_response_norm", "input, size, alpha, beta, k") { a, x in
      F.localResponseNorm(
        x, try a.int("size"), alpha: try a.double("alpha", default: 1e-4),
        beta: try a.double("beta", default: 0.75), k: try a.double("k", default: 1))
    },
  ]

  private static let nativeNorms: [OperationRecord] = [
    OperationRecord(
      "native_batch_norm",
      signature: "input, weight, bias, running_mean, running_var, training, momentum, eps",
      metric: .reference
    ) { a in try nativeBatchNorm(a, training: try a.bool("training", default: false)) },
    OperationRecord(
      "_native_batch_norm_legit",
      signature: "input, weight, bias, running_mean, running_var, training, momentum, eps",
      metric: .reference
    ) { a in
      guard case .bool(let training) = a.value("running_mean") else {
        return try nativeBatchNorm(a, training: try a.bool("training", default: false))
      }
      // The overload without running statistics, whose arguments follow two places earlier.
      let (out, mean, invstd) = Tensor.nativeBatchNorm(
        try a.tensor("input"), try a.tensorOrNil("weight"), try a.tensorOrNil("bias"), nil, nil,
        training: training, momentum: try a.double("running_var"), eps: try a.double("training"))
      return [out, mean, invstd].map { .tensor($0) }
    },
    OperationRecord(
      "_batch_norm_with_update",
      signature: "input, weight, bias, running_mean, running_var, momentum, eps",
      metric: .reference
    ) { a in
      // PyTorch's fourth result is the workspace of another device's library: empty here.
      try nativeBatchNorm(a, training: true) + [.tensor(Tensor.empty([0], dtype: .uint8))]
    },
    OperationRecord(
      "native_layer_norm", signature: "input, normalized_shape, weight, bias, eps",
      metric: .reference
    ) { a in
      let (out, mean, invstd) = Tensor.nativeLayerNorm(
        try a.tensor("input"), try a.ints("normalized_shape"), try a.tensorOrNil("weight"),
        try a.tensorOrNil("bias"), try a.double("eps"))
      return [out, mean, invstd].map { .tensor($0) }
    },
    OperationRecord(
      "native_group_norm", signature: "input, weight, bias, N, C, HxW, group, eps",
      metric: .reference
    ) { a in
      let (out, mean, invstd) = Tensor.nativeGroupNorm(
        try a.tensor("input"), try a.tensorOrNil("weight"), try a.tensorOrNil("bias"),
        n: try a.int("N"), c: try a.int("C"), hw: try a.int("HxW"), groups: try a.int("group"),
        eps: try a.double("eps"))
      return [out, mean, invstd].map { .tensor($0) }
    },
  ]

  private static let distances: [OperationRecord] = [
    norm("nn.functional.normalize", "input, p, dim, eps, out") { a, x in
      F.normalize(
        x, p: try a.double("p", default: 2), dim: try a.ints("dim", default: [1]),
        eps: try a.double("eps", default: 1e-12))
    },
    OperationRecord(
      "nn.functional.cosine_similarity", signature: "x1, x2, dim, eps", metric: .reference
    ) { a in
      let out = F.cosineSimilarity(
        try a.tensor("x1"), try a.tensor("x2"), dim: try a.int("dim", default: 1),
        eps: try a.double("eps", default: 1e-8))
      return [.tensor(out)]
    },
    OperationRecord(
      "nn.functional.pairwise_distance", signature: "x1, x2, p, eps, keepdim", metric: .reference
    ) { a in
      let out = F.pairwiseDistance(
        try a.tensor("x1"), try a.tensor("x2"), p: try a.double("p", default: 2),
        eps: try a.double("eps", default: 1e-6), keepdim: try a.bool("keepdim", default: false))
      return [.tensor(out)]
    },
    norm("nn.functional.pdist", "input, p") { a, x in
      F.pdist(x, p: try a.double("p", default: 2))
    },
  ]

  private static func nativeBatchNorm(_ a: Arguments, training: Bool) throws -> [Value] {
    let (out, mean, invstd) = Tensor.nativeBatchNorm(
      try a.tensor("input"), try a.tensorOrNil("weight"), try a.tensorOrNil("bias"),
      try a.tensorOrNil("running_mean"), try a.tensorOrNil("running_var"), training: training,
      momentum: try a.double("momentum"), eps: try a.double("eps"))
    return [out, mean, invstd].map { .tensor($0) }
  }

  private static func norm(
    _ name: String, _ signature: String,
    _ call: @escaping @Sendable (Arguments, Tensor) throws -> Tensor
  ) -> OperationRecord {
    OperationRecord(name, signature: signature, metric: .reference) { a in
      let x = try a.tensor("input")
      return try a.result(try call(a, x), reading: x)
    }
  }
}

extension Arguments {
  fileprivate var eps: Double { get throws { try double("eps", default: 1e-5) } }
}
