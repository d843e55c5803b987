extension Catalogue {
  /// Reading and writing by index, mask or position.
  static let indexing: [OperationRecord] =
    gathering + scattering + rows + masks + positions + segments

  private static let gathering: [OperationRecord] = [
    OperationRecord("__getitem__", signature: "input, index", metric: .movement) { a in
      let items = try IndexItem.list(from: a.value("index"))
      return [.tensor(try a.tensor("input")[items: items])]
    },
    OperationRecord(
      "gather", signature: "input, dim, index, sparse_grad, out", metric: .movement
    ) { a in
      let (input, index) = (try a.tensor("input"), try a.tensor("index"))
      let sparse = try a.bool("sparse_grad", default: false)
      let out = input.gather(try a.int("dim"), index, sparseGrad: sparse)
      return try a.result(out, reading: input, index)
    },
    // Values are equal; PyTorch's bfloat16 kernel passes through float and rewrites NaN's bits.
    OperationRecord("take_along_dim", signature: "input, indices, dim", metric: .exact) { a in
      let indices = try a.tensor("indices")
      return [.tensor(try a.tensor("input").takeAlongDim(indices, dim: try a.intOrNil("dim")))]
    },
    OperationRecord("take", signature: "input, index, out", metric: .movement) { a in
      let (input, index) = (try a.tensor("input"), try a.tensor("index"))
      return try a.result(input.take(index), reading: input, index)
    },
    OperationRecord("item", signature: "input", metric: .movement) { a in
      [Value(try a.tensor("input").item())]
    },
  ]

  private static let scattering: [OperationRecord] = [
    OperationRecord(
      "scatter", signature: "input, dim, index, src, reduce, value", metric: .reference,
      scatterCall),
    OperationRecord("scatter_add", signature: "input, dim, index, src", metric: .reference) { a in
      let (dim, index, src) = (try a.int("dim"), try a.tensor("index"), try a.tensor("src"))
      return [.tensor(try a.tensor("input").scatterAdd(dim, index, src))]
    },
    OperationRecord(
      "scatter_reduce", signature: "input, dim, index, src, reduce, include_self",
      metric: .reference
    ) { a in
      let (dim, index, src) = (try a.int("dim"), try a.tensor("index"), try a.tensor("src"))
      let out = try a.tensor("input").scatterReduce(
        dim, index, src, reduce: try ScatterReduction(named: try a.string("reduce")),
        includeSelf: try a.bool("include_self", default: true))
      return [.tensor(out)]
    },
    OperationRecord(
      "index_put", signature: "input, indices, values, accumulate", metric: .reference
    ) { a in
      let out = try a.tensor("input").indexPut(
        try optionalTensors(a.value("indices")), try a.tensor("values"),
        accumulate: try a.bool("accumulate", default: false))
      return [.tensor(out)]
    },
    OperationRecord("put", signature: "input, index, source, accumulate", metric: .reference) { a in
      let out = try a.tensor("input").put(
        try a.tensor("index"), try a.tensor("source"),
        accumulate: try a.bool("accumulate", default: false))
      return [.tensor(out)]
    },
  ]

  private static let rows: [OperationRecord] = [
    OperationRecord("index_select", signature: "input, dim, index, out", metric: .movement) { a in
      let (input, index) = (try a.tensor("input"), try a.tensor("index"))
      return try a.result(input.indexSelect(try a.int("dim"), index), reading: input, index)
    },
    OperationRecord(
      "index_add", signature: "input, dim, index, source, alpha", metric: .reference
    ) { a in
      let out = try a.tensor("input").indexAdd(
        try a.int("dim"), try a.tensor("index"), try a.tensor("source"),
        alpha: try a.scalar("alpha", default: 1))
      return [.tensor(out)]
    },
    OperationRecord("index_copy", signature: "input, dim, index, source", metric: .movement) { a in
      let (index, source) = (try a.tensor("index"), try a.tensor("source"))
      return [.tensor(try a.tensor("input").indexCopy(try a.int("dim"), index, source))]
    },
    OperationRecord("index_fill", signature: "input, dim, index, value", metric: .movement) { a in
      let (input, dim) = (try a.tensor("input"), try a.int("dim"))
      let index = try a.tensor("index")
      switch try a.tensorOrScalar("value") {
      case .tensor(let value): return [.tensor(input.indexFill(dim, index, value))]
      case .scalar(let value): return [.tensor(input.indexFill(dim, index, value))]
      }
    },
    OperationRecord(
      "index_reduce", signature: "input, dim, index, source, reduce, include_self",
      metric: .reference
    ) { a in
      let out = try a.tensor("input").indexReduce(
        try a.int("dim"), try a.tensor("index"), try a.tensor("source"),
        reduce: try ScatterReduction(indexNamed: try a.string("reduce")),
        includeSelf: try a.bool("include_self", default: true))
      return [.tensor(out)]
    },
  ]

  private static let masks: [OperationRecord] = [
    OperationRecord("masked_fill", signature: "input, mask, value", metric: .movement) { a in
      if case .complex = a.value("value") {
        let name = try a.tensor("input").dtype.storageTypeName
        throw TensorError(.runtime, "value cannot be converted to type \(name) without overflow")
      }
      let (input, mask) = (try a.tensor("input"), try a.tensor("mask"))
      switch try a.tensorOrScalar("value") {
      case .tensor(let value): return [.tensor(input.maskedFill(mask, value))]
      case .scalar(let value): return [.tensor(input.maskedFill(mask, value))]
      }
    },
    OperationRecord("masked_select", signature: "input, mask, out", metric: .movement) { a in
      let (input, mask) = (try a.tensor("input"), try a.tensor("mask"))
      return try a.result(input.maskedSelect(mask), reading: input, mask)
    },
    OperationRecord("masked_scatter", signature: "input, mask, source", metric: .movement) { a in
      let (mask, source) = (try a.tensor("mask"), try a.tensor("source"))
      return [.tensor(try a.tensor("input").maskedScatter(mask, source))]
    },
  ]

  private static let positions: [OperationRecord] = [
    OperationRecord("nonzero", signature: "input, as_tuple", metric: .exact) { a in
      let input = try a.tensor("input")
      guard try a.bool("as_tuple", default: false) else { return [.tensor(input.nonzero())] }
      return input.nonzeroAsTuple().map(Value.tensor)
    },
    OperationRecord("argwhere", signature: "input", metric: .exact) { a in
      [.tensor(try a.tensor("input").argwhere())]
    },
    OperationRecord("nonzero_static", signature: "input, size, fill_value", metric: .exact) { a in
      let out = try a.tensor("input").nonzeroStatic(
        size: try a.int("size"), fillValue: try a.int("fill_value", default: -1))
      return [.tensor(out)]
    },
    OperationRecord(
      "repeat_interleave", signature: "input, repeats, dim, output_size", metric: .movement,
      repeatInterleaveCall),
    OperationRecord("unravel_index", signature: "indices, shape", metric: .exact) { a in
      try a.tensor("indices").unravelIndex(try a.ints("shape")).map(Value.tensor)
    },
  ]
}

extension Catalogue {
  private static let segments: [OperationRecord] = [
    OperationRecord(
      "_segment_reduce",
      signature: "input, reduce, lengths, indices, offsets, axis, unsafe, initial",
      metric: .reference
    ) { a in
      try check(
        !a.has("indices"), .runtime,
        "segment_reduce(): indices based reduction is not supported yet.")
      let out = try a.tensor("input").segmentReduce(
        try ScatterReduction(segmentNamed: try a.string("reduce")),
        lengths: try a.tensorOrNil("lengths"), offsets: try a.tensorOrNil("offsets"),
        axis: try a.int("axis", default: 0), unsafe: try a.bool("unsafe", default: false),
        initial: try a.scalarOrNil("initial"))
      return [.tensor(out)]
    },
    OperationRecord(
      "_unsafe_masked_index", signature: "input, mask, indices, fill", metric: .movement
    ) { a in
      let indices = try optionalTensors(a.value("indices"))
      let fill = try a.scalar("fill")
      let mask = try a.tensor("mask")
      return [.tensor(try a.tensor("input").unsafeMaskedIndex(mask, indices, fill))]
    },
    OperationRecord(
      "_unsafe_masked_index_put_accumulate", signature: "input, mask, indices, values",
      metric: .reference
    ) { a in
      let (mask, values) = (try a.tensor("mask"), try a.tensor("values"))
      let out = try a.tensor("input").unsafeMaskedIndexPutAccumulate(
        mask, try optionalTensors(a.value("indices")), values)
      return [.tensor(out)]
    },
  ]
}

private func scatterCall(_ a: Arguments) throws -> [Value] {
  let (input, dim) = (try a.tensor("input"), try a.int("dim"))
  let (index, reduce) = (try a.tensor("index"), try a.stringOrNil("reduce"))
  switch try a.tensorOrScalar(a.has("value") ? "value" : "src") {
  case .tensor(let src): return [.tensor(input.scatter(dim, index, src, reduce: reduce))]
  case .scalar(let value): return [.tensor(input.scatter(dim, index, value, reduce: reduce))]
  }
}

private func repeatInterleaveCall(_ a: Arguments) throws -> [Value] {
  let (input, dim) = (try a.tensor("input"), try a.intOrNil("dim"))
  let size = try a.intOrNil("output_size")
  if case .int(let count) = a.value("repeats") {
    return [.tensor(input.repeatInterleave(Int(count), dim: dim, outputSize: size))]
  }
  guard a.has("repeats") else { return [.tensor(Tensor.repeatInterleave(input, outputSize: size))] }
  let repeats = try a.tensor("repeats")
  return [.tensor(input.repeatInterleave(repeats, dim: dim, outputSize: size))]
}

/// A list of index tensors in which None stands for a whole dimension.
private func optionalTensors(_ value: Value) throws -> [Tensor?] {
  guard case .list(let items) = value else {
    throw TensorError(.type, "index_put(): argument 'indices' must be tuple of Tensors")
  }
  return try items.map { item in
    switch item {
    case .none: nil
    case .tensor(let tensor): tensor
    default: throw TensorError(.type, "index_put(): argument 'indices' must be tuple of Tensors")
    }
  }
}

extension ScatterReduction {
  fileprivate init(named name: String) throws {
    guard let known = ScatterReduction(rawValue: name) else {
      throw TensorError(
        .runtime, "reduce argument must be either sum, prod, mean, amax or amin, got \(name)")
    }
    self = known
  }

  fileprivate init(segmentNamed name: String) throws {
    let known: [String: ScatterReduction] = [
      "max": .amax, "min": .amin, "mean": .mean, "sum": .sum, "prod": .prod,
    ]
    guard let reduction = known[name] else {
      throw TensorError(
        .runtime, "unsupported reduction given! \(name)")
    }
    self = reduction
  }

  fileprivate init(indexNamed name: String) throws {
    guard let known = ScatterReduction(rawValue: name) else {
      throw TensorError(
        .runtime,
        "index_reduce(): Expected reduce to be one of prod, mean, amax or amin but got \(name).")
    }
    self = known
  }
}

extension Value {
  fileprivate init(_ scalar: Scalar) {
    switch scalar {
    case .int(let value): self = .int(value)
    case .double(let value): self = .double(value)
    case .bool(let value): self = .bool(value)
    }
  }
}
