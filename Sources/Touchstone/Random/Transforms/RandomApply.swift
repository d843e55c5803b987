extension TransformDraws {
  /// Whether a transform with a probability is applied.
  public enum RandomApply {
    /// rand < p: flips, inversions, greys and all others of both versions but the next.
    public static func isApplied(_ p: Double, generator: Generator? = nil) -> Bool {
      guarded { try SingleDraws(generator: generator).isBelow(p) }
    }

    /// rand ≤ p: version 1 of `RandomApply` itself, which is applied with p = rand, too.
    public static func getParams(_ p: Double, generator: Generator? = nil) -> Bool {
      guarded {
        let isAbove = Tensor.rand([1], generator: generator).gt(p)
        try throwPendingError()
        return !isAbove.item().boolValue
      }
    }
  }
}
