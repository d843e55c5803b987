extension Tensor {
  /// The slices of `self` along `dim` that `index` names, each combined with the slices of
  /// `source` sent to it by product, mean, maximum or minimum.
  ///
  /// - Parameter includeSelf: whether the slice of `self` takes part.
  public func indexReduce(
    _ dim: Int, _ index: Tensor, _ source: Tensor, reduce: ScatterReduction,
    includeSelf: Bool = true
  ) -> Tensor {
    guarded {
      let d = try wrapDim(dim, rank: self.dim)
      try checkIndexReduce(d, index, source, reduce)
      let mover = indexMover(d, index, reduce, includeSelf)
      let out = try written(reductionWrite(source, reduce, includeSelf: includeSelf, mover))
      return try record(
        "IndexReduceBackward0", [self, source], out, saving: [self, index, source],
        savingOutput: true
      ) { ctx in
        let index = ctx.saved[1]
        return try ReductionGradient(
          reduction: reduce, includeSelf: includeSelf,
          mover: ctx.saved[0].indexMover(d, index, reduce, includeSelf), input: ctx.saved[0],
          source: ctx.saved[2], result: ctx.savedOutputs[0], grad: ctx.grad)()
      }
    }
  }

  /// The same in place.
  @discardableResult
  public func indexReduce_(
    _ dim: Int, _ index: Tensor, _ source: Tensor, reduce: ScatterReduction,
    includeSelf: Bool = true
  ) -> Tensor {
    writeInPlace([source, index]) {
      let d = try wrapDim(dim, rank: self.dim)
      try checkIndexReduce(d, index, source, reduce)
      let mover = indexMover(d, index, reduce, includeSelf)
      return reductionWrite(source, reduce, includeSelf: includeSelf, mover)
    } recorded: {
      indexReduce(dim, index, source, reduce: reduce, includeSelf: includeSelf)
    }
  }

  private func checkIndexReduce(
    _ d: Int, _ index: Tensor, _ source: Tensor, _ reduction: ScatterReduction
  ) throws {
    try check(
      reduction != .sum, .runtime,
      "index_reduce(): Expected reduce to be one of prod, mean, amax or amin but got sum.")
    try check(
      dtype == source.dtype, .runtime,
      "index_reduce(): Expected self and source to have the same dtype but got self.dtype = "
        + "\(dtype.scalarTypeName) and source.dtype = \(source.dtype.scalarTypeName)")
    try checkRows(d, index, source, "index_reduce()", dtypes: "int32/int64")
    try index.checkIndexRange(sizeAlong(self, d), .index) { _ in "index out of range in self" }
  }

  private func indexMover(
    _ d: Int, _ index: Tensor, _ reduction: ScatterReduction, _ includeSelf: Bool
  ) -> IndexMover {
    IndexMover(
      write: { source, mode in
        { target in
          try target.accumulating(mode) { target, dtype in
            let plain = source.raw(dtype).atLeast1D
            target.indexedRows(d, index, plain.shape).write(plain, mode)
          }
        }
      },
      pick: { $0.indexSelect(d, index) },
      add: { $0.indexAdd(d, index, $1) },
      fill: { $0.indexFill(d, index, $1) },
      reduce: { $0.indexReduce(d, index, $1, reduce: reduction, includeSelf: includeSelf) })
  }
}
