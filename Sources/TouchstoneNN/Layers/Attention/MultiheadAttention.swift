import Touchstone

/// Attention with several heads, `torch.nn.MultiheadAttention` (Vaswani et al. 2017).
///
/// Inputs are [L, N, E], with `batchFirst` [N, L, E], or [L, E] without a batch. State:
/// `in_proj_weight` [3E, E], or `q_proj_weight`, `k_proj_weight` and `v_proj_weight` where key or
/// value have a width of their own; `in_proj_bias` [3E]; `bias_k` and `bias_v` [1, 1, E];
/// `out_proj.weight` and `out_proj.bias`.
open class MultiheadAttention: Module {
  public let embedDim, numHeads, kdim, vdim: Int
  public let dropout: Double
  public let batchFirst, addZeroAttn: Bool
  @Parameter public var inProjWeight: Tensor?
  @Parameter public var qProjWeight: Tensor?
  @Parameter public var kProjWeight: Tensor?
  @Parameter public var vProjWeight: Tensor?
  @Parameter public var inProjBias: Tensor?
  @Parameter public var biasK: Tensor?
  @Parameter public var biasV: Tensor?
  public let outProj: Linear

  /// Width of one head.
  public var headDim: Int { embedDim / numHeads }
  /// Whether one packed weight projects query, key and value.
  var isPacked: Bool { kdim == embedDim && vdim == embedDim }

  /// - Parameters:
  ///   - addBiasKV: learn one more key and value.
  ///   - addZeroAttn: let every query see a key and value of zeros.
  ///   - kdim: width of keys, `embedDim` unless given; vdim of values.
  /// - Errors: `.value` for sizes that are not positive, `.assertion` unless the heads divide
  ///   `embedDim`.
  public init(
    _ embedDim: Int, _ numHeads: Int, dropout: Double = 0, bias: Bool = true,
    addBiasKV: Bool = false, addZeroAttn: Bool = false, kdim: Int? = nil, vdim: Int? = nil,
    batchFirst: Bool = false, device: Device = .cpu, dtype: DType? = nil
  ) {
    attempt { try Self.checkSizes(embedDim, numHeads) }
    func empty(_ shape: Shape) -> Tensor { Tensor.empty(shape, dtype: dtype, device: device) }
    (self.embedDim, self.numHeads, self.dropout) = (embedDim, numHeads, dropout)
    (self.kdim, self.vdim) = (kdim ?? embedDim, vdim ?? embedDim)
    (self.batchFirst, self.addZeroAttn) = (batchFirst, addZeroAttn)
    let isPacked = (kdim ?? embedDim) == embedDim && (vdim ?? embedDim) == embedDim
    inProjWeight = isPacked ? empty([3 * embedDim, embedDim]) : nil
    qProjWeight = isPacked ? nil : empty([embedDim, embedDim])
    kProjWeight = isPacked ? nil : empty([embedDim, kdim ?? embedDim])
    vProjWeight = isPacked ? nil : empty([embedDim, vdim ?? embedDim])
    inProjBias = bias ? empty([3 * embedDim]) : nil
    biasK = addBiasKV ? empty([1, 1, embedDim]) : nil
    biasV = addBiasKV ? empty([1, 1, embedDim]) : nil
    outProj = NonDynamicallyQuantizableLinear(
      embedDim, embedDim, bias: bias, device: device, dtype: dtype)
    super.init()
    resetParameters()
  }

  private static func checkSizes(_ embedDim: Int, _ numHeads: Int) throws {
    try check(
      embedDim > 0 && numHeads > 0, .value,
      "embed_dim and num_heads must be greater than 0, got embed_dim=\(embedDim) and "
        + "num_heads=\(numHeads) instead")
    try check(
      embedDim % numHeads == 0, .assertion, "embed_dim must be divisible by num_heads")
  }

  /// Xavier's uniform weights for the input projections, biases 0, normal ones for the learned key
  /// and value. The output projection keeps what `Linear` drew for its weight.
  open func resetParameters() {
    for weight in [inProjWeight, qProjWeight, kProjWeight, vProjWeight] {
      if let weight { Init.xavierUniform_(weight) }
    }
    if let inProjBias {
      Init.zeros_(inProjBias)
      Init.zeros_(outProj.bias!)
    }
    if let biasK { Init.xavierNormal_(biasK) }
    if let biasV { Init.xavierNormal_(biasV) }
  }

  /// What each query finds among the values, and where.
  ///
  /// - Parameters:
  ///   - keyPaddingMask: [N, S]: true, or a number to add, where a key is to be ignored.
  ///   - needWeights: whether to return the weights, [N, L, S], or [N, heads, L, S] unless
  ///     `averageAttnWeights`; without them attention is cheaper.
  ///   - attnMask: [L, S] or [N · heads, L, S]: true, or a number to add, where attention is
  ///     forbidden.
  ///   - isCausal: tells that `attnMask` is the causal one.
  /// - Errors: `.assertion` and `.runtime` for shapes that do not fit.
  open func forward(
    _ query: Tensor, _ key: Tensor, _ value: Tensor, keyPaddingMask: Tensor? = nil,
    needWeights: Bool = true, attnMask: Tensor? = nil, averageAttnWeights: Bool = true,
    isCausal: Bool = false
  ) -> (output: Tensor, weights: Tensor?) {
    let swaps = batchFirst && query.dim == 3
    let inputs = swaps ? Self.sequenceFirst([query, key, value]) : [query, key, value]
    let (output, weights) = F.multiHeadAttentionForward(
      inputs[0], inputs[1], inputs[2], parametersOfCall, keyPaddingMask: keyPaddingMask,
      needWeights: needWeights, attnMask: attnMask, averageAttnWeights: averageAttnWeights,
      isCausal: isCausal)
    return (swaps ? output.transpose(0, 1) : output, weights)
  }

  /// Runs `forward` with the hooks around it.
  public final func callAsFunction(
    _ query: Tensor, _ key: Tensor, _ value: Tensor, keyPaddingMask: Tensor? = nil,
    needWeights: Bool = true, attnMask: Tensor? = nil, averageAttnWeights: Bool = true,
    isCausal: Bool = false
  ) -> (output: Tensor, weights: Tensor?) {
    let out = invoke([query, key, value, keyPaddingMask, attnMask], outputs: 2) { [self] in
      let result = forward(
        $0[0]!, $0[1]!, $0[2]!, keyPaddingMask: $0[3], needWeights: needWeights,
        attnMask: $0[4], averageAttnWeights: averageAttnWeights, isCausal: isCausal)
      return [result.output, result.weights]
    }
    return (out[0] ?? Tensor.poison, out[1])
  }

  /// Batch and sequence exchanged; a tensor that stands in several places stays one.
  private static func sequenceFirst(_ tensors: [Tensor]) -> [Tensor] {
    var swapped: [ObjectIdentifier: Tensor] = [:]
    return tensors.map { tensor in
      let id = ObjectIdentifier(tensor)
      if swapped[id] == nil { swapped[id] = tensor.transpose(0, 1) }
      return swapped[id]!
    }
  }

  private var parametersOfCall: AttentionParameters {
    var call = AttentionParameters(
      embedDim: embedDim, numHeads: numHeads, outProjWeight: outProj.weight,
      outProjBias: outProj.bias)
    (call.inProjWeight, call.inProjBias) = (inProjWeight, inProjBias)
    call.useSeparateProjWeight = !isPacked
    (call.qProjWeight, call.kProjWeight, call.vProjWeight) = (qProjWeight, kProjWeight, vProjWeight)
    (call.biasK, call.biasV, call.addZeroAttn) = (biasK, biasV, addZeroAttn)
    (call.dropoutP, call.training) = (dropout, training)
    return call
  }
}

/// The output projection of attention, which PyTorch prints under this name.
final class NonDynamicallyQuantizableLinear: Linear {}
