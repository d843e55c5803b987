extension Catalogue {
  /// `torch.masked`.
  static let masked: [OperationRecord] =
    [
      reduction("sum", Masked.sum), reduction("prod", Masked.prod),
      reduction("mean", Masked.mean), reduction("amax", Masked.amax),
      reduction("amin", Masked.amin), reduction("logsumexp", Masked.logsumexp),
      position("argmax", Masked.argmax), position("argmin", Masked.argmin),
      moment("var", Masked.var), moment("std", Masked.std),
      alongDim("cumsum", Masked.cumsum), alongDim("cumprod", Masked.cumprod),
      alongDim("softmax", Masked.softmax), alongDim("log_softmax", Masked.logSoftmax),
      alongDim("softmin", Masked.softmin),
    ] + others

  private typealias Reduction =
    @Sendable (Tensor, [Int]?, Bool, DType?, Tensor?) -> Tensor
  private typealias Position = @Sendable (Tensor, Int?, Bool, DType?, Tensor?) -> Tensor
  private typealias Moment =
    @Sendable (Tensor, [Int]?, Double, Bool, DType?, Tensor?) -> Tensor
  private typealias AlongDim = @Sendable (Tensor, Int, DType?, Tensor?) -> Tensor

  private static func reduction(
    _ name: String, _ function: @escaping Reduction
  ) -> OperationRecord {
    OperationRecord(
      "masked.\(name)", signature: "input, dim, keepdim, dtype, mask", metric: .reference
    ) { a in
      let out = function(
        try a.tensor("input"), try a.intsOrNil("dim"), try a.bool("keepdim", default: false),
        try a.dtypeOrNil("dtype"), try a.tensorOrNil("mask"))
      return [.tensor(out)]
    }
  }

  private static func position(_ name: String, _ function: @escaping Position) -> OperationRecord {
    OperationRecord(
      "masked.\(name)", signature: "input, dim, keepdim, dtype, mask", metric: .exact
    ) { a in
      let out = function(
        try a.tensor("input"), try a.intOrNil("dim"), try a.bool("keepdim", default: false),
        try a.dtypeOrNil("dtype"), try a.tensorOrNil("mask"))
      return [.tensor(out)]
    }
  }

  private static func moment(_ name: String, _ function: @escaping Moment) -> OperationRecord {
    OperationRecord(
      "masked.\(name)", signature: "input, dim, unbiased, correction, keepdim, dtype, mask",
      metric: .reference
    ) { a in
      try check(
        !a.has("unbiased") || !a.has("correction"), .runtime,
        "Only one of unbiased and correction may be given")
      let usual: Double = try a.bool("unbiased", default: true) ? 1 : 0
      let correction = try a.scalarOrNil("correction")?.doubleValue ?? usual
      let out = function(
        try a.tensor("input"), try a.intsOrNil("dim"), correction,
        try a.bool("keepdim", default: false), try a.dtypeOrNil("dtype"),
        try a.tensorOrNil("mask"))
      return [.tensor(out)]
    }
  }

  private static func alongDim(_ name: String, _ function: @escaping AlongDim) -> OperationRecord {
    OperationRecord(
      "masked.\(name)", signature: "input, dim, dtype, mask", metric: .reference
    ) { a in
      let out = function(
        try a.tensor("input"), try a.int("dim"), try a.dtypeOrNil("dtype"),
        try a.tensorOrNil("mask"))
      return [.tensor(out)]
    }
  }

  private static let others: [OperationRecord] = [
    OperationRecord(
      "masked.median", signature: "input, dim, keepdim, dtype, mask", metric: .movement
    ) { a in
      let out = Masked.median(
        try a.tensor("input"), try a.int("dim", default: -1),
        keepdim: try a.bool("keepdim", default: false), dtype: try a.dtypeOrNil("dtype"),
        mask: try a.tensorOrNil("mask"))
      return [.tensor(out)]
    },
    OperationRecord(
      "masked.norm", signature: "input, ord, dim, keepdim, dtype, mask", metric: .reference
    ) { a in
      let out = Masked.norm(
        try a.tensor("input"), try a.double("ord", default: 2), try a.intsOrNil("dim"),
        keepdim: try a.bool("keepdim", default: false), dtype: try a.dtypeOrNil("dtype"),
        mask: try a.tensorOrNil("mask"))
      return [.tensor(out)]
    },
    OperationRecord(
      "masked.normalize", signature: "input, ord, dim, eps, dtype, mask", metric: .reference
    ) { a in
      let out = Masked.normalize(
        try a.tensor("input"), try a.double("ord"), try a.int("dim"),
        eps: try a.double("eps", default: 1e-12), dtype: try a.dtypeOrNil("dtype"),
        mask: try a.tensorOrNil("mask"))
      return [.tensor(out)]
    },
    OperationRecord(
      "masked.logaddexp", signature: "input, other, dtype, input_mask, other_mask",
      metric: .reference
    ) { a in
      let out = Masked.logaddexp(
        try a.tensor("input"), try a.tensor("other"), dtype: try a.dtypeOrNil("dtype"),
        xMask: try a.tensorOrNil("input_mask"), yMask: try a.tensorOrNil("other_mask"))
      return [.tensor(out)]
    },
  ]
}
