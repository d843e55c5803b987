extension Catalogue {
  /// Statistics, numerical differentiation and integration.
  static let statistics: [OperationRecord] = histograms + quantiles + covariances + calculus

  private static let histograms: [OperationRecord] = [
    OperationRecord("bincount", signature: "input, weights, minlength", metric: .reduction) { a in
      let weights = try a.tensorOrNil("weights")
      let minlength = try a.int("minlength", default: 0)
      return [.tensor(try a.tensor("input").bincount(weights: weights, minlength: minlength))]
    },
    OperationRecord("histc", signature: "input, bins, min, max, out", metric: .exact) { a in
      let x = try a.tensor("input")
      let out = x.histc(
        bins: try a.int("bins", default: 100), min: try a.double("min", default: 0),
        max: try a.double("max", default: 0))
      return try a.result(out, reading: x)
    },
    OperationRecord(
      "histogram", signature: "input, bins, range, weight, density", metric: .reference
    ) { a in
      let x = try a.tensor("input")
      let weight = try a.tensorOrNil("weight")
      let density = try a.bool("density", default: false)
      if case .tensor(let edges) = a.value("bins") {
        let result = x.histogram(edges: edges, weight: weight, density: density)
        return [.tensor(result.hist), .tensor(result.binEdges)]
      }
      let bounds = try a.doublesOrNil("range")
      let range = bounds.flatMap { $0.count == 2 ? ($0[0], $0[1]) : nil }
      let result = x.histogram(
        bins: try a.int("bins"), range: range, weight: weight, density: density)
      return [.tensor(result.hist), .tensor(result.binEdges)]
    },
    OperationRecord(
      "histogramdd", signature: "input, bins, range, weight, density", metric: .reference
    ) { a in
      let x = try a.tensor("input")
      let weight = try a.tensorOrNil("weight")
      let density = try a.bool("density", default: false)
      if case .list(let items) = a.value("bins"), case .tensor? = items.first {
        let result = x.histogramdd(
          edges: try a.tensors("bins"), weight: weight, density: density)
        return ([result.hist] + result.binEdges).map { .tensor($0) }
      }
      var bins = try a.ints("bins")
      if case .int = a.value("bins") { bins = Array(repeating: bins[0], count: x.size(-1)) }
      let result = x.histogramdd(
        bins: bins, range: try a.doublesOrNil("range"), weight: weight, density: density)
      return ([result.hist] + result.binEdges).map { .tensor($0) }
    },
  ]

  private static let quantiles: [OperationRecord] = [
    quantileRecord("quantile") { x, q, dim, keepdim, how in
      switch q {
      case .tensor(let q): x.quantile(q, dim: dim, keepdim: keepdim, interpolation: how)
      case .scalar(let q):
        x.quantile(q.doubleValue, dim: dim, keepdim: keepdim, interpolation: how)
      }
    },
    quantileRecord("nanquantile") { x, q, dim, keepdim, how in
      switch q {
      case .tensor(let q): x.nanquantile(q, dim: dim, keepdim: keepdim, interpolation: how)
      case .scalar(let q):
        x.nanquantile(q.doubleValue, dim: dim, keepdim: keepdim, interpolation: how)
      }
    },
  ]

  private static func quantileRecord(
    _ name: String,
    _ body: @escaping @Sendable (Tensor, TensorOrScalar, Int?, Bool, String) -> Tensor
  ) -> OperationRecord {
    let signature = "input, q, dim, keepdim, interpolation, out"
    return OperationRecord(name, signature: signature, metric: .reference) { a in
      let x = try a.tensor("input")
      let out = body(
        x, try a.tensorOrScalar("q"), try a.intOrNil("dim"), try a.bool("keepdim", default: false),
        try a.string("interpolation", default: "linear"))
      return try a.result(out, reading: x)
    }
  }

  private static let covariances: [OperationRecord] = [
    OperationRecord(
      "cov", signature: "input, correction, fweights, aweights", metric: .reference
    ) { a in
      let out = try a.tensor("input").cov(
        correction: try a.int("correction", default: 1), fweights: try a.tensorOrNil("fweights"),
        aweights: try a.tensorOrNil("aweights"))
      return [.tensor(out)]
    },
    OperationRecord("corrcoef", signature: "input", metric: .reference) { a in
      [.tensor(try a.tensor("input").corrcoef())]
    },
  ]

  private static let calculus: [OperationRecord] = [
    trapezoidRecord(
      "trapezoid", { $0.trapezoid(x: $1, dim: $2) }, { $0.trapezoid(dx: $1, dim: $2) }),
    trapezoidRecord("trapz", { $0.trapezoid(x: $1, dim: $2) }, { $0.trapezoid(dx: $1, dim: $2) }),
    trapezoidRecord(
      "cumulative_trapezoid", { $0.cumulativeTrapezoid(x: $1, dim: $2) },
      { $0.cumulativeTrapezoid(dx: $1, dim: $2) }),
    OperationRecord("diff", signature: "input, n, dim, prepend, append", metric: .reference) { a in
      let out = try a.tensor("input").diff(
        n: try a.int("n", default: 1), dim: try a.int("dim", default: -1),
        prepend: try a.tensorOrNil("prepend"), append: try a.tensorOrNil("append"))
      return [.tensor(out)]
    },
    OperationRecord(
      "gradient", signature: "input, spacing, dim, edge_order", metric: .reference
    ) { a in
      let results = try a.tensor("input").gradient(
        spacing: try spacing(a), dims: try a.intsOrNil("dim"),
        edgeOrder: try a.int("edge_order", default: 1))
      return results.map { .tensor($0) }
    },
  ]

  private static func trapezoidRecord(
    _ name: String, _ uneven: @escaping @Sendable (Tensor, Tensor, Int) -> Tensor,
    _ even: @escaping @Sendable (Tensor, Double, Int) -> Tensor
  ) -> OperationRecord {
    OperationRecord(name, signature: "y, x, dim, dx", metric: .reference) { a in
      let y = try a.tensor("y")
      let dim = try a.int("dim", default: -1)
      if let x = try a.tensorOrNil("x") { return [.tensor(uneven(y, x, dim))] }
      return [.tensor(even(y, try a.double("dx", default: 1), dim))]
    }
  }

  private static func spacing(_ a: Arguments) throws -> GradientSpacing {
    guard a.has("spacing") else { return .uniform(1) }
    guard case .list(let items) = a.value("spacing") else {
      return .uniform(try a.double("spacing"))
    }
    if case .tensor? = items.first { return .coordinates(try a.tensors("spacing")) }
    return .distances(try a.doublesOrNil("spacing") ?? [])
  }
}

extension Arguments {
  /// A list of numbers, or nil when absent.
  func doublesOrNil(_ name: String) throws -> [Double]? {
    guard has(name) else { return nil }
    guard case .list(let items) = value(name) else { return [try double(name)] }
    return try items.map { item in
      switch item {
      case .int(let number): Double(number)
      case .double(let number): number
      default:
        throw TensorError(
          .type,
          "\(operation)(): argument '\(name)' must be tuple of floats, not \(item.pythonType)")
      }
    }
  }
}
