import Touchstone

/// Self-attention, attention to an encoder's output and two linear maps, each with dropout, a
/// residual path and a normalisation, `torch.nn.TransformerDecoderLayer`.
open class TransformerDecoderLayer: DecoderModule {
  public let selfAttn: MultiheadAttention
  public let multiheadAttn: MultiheadAttention
  public let linear1: Linear
  public let dropout: Dropout
  public let linear2: Linear
  public let norm1, norm2, norm3: LayerNorm
  public let dropout1, dropout2, dropout3: Dropout
  private let activation: Module?
  let form: TransformerForm

  /// - Parameters:
  ///   - activation: `"relu"`, `"gelu"`, a function or a module.
  ///   - normFirst: normalise before attention and maps instead of after the residual sums.
  /// - Errors: `.runtime` for another name of an activation, and those of `MultiheadAttention`.
  public init(
    _ dModel: Int, _ nhead: Int, dimFeedforward: Int = 2048, dropout: Double = 0.1,
    activation: TransformerActivation = "relu", layerNormEps: Double = 1e-5,
    batchFirst: Bool = false, normFirst: Bool = false, bias: Bool = true, device: Device = .cpu,
    dtype: DType? = nil
  ) {
    form = TransformerForm(
      dModel: dModel, nhead: nhead, dimFeedforward: dimFeedforward, dropout: dropout,
      activation: activation, layerNormEps: layerNormEps, batchFirst: batchFirst,
      normFirst: normFirst, bias: bias, device: device, dtype: dtype)
    selfAttn = form.attention()
    multiheadAttn = form.attention()
    linear1 = form.linear(form.dModel, form.dimFeedforward)
    self.dropout = form.drop()
    linear2 = form.linear(form.dimFeedforward, form.dModel)
    (norm1, norm2, norm3) = (form.norm(), form.norm(), form.norm())
    (dropout1, dropout2, dropout3) = (form.drop(), form.drop(), form.drop())
    self.activation = form.activation.makeModule()
    super.init()
    attempt { try form.activation.checkName() }
  }

  convenience init(_ form: TransformerForm) {
    self.init(
      form.dModel, form.nhead, dimFeedforward: form.dimFeedforward, dropout: form.dropout,
      activation: form.activation, layerNormEps: form.layerNormEps, batchFirst: form.batchFirst,
      normFirst: form.normFirst, bias: form.bias, device: form.device, dtype: form.dtype)
  }

  /// - Parameters:
  ///   - tgt: [T, N, E], with `batchFirst` [N, T, E], or [T, E].
  ///   - memory: the encoder's output, [S, N, E], [N, S, E] or [S, E].
  ///   - masks: what may not be attended to, and which positions are padding.
  open override func forward(_ tgt: Tensor, _ memory: Tensor, masks: DecoderMasks) -> Tensor {
    func attended(_ x: Tensor) -> Tensor {
      dropout1(
        selfAttn(
          x, x, x, keyPaddingMask: masks.tgtKeyPadding, needWeights: false, attnMask: masks.tgt,
          isCausal: masks.tgtIsCausal ?? false
        ).output)
    }
    func recalled(_ x: Tensor) -> Tensor {
      dropout2(
        multiheadAttn(
          x, memory, memory, keyPaddingMask: masks.memoryKeyPadding, needWeights: false,
          attnMask: masks.memory, isCausal: masks.memoryIsCausal
        ).output)
    }
    if form.normFirst {
      let x = tgt + attended(norm1(tgt))
      let y = x + recalled(norm2(x))
      return y + mapped(norm3(y))
    }
    let x = norm1(tgt + attended(tgt))
    let y = norm2(x + recalled(x))
    return norm3(y + mapped(y))
  }

  /// The two linear maps with the activation between them.
  private func mapped(_ x: Tensor) -> Tensor {
    dropout3(linear2(dropout(form.activation(linear1(x), activation))))
  }
}
