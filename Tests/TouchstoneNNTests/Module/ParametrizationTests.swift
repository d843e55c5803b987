import Testing
import Touchstone
import TouchstoneNN

private final class Affine: Module {
  @Parameter var weight = Tensor.ones([2, 2])
  @Parameter var bias = Tensor.zeros([2])
  @Buffer var stat = Tensor.ones([2])
  override func forward(_ input: Tensor) -> Tensor { input.matmul(weight) + bias }
  override var extraRepr: String { "size=2" }
}

private final class Sym: Module {
  var calls = 0
  override func forward(_ x: Tensor) -> Tensor {
    calls += 1
    return x.triu() + x.triu(1).transpose(-1, -2)
  }
}

private final class Exp: Module, RightInvertible {
  override func forward(_ x: Tensor) -> Tensor { x.exp() }
  func rightInverse(_ value: Tensor) -> Tensor? { value.log() }
}

private final class LengthAndDirection: Module, MultiTensorParametrization {
  func forward(_ originals: [Tensor]) -> Tensor { originals[0] * originals[1] }
  func rightInverse(_ value: Tensor) -> [Tensor] {
    let length = (value * value).sum().sqrt()
    return [length, value / length]
  }
}

private final class ToDouble: Module {
  override func forward(_ x: Tensor) -> Tensor { x.to(.float64) }
}

private final class FirstRow: Module {
  override func forward(_ x: Tensor) -> Tensor { x.narrow(0, 0, 1) }
}

@Suite struct ParametrizationTests {
  @Test func namesAndFormArePyTorchs() {
    let module = Affine()
    Parametrize.registerParametrization(module, "weight", Sym())
    #expect(module.stateDict().keys == ["bias", "stat", "parametrizations.weight.original"])
    Parametrize.registerParametrization(module, "weight", Exp())
    #expect(
      "\(module)" == """
        ParametrizedAffine(
          size=2
          (parametrizations): ModuleDict(
            (weight): ParametrizationList(
              (0): Sym()
              (1): Exp()
            )
          )
        )
        """)
    Parametrize.registerParametrization(module, "stat", Exp())
    #expect(module.namedBuffers().map(\.name) == ["parametrizations.stat.original"])
    #expect(
      module.namedParameters().map(\.name) == ["bias", "parametrizations.weight.original"])
  }

  @Test func removalPutsTheTensorLast() {
    let module = Affine()
    let original = module.weight
    Parametrize.registerParametrization(module, "weight", Sym())
    noGrad { _ = original.fill_(2) }
    #expect(module.weight.sum().item().doubleValue == 8)
    Parametrize.removeParametrizations(module, "weight")
    #expect(module.stateDict().keys == ["bias", "weight", "stat"])
    #expect(module.weight === original && "\(module)" == "Affine(size=2)")
    Parametrize.registerParametrization(module, "stat", Exp())
    Parametrize.removeParametrizations(module, "stat", leaveParametrized: false)
    #expect(module.stat.equal(Tensor.zeros([2])))
  }

  @Test func gradientsReachTheOriginal() {
    let module = Affine()
    Parametrize.registerParametrization(module, "weight", Sym())
    module(Tensor.ones([1, 2])).sum().backward()
    let original = module.parameter(named: "parametrizations.weight.original")
    #expect(original.grad?.equal(Tensor([[1, 2], [0, 1]] as [[Float]])) == true)
  }

  @Test func severalOriginals() {
    let module = Affine()
    Parametrize.registerParametrization(module, "weight", LengthAndDirection())
    #expect(
      module.stateDict().keys == [
        "bias", "stat", "parametrizations.weight.original0", "parametrizations.weight.original1",
      ])
    module.weight = Tensor.full([2, 2], 3.0)
    #expect(module.parameter(named: "parametrizations.weight.original0").item().doubleValue == 6)
    expectRefusal(
      """
      ValueError: Cannot leave unparametrized (`leave_parametrized=False`) a tensor that is \
      parametrized in terms of a sequence of tensors.
      """
    ) { Parametrize.removeParametrizations(module, "weight", leaveParametrized: false) }
    Parametrize.removeParametrizations(module, "weight")
    #expect(module.weight.isLeaf && module.weight.requiresGrad)
    #expect(module.weight.equal(Tensor.full([2, 2], 3.0)))
  }

  @Test func badParametrizationsAreRefused() {
    let module = Affine()
    expectRefusal(
      """
      ValueError: Registering a parametrization may not change the dtype of the tensor, \
      unless `unsafe` flag is enabled.
      unparametrized dtype: torch.float32
      parametrized dtype: torch.float64
      """
    ) { Parametrize.registerParametrization(module, "weight", ToDouble()) }
    #expect(!Parametrize.isParametrized(module) && module.weight.numel == 4)
    expectRefusal(
      """
      ValueError: Module 'Affine(size=2)' does not have a parameter, a buffer, or a \
      parametrized element with name 'nope'
      """
    ) { Parametrize.registerParametrization(module, "nope", Sym()) }
    Parametrize.registerParametrization(module, "weight", Sym())
    expectRefusal(
      """
      ValueError: Registering a parametrization may not change the shape of the tensor, \
      unless the `unsafe` flag is enabled.
      module.weight.shape: torch.Size([2, 2])
      parametrization(module.weight).shape: torch.Size([1, 2])
      """
    ) { Parametrize.registerParametrization(module, "weight", FirstRow()) }
    expectRefusal(
      "RuntimeError: parametrization Sym does not implement right_inverse."
    ) { module.weight = Tensor.ones([2, 2]) }
  }

  @Test func aCacheComputesOnce() {
    let module = Affine()
    let sym = Sym()
    Parametrize.registerParametrization(module, "weight", sym)
    sym.calls = 0
    Parametrize.cached { #expect(module.weight === module.weight) }
    #expect(sym.calls == 1)
    _ = module.weight
    #expect(sym.calls == 2)
  }
}
