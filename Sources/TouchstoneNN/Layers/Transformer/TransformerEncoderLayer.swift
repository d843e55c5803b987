import Touchstone

/// Self-attention and two linear maps, each with dropout, a residual path and a normalisation,
/// `torch.nn.TransformerEncoderLayer`.
open class TransformerEncoderLayer: Module {
  public let selfAttn: MultiheadAttention
  public let linear1: Linear
  public let dropout: Dropout
  public let linear2: Linear
  public let norm1, norm2: LayerNorm
  public let dropout1, dropout2: Dropout
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
    linear1 = form.linear(form.dModel, form.dimFeedforward)
    self.dropout = form.drop()
    linear2 = form.linear(form.dimFeedforward, form.dModel)
    (norm1, norm2) = (form.norm(), form.norm())
    (dropout1, dropout2) = (form.drop(), form.drop())
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
  ///   - src: [S, N, E], with `batchFirst` [N, S, E], or [S, E].
  ///   - srcMask: [S, S] or [N · heads, S, S], true or a number to add where attention is
  ///     forbidden.
  ///   - srcKeyPaddingMask: [N, S], true or a number to add where a position is padding.
  ///   - isCausal: tells that `srcMask` is the causal one.
  open func forward(
    _ src: Tensor, srcMask: Tensor? = nil, srcKeyPaddingMask: Tensor? = nil,
    isCausal: Bool = false
  ) -> Tensor {
    guarded {
      let padding = try additiveMask(srcKeyPaddingMask, "src_key_padding_mask", src.dtype)
      let mask = try additiveMask(srcMask, "src_mask", src.dtype)
      func attended(_ x: Tensor) -> Tensor {
        dropout1(
          selfAttn(
            x, x, x, keyPaddingMask: padding, needWeights: false, attnMask: mask,
            isCausal: isCausal
          ).output)
      }
      if form.normFirst {
        let x = src + attended(norm1(src))
        return x + mapped(norm2(x))
      }
      let x = norm1(src + attended(src))
      return norm2(x + mapped(x))
    }
  }

  open override func forward(_ input: Tensor) -> Tensor {
    forward(input, srcMask: nil, srcKeyPaddingMask: nil, isCausal: false)
  }

  /// Runs `forward` with the hooks around it.
  public final func callAsFunction(
    _ src: Tensor, srcMask: Tensor? = nil, srcKeyPaddingMask: Tensor? = nil,
    isCausal: Bool = false
  ) -> Tensor {
    invoke([src, srcMask, srcKeyPaddingMask], outputs: 1) { [self] in
      [forward($0[0]!, srcMask: $0[1], srcKeyPaddingMask: $0[2], isCausal: isCausal)]
    }[0] ?? Tensor.poison
  }

  /// The two linear maps with the activation between them.
  private func mapped(_ x: Tensor) -> Tensor {
    dropout2(linear2(dropout(form.activation(linear1(x), activation))))
  }

  /// Whether PyTorch runs the layer in one piece when nothing asks for gradients.
  var hasFastPath: Bool {
    !form.normFirst && form.batchFirst && form.bias && form.nhead % 2 == 0
      && norm1.eps == norm2.eps && form.activation.isReluOrGelu(activation)
  }
}
