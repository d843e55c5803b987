import Testing
import Touchstone

/// Masks and next number under seed 3, as PyTorch 2.15 gives them.
@Suite struct DropoutTests {
  private let x = Tensor.arange(1, 13, dtype: .float32).reshape([2, 3, 2])

  /// Which elements of `drop`'s result differ from PyTorch's, and the generator's next number.
  private func run(_ drop: (Tensor) -> Tensor) -> (values: [Float], next: Double) {
    Generator.withDefault(Generator(seed: 3)) {
      (drop(x).toArray(Float.self), Tensor.rand([1]).item().doubleValue)
    }
  }

  @Test func elements() {
    let (values, next) = run { F.dropout($0, p: 0.4) }
    let kept: [Float] = [1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 1, 1]
    let expected = x.mul(Tensor(kept).reshape([2, 3, 2])).mul(1 / Float(0.6))
    #expect(Tensor(values).allclose(expected.reshape([-1])) && next == 0.1808772087097168)
  }

  @Test func channels() {
    let kept = Tensor([1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0] as [Float])
    let expected = x.reshape([-1]).mul(kept).mul(1 / Float(0.6))
    for drop in [
      { F.dropout1d($0, p: 0.4) }, { F.dropout2d($0, p: 0.4) },
    ] as [(Tensor) -> Tensor] {
      let (values, next) = run(drop)
      #expect(Tensor(values).allclose(expected) && next == 0.14984089136123657)
    }
  }

  @Test func alpha() {
    let (values, next) = run { F.alphaDropout($0, p: 0.4, training: true) }
    #expect(values[0] == 1.4703772068023682 && values[2] == -0.9106420278549194)
    #expect(values[11] == 10.966485977172852 && next == 0.1808772087097168)
    let (features, after) = run { F.featureAlphaDropout($0, p: 0.4, training: true) }
    #expect(features[2] == 3.1969423294067383 && features[4] == -0.9106420278549194)
    #expect(after == 0.14984089136123657)
  }

  @Test func nothingIsDrawnWhereNothingIsRandom() {
    let untouched = run { $0 }.next
    #expect(run { F.dropout($0, p: 0) }.next == untouched)
    #expect(run { F.dropout($0, p: 1) }.next == untouched)
    #expect(run { F.dropout($0, p: 0.5, training: false) }.next == untouched)
    #expect(F.dropout(x, p: 0) === x && F.dropout(x, training: false) === x)
    #expect(F.dropout(Tensor([Float.nan]), p: 1).item().doubleValue.isNaN)
  }

  @Test func inPlace() {
    let y = x.clone()
    #expect(F.dropout_(y, p: 1) === y && y.sum().item().doubleValue == 0)
    let z = x.select(0, 0).clone()
    #expect(F.dropout1d_(z, p: 1) === z && z.sum().item().doubleValue == 0)
  }

  @Test func badProbabilitiesAndRanks() {
    #expect(throws: TensorError.self) { try checked { F.dropout(x, p: 1.5) } }
    #expect(throws: TensorError.self) { try checked { F.dropout1d(Tensor.ones([3])) } }
    #expect(throws: TensorError.self) { try checked { F.dropout2d(Tensor.ones([3])) } }
  }

  @Test func nativeMaskAndGradient() {
    let leaf = Tensor.ones([50]).requiresGrad_()
    let (out, mask) = leaf.nativeDropout(0.5)
    out.sum().backward()
    #expect(mask.dtype == .bool && leaf.grad!.equal(mask.to(.float32).mul(2)))
  }
}
