import Touchstone
import TouchstoneNN

/// Classes of padded token sequences by attention (Vaswani et al. 2017).
final class TransformerClassifier: Module {
  @Parameter var position: Tensor
  let embedding: Embedding
  let encoder: TransformerEncoder
  let norm: LayerNorm
  let fc: Linear

  override init() {
    embedding = Embedding(12, 8)
    position = Tensor.randn([6, 8]) * 0.1
    let layer = TransformerEncoderLayer(
      8, 2, dimFeedforward: 12, dropout: 0.1, activation: "gelu", batchFirst: true)
    encoder = TransformerEncoder(layer, 2, enableNestedTensor: false)
    norm = LayerNorm(8)
    fc = Linear(8, 3)
    super.init()
  }

  override func forward(_ tokens: Tensor) -> Tensor {
    let padding = tokens.eq(0)
    var x = embedding(tokens) + position[..<tokens.size(1)]
    x = norm(encoder(x, srcKeyPaddingMask: padding))
    let kept = padding.logicalNot().unsqueeze(2).to(x.dtype)
    return fc((x * kept).sum(1) / kept.sum(1))
  }
}
