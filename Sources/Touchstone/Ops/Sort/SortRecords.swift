extension Catalogue {
  /// Sorting, selection and searching.
  static let sorting: [OperationRecord] = orders + selections + searches

  private static let orders: [OperationRecord] = [
    OperationRecord("sort", signature: "input, dim, descending, stable, out", metric: .exact) { a in
      let x = try a.tensor("input")
      let result = x.sort(
        try a.int("dim", default: -1), descending: try a.bool("descending", default: false),
        stable: try a.bool("stable", default: false))
      return try a.results([result.values, result.indices], reading: x)
    },
    OperationRecord("argsort", signature: "input, dim, descending, stable", metric: .exact) { a in
      let dim = try a.int("dim", default: -1)
      let descending = try a.bool("descending", default: false)
      return [.tensor(try a.tensor("input").argsort(dim, descending: descending))]
    },
    OperationRecord("msort", signature: "input, out", metric: .exact) { a in
      let x = try a.tensor("input")
      return try a.result(x.msort(), reading: x)
    },
    OperationRecord(
      "topk", signature: "input, k, dim, largest, sorted, out", metric: .exact
    ) { a in
      let x = try a.tensor("input")
      let result = x.topk(
        try a.int("k"), dim: try a.int("dim", default: -1),
        largest: try a.bool("largest", default: true),
        sorted: try a.bool("sorted", default: true))
      return try a.results([result.values, result.indices], reading: x)
    },
  ]

  private static let selections: [OperationRecord] = [
    OperationRecord("kthvalue", signature: "input, k, dim, keepdim, out", metric: .exact) { a in
      let x = try a.tensor("input")
      let result = x.kthvalue(
        try a.int("k"), dim: try a.int("dim", default: -1),
        keepdim: try a.bool("keepdim", default: false))
      return try a.results([result.values, result.indices], reading: x)
    },
    OperationRecord("mode", signature: "input, dim, keepdim, out", metric: .exact) { a in
      let x = try a.tensor("input")
      let keepdim = try a.bool("keepdim", default: false)
      let result = x.mode(try a.int("dim", default: -1), keepdim: keepdim)
      return try a.results([result.values, result.indices], reading: x)
    },
    medianRecord("median", { $0.median() }, { $0.median($1, keepdim: $2) }),
    medianRecord("nanmedian", { $0.nanmedian() }, { $0.nanmedian($1, keepdim: $2) }),
  ]

  private static func medianRecord(
    _ name: String, _ whole: @escaping @Sendable (Tensor) -> Tensor,
    _ along: @escaping @Sendable (Tensor, Int, Bool) -> (values: Tensor, indices: Tensor)
  ) -> OperationRecord {
    OperationRecord(name, signature: "input, dim, keepdim, out", metric: .exact) { a in
      let x = try a.tensor("input")
      guard let dim = try a.intOrNil("dim") else { return try a.result(whole(x), reading: x) }
      let result = along(x, dim, try a.bool("keepdim", default: false))
      return try a.results([result.values, result.indices], reading: x)
    }
  }

  private static let searches: [OperationRecord] = [
    OperationRecord(
      "searchsorted", signature: "sorted_sequence, input, out_int32, right, side, sorter",
      metric: .exact, searchsortedCall),
    OperationRecord(
      "bucketize", signature: "input, boundaries, out_int32, right", metric: .exact
    ) { a in
      let out = try values(a).bucketize(
        try a.tensor("boundaries"), outInt32: try a.bool("out_int32", default: false),
        right: try a.bool("right", default: false))
      return [.tensor(out)]
    },
    OperationRecord(
      "isin", signature: "elements, test_elements, assume_unique, invert", metric: .exact
    ) { a in
      let invert = try a.bool("invert", default: false)
      return [.tensor(try a.tensor("elements").isin(try a.tensor("test_elements"), invert: invert))]
    },
    OperationRecord(
      "unique", signature: "input, sorted, return_inverse, return_counts, dim", metric: .exact
    ) { a in
      let result = try a.tensor("input").unique(
        sorted: try a.bool("sorted", default: true),
        returnInverse: try a.bool("return_inverse", default: false),
        returnCounts: try a.bool("return_counts", default: false), dim: try a.intOrNil("dim"))
      return result.values
    },
    OperationRecord(
      "unique_consecutive", signature: "input, return_inverse, return_counts, dim", metric: .exact
    ) { a in
      let result = try a.tensor("input").uniqueConsecutive(
        returnInverse: try a.bool("return_inverse", default: false),
        returnCounts: try a.bool("return_counts", default: false), dim: try a.intOrNil("dim"))
      return result.values
    },
  ]

  private static func searchsortedCall(_ a: Arguments) throws -> [Value] {
    let sequence = try a.tensor("sorted_sequence")
    let outInt32 = try a.bool("out_int32", default: false)
    let right = try a.bool("right", default: false)
    let side = try a.stringOrNil("side")
    let sorter = try a.tensorOrNil("sorter")
    switch try a.tensorOrScalar("input") {
    case .tensor(let values):
      return [
        .tensor(
          sequence.searchsorted(
            values, outInt32: outInt32, right: right, side: side, sorter: sorter))
      ]
    case .scalar(let value):
      return [
        .tensor(
          sequence.searchsorted(
            value, outInt32: outInt32, right: right, side: side, sorter: sorter))
      ]
    }
  }

  private static func values(_ a: Arguments) throws -> Tensor {
    switch try a.tensorOrScalar("input") {
    case .tensor(let tensor): tensor
    case .scalar(let value): Tensor.full([], value)
    }
  }
}

extension UniqueResult {
  fileprivate var values: [Value] {
    [output, inverse, counts].compactMap { $0 }.map { .tensor($0) }
  }
}
