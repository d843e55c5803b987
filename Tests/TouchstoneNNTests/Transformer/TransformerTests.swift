import Testing
import Touchstone
import TouchstoneNN

@Suite struct TransformerTests {
  private func encoder() -> TransformerEncoder {
    Generator.withDefault(Generator(seed: 3)) {
      let layer = TransformerEncoderLayer(4, 2, dimFeedforward: 8, batchFirst: true)
      return TransformerEncoder(layer, 2, norm: LayerNorm(4))
    }
  }
  private let x = (Tensor.arange(24, dtype: .float32).reshape([2, 3, 4]) / 7).sin()

  @Test func copiesDrawNothingAndShareNothing() {
    let generator = Generator(seed: 3)
    let stack = Generator.withDefault(generator) {
      TransformerEncoder(
        TransformerEncoderLayer(4, 2, dimFeedforward: 8, batchFirst: true), 2, norm: LayerNorm(4))
    }
    // PyTorch's next numbers after the same construction.
    let next = Tensor.randn([2], generator: generator).toArray(Float.self)
    #expect(abs(next[0] + 1.967315) < 1e-6 && abs(next[1] + 2.026338) < 1e-6)
    let weights = (0..<2).map { (stack.layers[$0] as! TransformerEncoderLayer).linear1.weight }
    #expect(weights[0].equal(weights[1]))
    noGrad { _ = weights[0].zero_() }
    #expect(!weights[0].equal(weights[1]))
  }

  @Test func paddingIsLeftOutWhereNothingAsksForGradients() {
    let stack = encoder().eval()
    let padding = Tensor([[false, false, true], [false, true, true]])
    let quick = noGrad { stack(x, srcKeyPaddingMask: padding) }
    #expect(quick[0][2].toArray(Float.self) == [0, 0, 0, 0])
    #expect(abs(quick[0][0][3].item().doubleValue - 1.6854522) < 1e-5)
    let slow = stack(x, srcKeyPaddingMask: padding)
    #expect(abs(slow[0][2][3].item().doubleValue - 1.5703281) < 1e-5)
    let unaligned = Tensor([[true, false, false], [false, false, true]])
    let whole = noGrad { stack(x, srcKeyPaddingMask: unaligned) }
    #expect(abs(whole[0][0][3].item().doubleValue - 1.6819007) < 1e-5)
  }

  @Test func causalMasksAreRecognised() {
    let stack = encoder().eval()
    let mask = Transformer.generateSquareSubsequentMask(3)
    #expect(mask[0].toArray(Float.self) == [0, -.infinity, -.infinity])
    let found = stack(x, mask: mask)
    let told = stack(x, mask: mask, isCausal: true)
    #expect(found.equal(told))
    let changed = x.clone()
    changed.select(1, 2).fill_(9)
    let first = stack(changed, mask: mask).narrow(1, 0, 2)
    #expect(first.equal(found.narrow(1, 0, 2)))
  }

  @Test func activationsByNameFunctionAndModule() throws {
    func built(_ activation: TransformerActivation) -> TransformerEncoderLayer {
      Generator.withDefault(Generator(seed: 1)) {
        TransformerEncoderLayer(4, 2, dimFeedforward: 8, activation: activation).eval()
      }
    }
    let named = built("gelu")(x)
    #expect(built(.function { F.gelu($0) })(x).equal(named))
    let withModule = built(.module { GELU() })
    #expect(withModule(x).equal(named))
    #expect(withModule.description.hasSuffix("(activation): GELU(approximate='none')\n)"))
    let error = #expect(throws: TensorError.self) { try checked { _ = built("tanh") } }
    #expect(error?.message == "activation should be relu/gelu, not tanh")
  }

  @Test func constructorsRefuseWhatPyTorchRefuses() {
    func message(_ body: () -> Void) -> String {
      do {
        try checked(body)
        return "accepted"
      } catch { return "\(error)" }
    }
    #expect(
      message { _ = MultiheadAttention(5, 2) }
        == "AssertionError: embed_dim must be divisible by num_heads")
    #expect(
      message { _ = MultiheadAttention(4, 0) }
        == "ValueError: embed_dim and num_heads must be greater than 0, got embed_dim=4 and "
        + "num_heads=0 instead")
    let model = Transformer(dModel: 4, nhead: 2, numEncoderLayers: 1, numDecoderLayers: 1)
    #expect(
      message { _ = model(Tensor.ones([3, 2, 4]), Tensor.ones([3, 1, 4])) }.contains(
        "the batch number of src and tgt must be equal"))
    #expect(
      message { _ = model(Tensor.ones([3, 2, 5]), Tensor.ones([3, 2, 5])) }.contains(
        "the feature number of src and tgt must be equal to d_model"))
    #expect(
      message { _ = model.encoder.layers[0](Tensor.ones([4])) }.contains(
        "query should be unbatched 2D or batched 3D tensor but received 1-D query tensor"))
  }

  @Test func hooksSeeTheAttentionOfALayer() {
    let layer = TransformerEncoderLayer(4, 2, dimFeedforward: 8).eval()
    var shapes: [Shape] = []
    let handle = layer.selfAttn.registerForwardHook { _, inputs, outputs in
      shapes += (inputs.prefix(1) + outputs.prefix(1)).compactMap { $0?.shape }
      return nil
    }
    _ = layer(x)
    handle.remove()
    _ = layer(x)
    #expect(shapes == [[2, 3, 4], [2, 3, 4]])
  }
}
