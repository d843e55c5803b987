extension Tensor {
  /// `self` combined with the elements of `src` that `index` sends to each position:
  /// `out[index[i][j]][j] = reduce(self[…], src[i][j], …)` for dim 0.
  ///
  /// - Parameters:
  ///   - includeSelf: whether the element of `self` takes part. Positions that nothing is sent to
  ///     keep theirs in any case.
  public func scatterReduce(
    _ dim: Int, _ index: Tensor, _ src: Tensor, reduce: ScatterReduction, includeSelf: Bool = true
  ) -> Tensor {
    guarded {
      let d = try wrapDim(dim, rank: self.dim)
      try checkScatter(d, index, src, "scatter")
      let mover = scatterMover(d, index, reduce, includeSelf)
      let out = try written(reductionWrite(src, reduce, includeSelf: includeSelf, mover))
      return try record(
        "ScatterReduceBackward0", [self, src], out, saving: [self, index, src], savingOutput: true
      ) { ctx in
        let index = ctx.saved[1]
        return try ReductionGradient(
          reduction: reduce, includeSelf: includeSelf,
          mover: ctx.saved[0].scatterMover(d, index, reduce, includeSelf), input: ctx.saved[0],
          source: ctx.saved[2], result: ctx.savedOutputs[0], grad: ctx.grad)()
      }
    }
  }

  /// The same in place.
  @discardableResult
  public func scatterReduce_(
    _ dim: Int, _ index: Tensor, _ src: Tensor, reduce: ScatterReduction, includeSelf: Bool = true
  ) -> Tensor {
    writeInPlace([src, index]) {
      let d = try wrapDim(dim, rank: self.dim)
      try checkScatter(d, index, src, "scatter")
      let mover = scatterMover(d, index, reduce, includeSelf)
      return reductionWrite(src, reduce, includeSelf: includeSelf, mover)
    } recorded: {
      scatterReduce(dim, index, src, reduce: reduce, includeSelf: includeSelf)
    }
  }

  private func scatterMover(
    _ d: Int, _ index: Tensor, _ reduction: ScatterReduction, _ includeSelf: Bool
  ) -> IndexMover {
    IndexMover(
      write: { self.uncheckedScatter(d, index, $0, $1) },
      pick: { $0.gather(d, index) },
      add: { $0.scatterAdd(d, index, $1) },
      fill: { $0.scatter(d, index, $1) },
      reduce: { $0.scatterReduce(d, index, $1, reduce: reduction, includeSelf: includeSelf) })
  }
}
