extension Catalogue {
  static let views: [OperationRecord] = transposedViews + sizedViews + selectedViews

  private static let transposedViews: [OperationRecord] = [
    .movement("H", "input") { try $0.tensor("input").H },
    .movement("T", "input") { try $0.tensor("input").T },
    .movement("mH", "input") { try $0.tensor("input").mH },
    .movement("mT", "input") { try $0.tensor("input").mT },
    .movement("t", "input") { try $0.tensor("input").t() },
    .movement("movedim", "input, source, destination") { a in
      try a.tensor("input").movedim(try a.ints("source"), try a.ints("destination"))
    },
    .movement("transpose", "input, dim0, dim1") { a in
      try a.tensor("input").transpose(try a.int("dim0"), try a.int("dim1"))
    },
    .movement("permute", "input, dims") { a in
      try a.tensor("input").permute(try a.ints("dims"))
    },
    .movement("diagonal", "input, offset, dim1, dim2") { a in
      try a.tensor("input").diagonal(
        try a.int("offset", default: 0), try a.int("dim1", default: 0),
        try a.int("dim2", default: 1))
    },
    .movement("linalg.diagonal", "A, offset, dim1, dim2") { a in
      try a.tensor("A").linalgDiagonal(
        try a.int("offset", default: 0), try a.int("dim1", default: -2),
        try a.int("dim2", default: -1))
    },
  ]

  private static let sizedViews: [OperationRecord] = [
    .movement("as_strided", "input, size, stride, storage_offset") { a in
      try a.tensor("input").asStrided(
        try a.shape("size"), try a.shape("stride"),
        storageOffset: try a.intOrNil("storage_offset"))
    },
    .movement("broadcast_to", "input, size") { a in
      try a.tensor("input").broadcastTo(try a.shape("size"))
    },
    .movement("expand", "input, size") { try $0.tensor("input").expand(try $0.shape("size")) },
    .movement("expand_as", "input, other") { a in
      try a.tensor("input").expandAs(try a.tensor("other"))
    },
    .movement("flatten", "input, start_dim, end_dim") { a in
      try a.tensor("input").flatten(
        try a.int("start_dim", default: 0), try a.int("end_dim", default: -1))
    },
    .movement("ravel", "input") { try $0.tensor("input").ravel() },
    .movement("reshape", "input, shape") { a in
      try a.tensor("input").reshape(try a.shape("shape"))
    },
    .movement("reshape_as", "input, other") { a in
      try a.tensor("input").reshapeAs(try a.tensor("other"))
    },
    .movement("unflatten", "input, dim, sizes") { a in
      try a.tensor("input").unflatten(try a.int("dim"), try a.ints("sizes"))
    },
    .movement("view", "input, shape") { try $0.tensor("input").view(try $0.shape("shape")) },
    .movement("view_as", "input, other") { a in
      try a.tensor("input").viewAs(try a.tensor("other"))
    },
    .movement("squeeze", "input, dim") { a in
      let input = try a.tensor("input")
      return a.has("dim") ? input.squeeze(try a.ints("dim")) : input.squeeze()
    },
    .movement("unsqueeze", "input, dim") { a in
      try a.tensor("input").unsqueeze(try a.int("dim"))
    },
  ]

  private static let selectedViews: [OperationRecord] = [
    .movement("narrow", "input, dim, start, length") { a in
      let (input, dim, length) = (try a.tensor("input"), try a.int("dim"), try a.int("length"))
      if case .tensor(let start) = a.value("start") { return input.narrow(dim, start, length) }
      return input.narrow(dim, try a.int("start"), length)
    },
    .movement("select", "input, dim, index") { a in
      try a.tensor("input").select(try a.int("dim"), try a.int("index"))
    },
    .movement("slice", "input, dim, start, end, step") { a in
      try a.tensor("input").slice(
        try a.int("dim", default: 0), from: try a.intOrNil("start"), to: try a.intOrNil("end"),
        step: try a.int("step", default: 1))
    },
    .movement("unfold", "input, dimension, size, step") { a in
      try a.tensor("input").unfold(
        try a.int("dimension"), try a.int("size"), try a.int("step"))
    },
    .movements("broadcast_tensors", "*tensors") { a in
      Tensor.broadcastTensors(try a.tensors("tensors"))
    },
    OperationRecord("broadcast_shapes", signature: "*shapes", metric: .exact) { a in
      guard case .list(let items) = a.value("shapes") else { throw a.invalidCombination }
      let shapes = try items.map { Shape(try sizes($0, a)) }
      return Shape.broadcast(shapes).map { .int(Int64($0)) }
    },
  ]

  private static func sizes(_ value: Value, _ a: Arguments) throws -> [Int] {
    switch value {
    case .int(let size): return [Int(size)]
    case .list(let items): return try items.flatMap { try sizes($0, a) }
    default: throw a.invalidCombination
    }
  }
}
