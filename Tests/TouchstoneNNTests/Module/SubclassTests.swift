import Testing
import Touchstone
import TouchstoneNN

/// Layers as a user extends them, from outside of the package's modules.
private final class PaddedConv: Conv2d {
  @Parameter var gain = Tensor.full([1], 2.0)
  init() { super.init(1, 1, 3, padding: 1, bias: false) }
  override func forward(_ input: Tensor) -> Tensor { super.forward(input) * gain }
}

private final class PositiveLinear: Linear {
  override func resetParameters() { Init.ones_(weight) }
  override var extraRepr: String { "positive, " + super.extraRepr }
}

private final class FrozenNorm: BatchNorm2d {
  init(_ features: Int) { super.init(features, affine: false) }
  override func forward(_ input: Tensor) -> Tensor {
    eval()
    return super.forward(input)
  }
}

private final class Doubled: LSTM {
  override func forward(
    _ input: Tensor, _ hx: (Tensor, Tensor)? = nil
  ) -> (Tensor, (Tensor, Tensor)) {
    let (output, state) = super.forward(input, hx)
    return (output * 2, state)
  }
}

private final class Residual: GRU {
  override func forward(_ input: Tensor, _ hx: Tensor? = nil) -> (Tensor, Tensor) {
    let (output, state) = super.forward(input, hx)
    return (output + input, state)
  }
}

private final class LoudLayer: TransformerEncoderLayer {
  @Parameter var volume = Tensor.full([1], 3.0)
  override func forward(
    _ src: Tensor, srcMask: Tensor? = nil, srcKeyPaddingMask: Tensor? = nil, isCausal: Bool = false
  ) -> Tensor {
    super.forward(
      src, srcMask: srcMask, srcKeyPaddingMask: srcKeyPaddingMask, isCausal: isCausal) * volume
  }
}

@Suite struct SubclassTests {
  @Test func convolutionsLinearsAndNorms() {
    let conv = PaddedConv()
    #expect(conv.stateDict().keys == ["weight", "gain"])
    let x = Tensor.ones([1, 1, 4, 4])
    #expect(conv(x).equal(F.conv2d(x, conv.weight, padding: 1) * 2))
    let linear = PositiveLinear(2, 3)
    #expect(linear.weight.equal(Tensor.ones([3, 2])))
    #expect("\(linear)" == "PositiveLinear(positive, in_features=2, out_features=3, bias=True)")
    let norm = FrozenNorm(1)
    _ = norm(x)
    #expect(norm.numBatchesTracked?.item().int64Value == 0)
  }

  @Test func callsReachOverriddenForwardsOfRecurrentLayers() {
    let x = Tensor.randn([3, 2])
    let lstm = Doubled(2, 2)
    let plain = LSTM(2, 2)
    plain.loadStateDict(lstm.stateDict())
    #expect(lstm(x).0.equal(plain(x).0 * 2))
    let gru = Residual(2, 2)
    let reference = GRU(2, 2)
    reference.loadStateDict(gru.stateDict())
    #expect(gru(x, Tensor.zeros([1, 2])).0.equal(reference(x, Tensor.zeros([1, 2])).0 + x))
  }

  @Test func stacksCopyWhatASubclassAdds() {
    let layer = LoudLayer(4, 2, dimFeedforward: 8)
    noGrad { _ = layer.volume.fill_(5) }
    let stack = TransformerEncoder(layer, 2)
    #expect(stack.layers.allSatisfy { $0 is LoudLayer && $0 !== layer })
    #expect(stack.stateDict()["layers.1.volume"]?.toArray(Float.self) == [5])
  }
}
