import Testing
import Touchstone

/// First and second derivatives of activations against central differences in float64, and
/// PyTorch's choices where there is no derivative.
@Suite struct ActivationGradientTests {
  static let smooth: [(String, @Sendable (Tensor) -> Tensor)] = [
    ("elu", { F.elu($0, alpha: 0.7) }), ("celu", { F.celu($0, alpha: 0.7) }), ("selu", F.selu),
    ("softplus", { F.softplus($0, beta: 2, threshold: 5) }), ("logsigmoid", F.logsigmoid),
    ("silu", { F.silu($0) }), ("mish", { F.mish($0) }), ("hardswish", { F.hardswish($0) }),
    ("hardsigmoid", { F.hardsigmoid($0) }), ("gelu", { F.gelu($0) }),
    ("gelu tanh", { F.gelu($0, approximate: "tanh") }), ("softsign", F.softsign),
    ("tanhshrink", F.tanhshrink), ("leaky", { F.leakyRelu($0, negativeSlope: 0.2) }),
    ("hardtanh", { F.hardtanh($0, minVal: -2, maxVal: 1.7) }),
    ("softshrink", { F.softshrink($0, lambd: 0.4) }), ("glu", { F.glu($0) }),
    ("elu in place", { F.elu_($0 * 1, alpha: 0.7) }), ("selu in place", { F.selu_($0 * 1) }),
    ("leaky in place", { F.leakyRelu_($0 * 1) }), ("silu in place", { F.silu_($0 * 1) }),
    ("prelu", { F.prelu($0, Tensor([0.3], dtype: .float64)) }),
  ]
  private let points = Tensor([-4.1, -1.3, -0.6, 0.2, 0.9, 3.7], dtype: .float64)
  private let weights = Tensor([0.7, -1.1, 0.4, 1.9, -0.3, 0.8], dtype: .float64)

  /// The gradient at `x` of a weighted sum of `f`.
  private func slope(_ f: (Tensor) -> Tensor, _ x: Tensor, createGraph: Bool = false) -> Tensor {
    let y = f(x)
    let cotangent = weights.narrow(0, 0, y.numel).clone()
    cotangent.requiresGrad = createGraph
    return grad(
      outputs: [y], inputs: [x], gradOutputs: [cotangent], createGraph: createGraph)[0]!
  }

  /// Central difference of `f`, a function of the points to as many values, contracted with `g`.
  private func difference(_ f: (Tensor) -> Tensor, _ g: Tensor) -> [Double] {
    (0..<6).map { index in
      let step = Tensor.zeros([6], dtype: .float64)
      step[index] = 1e-5
      let up = f(points + step), down = f(points - step)
      return ((up - down) * g.narrow(0, 0, up.numel)).sum().item().doubleValue / 2e-5
    }
  }

  private func isClose(_ a: [Double], _ b: [Double]) -> Bool {
    zip(a, b).allSatisfy { abs($0 - $1) <= 1e-8 + 1e-7 * abs($1) }
  }

  @Test(arguments: smooth.indices) func derivatives(_ index: Int) {
    let (name, f) = Self.smooth[index]
    let x = points.clone().requiresGrad_()
    let first = slope(f, x, createGraph: true)
    #expect(isClose(first.toArray(Double.self), difference(f, weights)), "\(name)")
    let outer = weights.flip([0])
    let second = grad(outputs: [first], inputs: [x], gradOutputs: [outer], allowUnused: true)[0]
    let expected = difference({ slope(f, $0.detach().requiresGrad_()) }, outer)
    let found = second?.toArray(Double.self) ?? [Double](repeating: 0, count: 6)
    #expect(isClose(found, expected), "\(name), second derivative")
  }

  @Test func kinksAsInPyTorch() {
    func slopes(_ x: [Double], _ f: (Tensor) -> Tensor) -> [Double] {
      let x = Tensor(x, dtype: .float64).requiresGrad_()
      return grad(outputs: [f(x).sum()], inputs: [x])[0]!.toArray(Double.self)
    }
    #expect(slopes([-1, 1, 0.5]) { F.hardtanh($0) } == [0, 0, 1])
    #expect(slopes([0, 6, 3]) { F.relu6($0) } == [0, 0, 1])
    #expect(slopes([-0.5, 0.5, 0.6]) { F.hardshrink($0) } == [0, 0, 1])
    #expect(slopes([-3, 3]) { F.hardswish($0) } == [0, 1])
    #expect(slopes([-3, 3]) { F.hardsigmoid($0) } == [0, 0])
    #expect(slopes([0, 1, .nan]) { F.threshold($0, 1, 7) } == [0, 0, 1])
    #expect(slopes([0, .nan]) { $0.relu() } == [0, 1])
    #expect(slopes([0, .nan]) { F.leakyRelu($0, negativeSlope: 0.25) } == [0.25, 0.25])
    #expect(slopes([0]) { F.elu($0, alpha: 0.5) } == [0.5])
  }

  @Test func tailsStayFinite() {
    let far = Tensor([-800, -100, 100, 800], dtype: .float64)
    #expect(F.logsigmoid(far).toArray(Double.self) == [-800, -100, -3.720075976020836e-44, 0])
    #expect(F.softplus(far, threshold: 1e4).toArray(Double.self).last == 800)
    for f in [{ F.mish($0) }, { F.silu($0) }, { F.gelu($0) }] as [(Tensor) -> Tensor] {
      let x = far.clone().requiresGrad_()
      let first = grad(outputs: [f(x).sum()], inputs: [x], createGraph: true)[0]!
      let second = grad(outputs: [first.sum()], inputs: [x])[0]!
      #expect(first.isfinite().all().item().boolValue)
      #expect(second.isfinite().all().item().boolValue)
    }
  }
}
