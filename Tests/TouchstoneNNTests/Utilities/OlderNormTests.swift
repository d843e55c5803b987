import Testing
import Touchstone
import TouchstoneNN

private func close(_ a: Tensor?, _ b: [Float], _ tolerance: Float = 1e-5) -> Bool {
  guard let a else { return false }
  let values = a.detach().reshape([-1]).toArray(Float.self)
  return values.count == b.count
    && zip(values, b).allSatisfy { abs($0 - $1) <= tolerance * Swift.max(1, abs($1)) }
}

/// Numbers, names and refusals that PyTorch gave for the same seeds and calls.
@Suite struct OlderNormTests {
  private func seeded<M>(_ seed: UInt64, _ make: () -> M) -> M {
    Generator.withDefault(Generator(seed: seed), make)
  }

  @Test func weightNormByHook() {
    let layer = seeded(3) { weightNorm(Linear(3, 2)) }
    #expect(layer.stateDict().keys == ["bias", "weight_g", "weight_v"])
    let g = layer.parameter(named: "weight_g")
    #expect(close(g, [0.772177517414093, 0.7466146945953369]) && g.shape == [2, 1])
    noGrad { _ = g.fill_(2) }
    let y = layer(Tensor.ones([1, 3]))
    #expect(close(y, [-2.988851308822632, -2.630239725112915]))
    y.sum().backward()
    #expect(close(g.grad, [-1.651387333869934, -1.4558196067810059]))
    #expect(
      close(
        layer.parameter(named: "weight_v").grad,
        [
          -0.5806928277015686, 0.06726758927106857, 1.2203091382980347, -0.17433854937553406,
          2.507554531097412, 0.025669295340776443,
        ]))
    expectRefusal(
      "RuntimeError: Cannot register two weight_norm hooks on the same parameter weight"
    ) { weightNorm(layer) }
    let value = layer.weight
    removeWeightNorm(layer)
    #expect(layer.stateDict().keys == ["bias", "weight"] && layer.weight.isParameter)
    #expect(layer.weight.equal(value) && layer(Tensor.ones([1, 3])).equal(y))
    expectRefusal(
      """
      ValueError: weight_norm of 'weight' not found in Linear(in_features=3, out_features=2, \
      bias=True)
      """
    ) { removeWeightNorm(layer) }
  }

  @Test func whatWeightNormRefuses() {
    expectRefusal("AttributeError: 'Linear' object has no attribute 'q'") {
      weightNorm(Linear(2, 2), "q")
    }
    expectRefusal(
      "TypeError: norm_except_dim(): argument 'v' (position 1) must be Tensor, not NoneType"
    ) { weightNorm(Linear(2, 2, bias: false), "bias") }
    expectRefusal(
      """
      ValueError: The module passed to `WeightNorm` can't have uninitialized parameters. Make sure \
      to run the dummy forward before applying weight normalization
      """
    ) { weightNorm(LazyLinear(3)) }
    #expect(
      weightNorm(LSTM(2, 2), "weight_hh_l0").stateDict().keys == [
        "weight_ih_l0", "bias_ih_l0", "bias_hh_l0", "weight_hh_l0_g", "weight_hh_l0_v",
      ])
    #expect(weightNorm(Linear(3, 2), dim: nil).parameter(named: "weight_g").shape == [])
    #expect(weightNorm(Conv1d(3, 2, 1), dim: 1).parameter(named: "weight_g").shape == [1, 3, 1])
  }

  @Test func anLSTMComputesItsWeights() {
    let lstm = LSTM(2, 2)
    let x = Tensor.randn([3, 2])
    let before = lstm(x).0
    weightNorm(lstm, "weight_hh_l0")
    #expect(close(lstm(x).0, before.detach().reshape([-1]).toArray(Float.self)))
    noGrad { _ = lstm.parameter(named: "weight_hh_l0_g").zero_() }
    #expect(!close(lstm(x).0, before.detach().reshape([-1]).toArray(Float.self)))
  }

  @Test func spectralNormByHook() {
    let layer = seeded(5) { spectralNorm(Linear(3, 2)) }
    #expect(layer.stateDict().keys == ["bias", "weight_orig", "weight_u", "weight_v"])
    #expect(layer.namedParameters().map(\.name) == ["bias", "weight_orig"])
    let u = layer.buffer(named: "weight_u")
    #expect(close(u, [-0.10109398514032364, 0.9948769211769104]))
    let x = Tensor.ones([1, 3])
    #expect(close(layer(x), [0.10085597634315491, 0.7535020709037781]))
    #expect(close(u, [-0.48788487911224365, 0.8729079961776733]))
    #expect(
      close(
        layer.buffer(named: "weight_v"),
        [0.41670218110084534, 0.6665869951248169, -0.6180784702301025]))
    layer(x).sum().backward()
    #expect(
      close(
        layer.parameter(named: "weight_orig").grad,
        [
          1.198514461517334, 1.5523302555084229, 0.6636066436767578, 0.9819556474685669,
          0.5457597970962524, 1.6414079666137695,
        ]))
    layer.eval()
    let kept = u.clone()
    _ = layer(x)
    #expect(u.equal(kept))
    removeSpectralNorm(layer)
    #expect(layer.stateDict().keys == ["bias", "weight"])
    #expect("\(layer.loadStateDict(layer.stateDict()))" == "<All keys matched successfully>")
    #expect(
      close(
        layer.weight,
        [
          0.42005816102027893, -0.4755617678165436, 0.5182740688323975, 0.40692564845085144,
          0.5343433022499084, -0.48760151863098145,
        ]))
  }

  @Test func whatSpectralNormRefuses() {
    expectRefusal(
      "RuntimeError: Cannot register two spectral_norm hooks on the same parameter weight"
    ) { spectralNorm(spectralNorm(Linear(2, 2))) }
    expectRefusal(
      "ValueError: Expected n_power_iterations to be positive, but got n_power_iterations=0"
    ) { spectralNorm(Linear(2, 2), nPowerIterations: 0) }
    expectRefusal("ValueError: `SpectralNorm` cannot be applied as parameter `bias` is None") {
      spectralNorm(Linear(2, 2, bias: false), "bias")
    }
    expectRefusal("KeyError: 'q'") { spectralNorm(Linear(2, 2), "q") }
    let transposed = spectralNorm(ConvTranspose2d(2, 3, 2))
    #expect(transposed.buffer(named: "weight_u").shape == [3])
    #expect(transposed.buffer(named: "weight_v").shape == [8])
  }

  /// The oldest layout has the computed weight instead of the second vector.
  @Test func oldStatesLoad() {
    let source = spectralNorm(Linear(2, 2))
    for _ in 0..<30 { _ = source(Tensor.ones([1, 2])) }
    source.eval()
    let x = Tensor.randn([4, 2])
    let expected = source(x)
    var state = source.stateDict()
    state["weight_v"] = nil
    state["weight"] = source.weight.detach()
    let target = spectralNorm(Linear(2, 2)).eval()
    #expect("\(target.loadStateDict(state))" == "<All keys matched successfully>")
    #expect(close(target(x), expected.detach().reshape([-1]).toArray(Float.self), 1e-4))
  }
}
