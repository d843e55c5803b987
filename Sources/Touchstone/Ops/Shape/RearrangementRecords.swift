extension Catalogue {
  static let rearrangements: [OperationRecord] = reorderings + diagonals + regions

  private static let reorderings: [OperationRecord] = [
    .movement("flip", "input, dims") { try $0.tensor("input").flip(try $0.ints("dims")) },
    .movement("fliplr", "input") { try $0.tensor("input").fliplr() },
    .movement("flipud", "input") { try $0.tensor("input").flipud() },
    .movement("roll", "input, shifts, dims") { a in
      try a.tensor("input").roll(try a.ints("shifts"), try a.ints("dims", default: []))
    },
    .movement("rot90", "input, k, dims") { a in
      try a.tensor("input").rot90(
        try a.int("k", default: 1), try a.ints("dims", default: [0, 1]))
    },
    .movement("repeat", "input, repeats") { a in
      try a.tensor("input").repeat(try a.ints("repeats"))
    },
    .movement("tile", "input, dims") { try $0.tensor("input").tile(try $0.ints("dims")) },
    .movement("constant_pad_nd", "input, pad, value") { a in
      try a.tensor("input").constantPadNd(
        try a.ints("pad"), try a.scalar("value", default: 0))
    },
    .movement("resize_", "input, size, memory_format") { a in
      try a.tensor("input").clone().resize_(
        try a.shape("size"),
        memoryFormat: try a.memoryFormat("memory_format", default: .contiguous))
    },
    .movement("resize_as_", "input, the_template, memory_format") { a in
      try a.tensor("input").clone().resizeAs_(
        try a.tensor("the_template"),
        memoryFormat: try a.memoryFormat("memory_format", default: .contiguous))
    },
  ]

  private static let diagonals: [OperationRecord] = [
    .movement("diag", "input, diagonal") { a in
      try a.tensor("input").diag(try a.int("diagonal", default: 0))
    },
    .movement("diag_embed", "input, offset, dim1, dim2") { a in
      try a.tensor("input").diagEmbed(
        try a.int("offset", default: 0), try a.int("dim1", default: -2),
        try a.int("dim2", default: -1))
    },
    .movement("diagflat", "input, offset") { a in
      try a.tensor("input").diagflat(try a.int("offset", default: 0))
    },
    OperationRecord("trace", signature: "input", metric: .reduction) { a in
      [.tensor(try a.tensor("input").trace())]
    },
  ]

  private static let regions: [OperationRecord] = [
    .movement("as_strided_scatter", "input, src, size, stride, storage_offset") { a in
      try a.tensor("input").asStridedScatter(
        try a.tensor("src"), try a.shape("size"), try a.shape("stride"),
        storageOffset: try a.intOrNil("storage_offset"))
    },
    .movement("diagonal_scatter", "input, src, offset, dim1, dim2") { a in
      try a.tensor("input").diagonalScatter(
        try a.tensor("src"), try a.int("offset", default: 0), try a.int("dim1", default: 0),
        try a.int("dim2", default: 1))
    },
    .movement("select_scatter", "input, src, dim, index") { a in
      try a.tensor("input").selectScatter(
        try a.tensor("src"), try a.int("dim"), try a.int("index"))
    },
    .movement("slice_scatter", "input, src, dim, start, end, step") { a in
      try a.tensor("input").sliceScatter(
        try a.tensor("src"), try a.int("dim", default: 0), start: try a.intOrNil("start"),
        end: try a.intOrNil("end"), step: try a.int("step", default: 1))
    },
  ]
}
