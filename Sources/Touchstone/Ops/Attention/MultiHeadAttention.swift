/// Everything `F.multiHeadAttentionForward` takes beside query, key and value.
public struct AttentionParameters {
  /// The width of the query that the caller expects.
  public var embedDim: Int
  public var numHeads: Int
  /// Weights of the three input projections, packed [3E, E] or separate, and their packed bias.
  public var inProjWeight: Tensor?
  public var inProjBias: Tensor?
  public var qProjWeight: Tensor?
  public var kProjWeight: Tensor?
  public var vProjWeight: Tensor?
  public var useSeparateProjWeight = false
  /// One more key and value that every query sees, [1, 1, E].
  public var biasK: Tensor?
  public var biasV: Tensor?
  /// Whether every query sees a key and value of zeros as well.
  public var addZeroAttn = false
  public var outProjWeight: Tensor
  public var outProjBias: Tensor?
  /// Projected keys and values [N · heads, S, E / heads] that replace the projections.
  public var staticK: Tensor?
  public var staticV: Tensor?
  public var dropoutP = 0.0
  public var training = true

  public init(embedDim: Int, numHeads: Int, outProjWeight: Tensor, outProjBias: Tensor? = nil) {
    self.embedDim = embedDim
    self.numHeads = numHeads
    self.outProjWeight = outProjWeight
    self.outProjBias = outProjBias
  }
}

extension Functional {
  /// Multi-head attention: projections of query, key and value, attention for each head, and the
  /// projection of what the heads found.
  ///
  /// - Parameters:
  ///   - query: [L, N, E], or [L, E] without batch; key and value [S, N, …].
  ///   - keyPaddingMask: [N, S]: true (or a number added) where a key is to be ignored.
  ///   - attnMask: [L, S] or [N · heads, L, S]: true (or a number added) where attention is
  ///     forbidden.
  ///   - needWeights: whether to return the weights, [N, L, S] averaged over heads, or
  ///     [N, heads, L, S].
  ///   - isCausal: tells that `attnMask` is the causal one.
  /// - Errors: `.runtime` for shapes and arguments that do not fit.
  public static func multiHeadAttentionForward(
    _ query: Tensor, _ key: Tensor, _ value: Tensor, _ parameters: AttentionParameters,
    keyPaddingMask: Tensor? = nil, needWeights: Bool = true, attnMask: Tensor? = nil,
    averageAttnWeights: Bool = true, isCausal: Bool = false, generator: Generator? = nil
  ) -> (output: Tensor, weights: Tensor?) {
    guarded((Tensor.poison, nil)) {
      var call = AttentionCall(parameters, query, key, value, needWeights, generator)
      try call.checkRanks(keyPaddingMask, attnMask)
      try call.addBatch(keyPaddingMask)
      try call.takeMasks(attnMask, isCausal)
      try call.checkWidths()
      try call.project()
      try call.alignMask()
      try call.appendBias()
      try call.splitHeads()
      call.appendZeros()
      try call.mergeMasks()
      try throwPendingError()
      return needWeights ? try call.weighted(averageAttnWeights) : call.fused()
    }
  }
}
