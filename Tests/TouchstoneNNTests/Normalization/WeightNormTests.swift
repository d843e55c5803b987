import Testing
import Touchstone
import TouchstoneNN

private final class Matrix: Module {
  @Parameter var weight = Tensor.arange(6, dtype: .float32).reshape([3, 2]).sub(2)
  override func forward(_ input: Tensor) -> Tensor { input.matmul(weight.t()) }
}

/// Numbers of PyTorch 2.15 under seed 5.
@Suite struct WeightNormTests {
  private func seeded<R>(_ body: () -> R) -> (R, next: Double) {
    Generator.withDefault(Generator(seed: 5)) { (body(), Tensor.rand([1]).item().doubleValue) }
  }

  @Test func spectralNormStartsWhereTheSeedSays() {
    let (module, next) = seeded { Parametrizations.spectralNorm(Matrix()) }
    #expect(next == 0.07241219282150269)
    #expect(
      module.stateDict().keys == [
        "parametrizations.weight.original", "parametrizations.weight.0._u",
        "parametrizations.weight.0._v",
      ])
    let u = Tensor([-0.4873368740081787, 0.18321950733661652, 0.8537759184837341] as [Float])
    #expect(module.buffer(named: "parametrizations.weight.0._u").allclose(u, atol: 1e-6))
    module.eval()
    let expected = Tensor([
      [-0.4761984348297119, -0.23809921741485596], [0, 0.23809921741485596],
      [0.4761984348297119, 0.7142976522445679],
    ] as [[Float]])
    #expect(module.weight.allclose(expected, atol: 1e-6))
    #expect(Linalg.svdvals(module.weight.detach()).max().item().doubleValue < 1.0001)
    #expect("\(module)".contains("(0): _SpectralNorm()"))
  }

  @Test func onlyTrainingImprovesTheVectors() {
    let module = Matrix()
    module.weight = Tensor([[1, 0], [0, 0.9], [0, 0]] as [[Float]])
    Parametrizations.spectralNorm(module)
    let u = module.buffer(named: "parametrizations.weight.0._u")
    let start = u.clone()
    module.eval()
    _ = module.weight
    #expect(u.equal(start))
    module.train()
    _ = module.weight
    #expect(!u.equal(start))
  }

  @Test func gradientsReachTheOriginalOfASpectralNorm() {
    let (module, _) = seeded { Parametrizations.spectralNorm(Matrix()) }
    module(Tensor.ones([1, 2])).sum().backward()
    let gradient = module.parameter(named: "parametrizations.weight.original").grad
    #expect(gradient?.shape == [3, 2] && gradient!.abs().sum().item().doubleValue > 0.01)
  }

  @Test func weightNormSplitsLengthAndDirection() {
    let module = Parametrizations.weightNorm(Matrix())
    let length = module.parameter(named: "parametrizations.weight.original0")
    #expect(length.shape == [3, 1])
    #expect(length.detach().allclose(Tensor([[2.2360680], [1], [3.6055512]] as [[Float]])))
    noGrad { _ = length.fill_(2) }
    let norms = module.weight.norm(2, dim: 1)
    #expect(norms.allclose(Tensor([2, 2, 2] as [Float])))
    Parametrize.removeParametrizations(module, "weight")
    #expect(module.stateDict().keys == ["weight"])
  }

  @Test func statesOfTheOlderFormLoad() {
    let module = Parametrizations.weightNorm(Matrix(), dim: nil)
    var state = module.stateDict()
    state["weight_g"] = Tensor.full([], 5.0)
    state["weight_v"] = state["parametrizations.weight.original1"]!.clone()
    state["parametrizations.weight.original0"] = nil
    state["parametrizations.weight.original1"] = nil
    #expect(module.loadStateDict(state).missingKeys.isEmpty)
    #expect(abs(module.weight.norm().item().doubleValue - 5) < 1e-5)
  }

  @Test func badArgumentsAreErrors() {
    for body in [
      { Parametrizations.spectralNorm($0, nPowerIterations: 0) },
      { Parametrizations.spectralNorm($0, dim: 2) },
      { Parametrizations.spectralNorm($0, "nothing") },
    ] as [(Module) -> Module] {
      #expect(throws: TensorError.self) { try checked { _ = body(Matrix()) } }
    }
  }
}
