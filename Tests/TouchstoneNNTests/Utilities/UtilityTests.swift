import Testing
import Touchstone
import TouchstoneNN

private final class Tied: Module {
  let a = Linear(2, 2, bias: false)
  let b: Linear

  override init() {
    b = a
    super.init()
  }

  override func forward(_ input: Tensor) -> Tensor { b(input) }
}

@Suite struct UtilityTests {
  @Test func vectorsOfParameters() {
    let layer = Linear(3, 2)
    let vector = parametersToVector(layer.parameters())
    #expect(vector.numel == 8 && vector.requiresGrad)
    vectorToParameters(Tensor.arange(8, dtype: .float32), layer.parameters())
    #expect(layer.weight.reshape([-1]).toArray(Float.self) == [0, 1, 2, 3, 4, 5])
    #expect(layer.bias?.toArray(Float.self) == [6, 7] && layer.weight.isParameter)
    expectRefusal("RuntimeError: shape '[2, 3]' is invalid for input of size 3") {
      vectorToParameters(Tensor.ones([3]), layer.parameters())
    }
  }

  private func norm() -> BatchNorm2d {
    let norm = BatchNorm2d(2).eval()
    noGrad {
      norm.runningMean?.copy_(Tensor([0.5, -1] as [Float]))
      norm.runningVar?.copy_(Tensor([2, 0.25] as [Float]))
      norm.weight?.copy_(Tensor([3, 1] as [Float]))
      norm.bias?.copy_(Tensor([0.1, 0.2] as [Float]))
    }
    return norm
  }

  /// Against PyTorch's numbers for the same seed.
  @Test func convolutionWithBatchNorm() {
    let conv = Generator.withDefault(Generator(seed: 1)) { Conv2d(1, 2, 2, bias: false) }.eval()
    let fused = fuseConvBNEval(conv, norm())
    #expect("\(fused)" == "Conv2d(1, 2, kernel_size=(2, 2), stride=(1, 1))")
    let expected: [Float] = [
      0.5465177893638611, -0.46815112233161926, -0.2056206315755844, 0.49783968925476074,
      -0.9414180517196655, 0.5997052192687988, -0.2057211995124817, 0.5087336897850037,
    ]
    for (value, wanted) in zip(fused.weight.detach().reshape([-1]).toArray(Float.self), expected) {
      #expect(abs(value - wanted) < 1e-6)
    }
    #expect(fused.weight.requiresGrad && fused.bias?.requiresGrad == false)
    let x = Tensor.randn([3, 1, 5, 5])
    #expect((fused(x) - norm()(conv(x))).abs().max().item().doubleValue < 1e-5)
    expectRefusal("AssertionError: Fusion only for eval!") {
      _ = fuseConvBNEval(Conv2d(1, 2, 2), norm())
    }
    expectRefusal("AssertionError: bn.running_mean and bn.running_var must not be None") {
      _ = fuseConvBNEval(conv, BatchNorm2d(2, trackRunningStats: false).eval())
    }
  }

  @Test func transposedConvolutionAndLinearWithBatchNorm() {
    let conv = ConvTranspose2d(3, 2, 2).eval()
    let x = Tensor.randn([2, 3, 4, 4])
    let fused = fuseConvBNEval(conv, norm(), transpose: true)
    #expect((fused(x) - norm()(conv(x))).abs().max().item().doubleValue < 1e-5)
    let (linear, norm1) = (Linear(3, 4).eval(), BatchNorm1d(4).eval())
    noGrad { _ = norm1.runningVar?.fill_(3) }
    let rows = Tensor.randn([5, 3])
    let merged = fuseLinearBNEval(linear, norm1)
    #expect((merged(rows) - norm1(linear(rows))).abs().max().item().doubleValue < 1e-5)
    expectRefusal(
      """
      AssertionError: To fuse, linear.out_features == bn.num_features or bn.num_features == 1, got \
      linear.out_features=3 and bn.num_features=2
      """
    ) { _ = fuseLinearBNEval(Linear(2, 3).eval(), norm()) }
  }

  @Test func skippedInitialisationDrawsNothing() {
    let generator = Generator(seed: 4)
    Generator.withDefault(generator) {
      let layer = skipInit { Linear(3, 2, dtype: .float64) }
      #expect(layer.weight.shape == [2, 3] && layer.weight.dtype == .float64)
      #expect(Tensor.rand([3]).equal(Tensor.rand([3], generator: Generator(seed: 4))))
    }
  }

  @Test func functionalCalls() {
    let layer = Linear(2, 2)
    let own = layer.weight
    let weight = Tensor.ones([2, 2]).requiresGrad_()
    let y = functionalCall(
      layer, ["weight": weight * 2, "bias": Tensor.zeros([2])], Tensor([1, 2] as [Float]))
    #expect(y.toArray(Float.self) == [6, 6] && layer.weight === own)
    y.sum().backward()
    #expect(weight.grad?.toArray(Float.self).prefix(2) == [2, 4] && own.grad == nil)
    let unknown: StateDict = ["x": Tensor.zeros([1])]
    #expect(functionalCall(layer, unknown, Tensor.ones([2])).equal(layer(Tensor.ones([2]))))
    expectRefusal("AttributeError: Linear has no attribute `q`") {
      _ = functionalCall(layer, ["q.weight": weight], Tensor.ones([2]))
    }
    expectRefusal(
      """
      RuntimeError: Error(s) in reparametrizing for Linear:
      \tUnexpected key(s): 'x'.
      \tMissing key(s): 'weight', 'bias'.
      """
    ) { _ = functionalCall(layer, unknown, Tensor.ones([2]), strict: true) }
  }

  @Test func functionalCallsOfTiedAndParametrisedTensors() {
    let tied = Tied()
    let ones = Tensor.ones([2, 2])
    let x = Tensor([1, 2] as [Float])
    #expect(functionalCall(tied, ["a.weight": ones], x).toArray(Float.self) == [3, 3])
    expectRefusal(
      """
      ValueError: functional_call got multiple values for keys ['a.weight', 'b.weight'], which are \
      tied. Consider using tie_weights=False
      """
    ) { _ = functionalCall(tied, ["a.weight": ones, "b.weight": ones * 2], x) }
    let normed = Parametrizations.weightNorm(Linear(2, 2, bias: false))
    let value = normed.weight
    #expect(functionalCall(normed, ["weight": ones], x).toArray(Float.self) == [3, 3])
    #expect(normed.weight.equal(value))
  }
}
