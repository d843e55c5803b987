extension Catalogue {
  static let viewCopies: [OperationRecord] = [
    .movement("alias_copy", "input") { try $0.tensor("input").aliasCopy() },
    .movement("as_strided_copy", "input, size, stride, storage_offset") { a in
      try a.tensor("input").asStridedCopy(
        try a.shape("size"), try a.shape("stride"),
        storageOffset: try a.intOrNil("storage_offset"))
    },
    .movement("diagonal_copy", "input, offset, dim1, dim2") { a in
      try a.tensor("input").diagonalCopy(
        try a.int("offset", default: 0), try a.int("dim1", default: 0),
        try a.int("dim2", default: 1))
    },
    .movement("expand_copy", "input, size") { a in
      try a.tensor("input").expandCopy(try a.shape("size"))
    },
    .movement("narrow_copy", "input, dim, start, length") { a in
      try a.tensor("input").narrowCopy(
        try a.int("dim"), try a.int("start"), try a.int("length"))
    },
    .movement("permute_copy", "input, dims") { a in
      try a.tensor("input").permuteCopy(try a.ints("dims"))
    },
    .movement("squeeze_copy", "input, dim") { a in
      let input = try a.tensor("input")
      return a.has("dim") ? input.squeezeCopy(try a.ints("dim")) : input.squeezeCopy()
    },
    .movement("t_copy", "input") { try $0.tensor("input").tCopy() },
    .movement("transpose_copy", "input, dim0, dim1") { a in
      try a.tensor("input").transposeCopy(try a.int("dim0"), try a.int("dim1"))
    },
    .movement("unfold_copy", "input, dimension, size, step") { a in
      try a.tensor("input").unfoldCopy(
        try a.int("dimension"), try a.int("size"), try a.int("step"))
    },
    .movement("unsqueeze_copy", "input, dim") { a in
      try a.tensor("input").unsqueezeCopy(try a.int("dim"))
    },
    .movement("view_copy", "input, size") { a in
      try a.tensor("input").viewCopy(try a.shape("size"))
    },
    .movement("contiguous", "input, memory_format") { a in
      try a.tensor("input").contiguous(
        memoryFormat: try a.memoryFormat("memory_format", default: .contiguous))
    },
  ]
}
