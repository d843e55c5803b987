extension Catalogue {
  /// Sums, products, extrema, moments and norms over dimensions.
  static let reductions: [OperationRecord] =
    sums + products + extrema + argExtrema + moments + norms

  private typealias Dims = [Int]?

  /// A record whose call gives one tensor from `input`, `dim` and `keepdim`, stored in `out` when
  /// given.
  private static func over(
    _ name: String, _ signature: String, _ metric: MetricFamily,
    _ body: @escaping @Sendable (Tensor, [Int]?, Bool, Arguments) throws -> Tensor
  ) -> OperationRecord {
    OperationRecord(name, signature: signature, metric: metric) { a in
      let input = try a.tensor("input")
      let keepdim = try a.bool("keepdim", default: false)
      return try a.result(body(input, try a.intsOrNil("dim"), keepdim, a), reading: input)
    }
  }

  private static let withDType = "input, dim, keepdim, dtype, out"

  private static let sums: [OperationRecord] = [
    over("sum", withDType, .reduction) {
      $0.sum($1, keepdim: $2, dtype: try $3.dtypeOrNil("dtype"))
    },
    over("nansum", withDType, .reduction) {
      $0.nansum($1, keepdim: $2, dtype: try $3.dtypeOrNil("dtype"))
    },
    over("mean", withDType, .reduction) {
      $0.mean($1, keepdim: $2, dtype: try $3.dtypeOrNil("dtype"))
    },
    over("nanmean", withDType, .reduction) {
      $0.nanmean($1, keepdim: $2, dtype: try $3.dtypeOrNil("dtype"))
    },
    over("count_nonzero", "input, dim", .exact) { x, dims, _, _ in x.countNonzero(dims) },
    over("all", "input, dim, keepdim, out", .exact) { x, dims, keepdim, _ in
      x.all(dims, keepdim: keepdim)
    },
    over("any", "input, dim, keepdim, out", .exact) { x, dims, keepdim, _ in
      x.any(dims, keepdim: keepdim)
    },
    over("logsumexp", "input, dim, keepdim, out", .reference) { x, dims, keepdim, a in
      x.logsumexp(try a.ints("dim"), keepdim: keepdim)
    },
    OperationRecord(
      "sum_to_size", signature: "input, size, size1, size2, size3, size4", metric: .reduction
    ) { a in
      let more = try ["size1", "size2", "size3", "size4"].compactMap { try a.intOrNil($0) }
      return [.tensor(try a.tensor("input").sumToSize(Shape(try a.ints("size") + more)))]
    },
  ]

  private static let products: [OperationRecord] = [
    over("prod", withDType, .reference) { x, dims, keepdim, a in
      let dtype = try a.dtypeOrNil("dtype")
      guard let dim = try a.intOrNil("dim") else { return x.prod(dtype: dtype) }
      return x.prod(dim, keepdim: keepdim, dtype: dtype)
    }
  ]

  private static let extrema: [OperationRecord] = [
    over("amax", "input, dim, keepdim, out", .exact) { x, dims, keepdim, a in
      try requireDType(x, a)
      return x.amax(dims, keepdim: keepdim)
    },
    over("amin", "input, dim, keepdim, out", .exact) { x, dims, keepdim, a in
      try requireDType(x, a)
      return x.amin(dims, keepdim: keepdim)
    },
    OperationRecord("aminmax", signature: "input, dim, keepdim, out", metric: .exact) { a in
      let x = try a.tensor("input")
      let keepdim = try a.bool("keepdim", default: false)
      let result = x.aminmax(try a.intOrNil("dim"), keepdim: keepdim)
      if let outs = try a.tensorsOrNil("out"), outs.count == 2, outs[0].sharesStorage(outs[1]) {
        throw TensorError(.value, "aminmax(): the `min` and `max` out= tensors must not overlap.")
      }
      return try a.results([result.min, result.max], reading: x)
    },
    extremum("max", { $0.max() }, { $0.max($1) }, { $0.max($1, keepdim: $2) }),
    extremum("min", { $0.min() }, { $0.min($1) }, { $0.min($1, keepdim: $2) }),
  ]

  private static func requireDType(_ x: Tensor, _ a: Arguments) throws {
    guard let out = try a.tensorOrNil("out") else { return }
    try check(
      out.dtype == x.dtype, .runtime,
      "Expected the dtype for input and out to match, but got \(x.dtype.scalarTypeName) for "
        + "input's dtype and \(out.dtype.scalarTypeName) for out's dtype.")
  }

  /// `max` and `min`: of everything, of two tensors, or along a dimension.
  private static func extremum(
    _ name: String, _ whole: @escaping @Sendable (Tensor) -> Tensor,
    _ pair: @escaping @Sendable (Tensor, Tensor) -> Tensor,
    _ along: @escaping @Sendable (Tensor, Int, Bool) -> (values: Tensor, indices: Tensor)
  ) -> OperationRecord {
    OperationRecord(name, signature: "input, dim, keepdim, other, out", metric: .exact) { a in
      guard case .tensor(let x) = a.value("input") else {
        let types = [a.value("input"), a.value("dim")].map(\.pythonType).joined(separator: ", ")
        throw TensorError(
          .type, "\(name)() received an invalid combination of arguments - got (\(types))")
      }
      let second = a.has("other") ? a.value("other") : a.value("dim")
      if case .tensor(let other) = second {
        return try a.result(pair(x, other), reading: x, other)
      }
      guard let dim = try a.intOrNil("dim") else { return try a.result(whole(x), reading: x) }
      let result = along(x, dim, try a.bool("keepdim", default: false))
      return try a.results([result.values, result.indices], reading: x)
    }
  }

  private static let argExtrema: [OperationRecord] = [
    OperationRecord("argmax", signature: "input, dim, keepdim, out", metric: .exact) { a in
      let x = try a.tensor("input")
      let keepdim = try a.bool("keepdim", default: false)
      return try a.result(x.argmax(try a.intOrNil("dim"), keepdim: keepdim), reading: x)
    },
    OperationRecord("argmin", signature: "input, dim, keepdim, out", metric: .exact) { a in
      let x = try a.tensor("input")
      let keepdim = try a.bool("keepdim", default: false)
      return try a.result(x.argmin(try a.intOrNil("dim"), keepdim: keepdim), reading: x)
    },
  ]

  private static let moments: [OperationRecord] = [
    spread("var") { x, dims, correction, keepdim in
      [x.var(dims, correction: correction, keepdim: keepdim)]
    },
    spread("std") { x, dims, correction, keepdim in
      [x.std(dims, correction: correction, keepdim: keepdim)]
    },
    spread("var_mean") { x, dims, correction, keepdim in
      let result = x.varMean(dims, correction: correction, keepdim: keepdim)
      return [result.variance, result.mean]
    },
    spread("std_mean") { x, dims, correction, keepdim in
      let result = x.stdMean(dims, correction: correction, keepdim: keepdim)
      return [result.std, result.mean]
    },
  ]

  /// Moments take `unbiased` in the place of `dim` or after it, or `correction` by name.
  private static func spread(
    _ name: String,
    _ body: @escaping @Sendable (Tensor, [Int]?, Double, Bool) -> [Tensor]
  ) -> OperationRecord {
    let signature = "input, dim, unbiased, keepdim, correction, out"
    return OperationRecord(name, signature: signature, metric: .reference) { a in
      let x = try a.tensor("input")
      var correction = try a.doubleOrNil("correction") ?? 1
      if let unbiased = try a.boolOrNil("unbiased") { correction = unbiased ? 1 : 0 }
      var dims: [Int]?
      if case .bool(let unbiased) = a.value("dim") {
        correction = unbiased ? 1 : 0
      } else {
        dims = try a.intsOrNil("dim")
      }
      let results = body(x, dims, correction, try a.bool("keepdim", default: false))
      return try a.results(results, reading: x)
    }
  }

  private static let norms: [OperationRecord] = [
    OperationRecord(
      "linalg.vector_norm", signature: "input, ord, dim, keepdim, dtype, out", metric: .reference
    ) { a in
      let x = try a.tensor("input")
      let out = x.linalgVectorNorm(
        ord: try a.double("ord", default: 2), dim: try a.intsOrNil("dim"),
        keepdim: try a.bool("keepdim", default: false), dtype: try a.dtypeOrNil("dtype"))
      return try a.result(out, reading: x)
    },
    OperationRecord(
      "norm", signature: "input, p, dim, keepdim, out, dtype", metric: .reference
    ) { a in
      let x = try a.tensor("input")
      let dims = try a.intsOrNil("dim")
      let keepdim = try a.bool("keepdim", default: false)
      let dtype = try a.dtypeOrNil("dtype")
      let named = if case .string(let name) = a.value("p") { name } else { a.has("p") ? "" : "fro" }
      let out =
        named.isEmpty
        ? x.norm(try a.double("p"), dim: dims, keepdim: keepdim, dtype: dtype)
        : x.norm(named, dim: dims, keepdim: keepdim, dtype: dtype)
      return try a.result(out, reading: x)
    },
    OperationRecord("dist", signature: "input, other, p", metric: .reference) { a in
      let other = try a.tensor("other")
      return [.tensor(try a.tensor("input").dist(other, p: try a.double("p", default: 2)))]
    },
    OperationRecord("renorm", signature: "input, p, dim, maxnorm", metric: .reference) { a in
      let (p, dim) = (try a.double("p"), try a.int("dim"))
      return [.tensor(try a.tensor("input").renorm(p, dim, try a.double("maxnorm")))]
    },
    OperationRecord("cdist", signature: "x1, x2, p, compute_mode", metric: .reference) { a in
      let mode = try a.string("compute_mode", default: "use_mm_for_euclid_dist_if_necessary")
      let p = try a.double("p", default: 2)
      return [.tensor(try a.tensor("x1").cdist(try a.tensor("x2"), p: p, computeMode: mode))]
    },
  ]
}

extension Arguments {
  /// The results of an operation, stored in the tensors of `out` when it was given.
  func results(_ results: [Tensor], reading inputs: Tensor...) throws -> [Value] {
    guard has("out") else { return results.map { .tensor($0) } }
    try throwPendingError()
    let outs = try tensors("out")
    try check(
      outs.count == results.count, .type, "\(operation)(): out takes \(results.count) tensors")
    return try zip(outs, results).map { .tensor(try $0.store($1, reading: inputs)) }
  }
}

extension Tensor {
  fileprivate func sharesStorage(_ other: Tensor) -> Bool { storage === other.storage }
}
