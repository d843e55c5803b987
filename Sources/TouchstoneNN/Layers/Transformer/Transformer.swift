import Touchstone

/// Encoder and decoder, `torch.nn.Transformer` (Vaswani et al., "Attention is all you need", 2017).
open class Transformer: Module {
  public let encoder: TransformerEncoder
  public let decoder: TransformerDecoder
  public let dModel, nhead: Int
  public let batchFirst: Bool

  /// - Parameters:
  ///   - activation: `"relu"`, `"gelu"`, a function or a module.
  ///   - customEncoder: instead of the encoder that the other arguments describe; likewise
  ///     `customDecoder`.
  ///   - normFirst: normalise before attention and maps instead of after the residual sums.
  public init(
    dModel: Int = 512, nhead: Int = 8, numEncoderLayers: Int = 6, numDecoderLayers: Int = 6,
    dimFeedforward: Int = 2048, dropout: Double = 0.1, activation: TransformerActivation = "relu",
    customEncoder: TransformerEncoder? = nil, customDecoder: TransformerDecoder? = nil,
    layerNormEps: Double = 1e-5, batchFirst: Bool = false, normFirst: Bool = false,
    bias: Bool = true, device: Device = .cpu, dtype: DType? = nil
  ) {
    let form = TransformerForm(
      dModel: dModel, nhead: nhead, dimFeedforward: dimFeedforward, dropout: dropout,
      activation: activation, layerNormEps: layerNormEps, batchFirst: batchFirst,
      normFirst: normFirst, bias: bias, device: device, dtype: dtype)
    encoder =
      customEncoder
      ?? TransformerEncoder(TransformerEncoderLayer(form), numEncoderLayers, norm: form.norm())
    decoder =
      customDecoder
      ?? TransformerDecoder(TransformerDecoderLayer(form), numDecoderLayers, norm: form.norm())
    (self.dModel, self.nhead, self.batchFirst) = (dModel, nhead, batchFirst)
    super.init()
    resetParameters()
  }

  /// Xavier's uniform numbers for every weight.
  open func resetParameters() {
    for parameter in parameters() where parameter.dim > 1 { Init.xavierUniform_(parameter) }
  }

  /// - Parameters:
  ///   - src: what the encoder reads, [S, N, E], with `batchFirst` [N, S, E], or [S, E].
  ///   - tgt: what the decoder reads, [T, N, E], [N, T, E] or [T, E].
  /// - Errors: `.runtime` for batches that differ, and for a width other than `dModel`.
  open func forward(
    _ src: Tensor, _ tgt: Tensor, srcMask: Tensor? = nil, srcKeyPaddingMask: Tensor? = nil,
    srcIsCausal: Bool? = nil, masks: DecoderMasks = DecoderMasks()
  ) -> Tensor {
    guarded {
      let batch = batchFirst ? 0 : 1
      try check(
        src.dim != 3 || src.size(batch) == tgt.size(batch), .runtime,
        "the batch number of src and tgt must be equal")
      try check(
        src.size(-1) == dModel && tgt.size(-1) == dModel, .runtime,
        "the feature number of src and tgt must be equal to d_model")
      let memory = encoder(
        src, mask: srcMask, srcKeyPaddingMask: srcKeyPaddingMask, isCausal: srcIsCausal)
      return decoder(tgt, memory, masks: masks)
    }
  }

  /// Runs `forward` with the hooks around it.
  public final func callAsFunction(
    _ src: Tensor, _ tgt: Tensor, srcMask: Tensor? = nil, tgtMask: Tensor? = nil,
    memoryMask: Tensor? = nil, srcKeyPaddingMask: Tensor? = nil,
    tgtKeyPaddingMask: Tensor? = nil, memoryKeyPaddingMask: Tensor? = nil,
    srcIsCausal: Bool? = nil, tgtIsCausal: Bool? = nil, memoryIsCausal: Bool = false
  ) -> Tensor {
    let masks = DecoderMasks(
      tgt: tgtMask, memory: memoryMask, tgtKeyPadding: tgtKeyPaddingMask,
      memoryKeyPadding: memoryKeyPaddingMask, tgtIsCausal: tgtIsCausal,
      memoryIsCausal: memoryIsCausal)
    let inputs = [src, tgt, srcMask, srcKeyPaddingMask] + masks.tensors
    return invoke(inputs, outputs: 1) { [self] in
      [
        forward(
          $0[0]!, $0[1]!, srcMask: $0[2], srcKeyPaddingMask: $0[3], srcIsCausal: srcIsCausal,
          masks: masks.with(Array($0[4...])))
      ]
    }[0] ?? Tensor.poison
  }

  /// The causal mask of `size` positions: −∞ above the diagonal, 0 elsewhere.
  public static func generateSquareSubsequentMask(
    _ size: Int, dtype: DType? = nil, device: Device = .cpu
  ) -> Tensor {
    squareSubsequentMask(size, dtype, device)
  }
}
