import Testing

@testable import Touchstone

struct RandomGradientTests {
  @Test func parametersReceiveZeros() throws {
    let generator = Generator(seed: 1)
    let p = Tensor.full([4], 0.5).requiresGrad_()
    for result in [
      p.bernoulli(generator: generator), p.poisson(generator: generator),
      .normal(mean: p, std: 1, generator: generator),
      .normal(mean: 0, std: p, generator: generator),
      .normal(mean: p, std: p, generator: generator),
    ] {
      p.grad = nil
      result.sum().backward()
      #expect(p.grad?.toArray(Float.self) == [0, 0, 0, 0])
    }
  }

  @Test func fillsEndHistory() {
    let x = Tensor.ones([3]).requiresGrad_()
    let y = x * 2
    y.normal_(generator: Generator(seed: 1))
    #expect(y.gradFn != nil)
    y.sum().backward()
    #expect(x.grad?.toArray(Float.self) == [0, 0, 0])
  }

  @Test func recordedFillDrawsTheSame() {
    let plain = Tensor.zeros([4, 8]).slice(1, from: 0, to: 8, step: 2)
    plain.normal_(generator: Generator(seed: 5))
    let tracked = (Tensor.zeros([4, 8]).requiresGrad_() * 1).slice(1, from: 0, to: 8, step: 2)
    tracked.normal_(generator: Generator(seed: 5))
    #expect(tracked.detach().equal(plain))
  }

  /// d/dα of a gamma number keeps its probability: the mean's slope is 1.
  @Test func gammaNumbersFollowTheirShape() {
    for shape in [0.3, 1, 4, 30, 1000] {
      let alpha = Tensor.full([20_000], shape, dtype: .float64).requiresGrad_()
      alpha.standardGamma(generator: Generator(seed: 3)).mean().backward()
      let slope = alpha.grad!.sum().item().doubleValue
      #expect(abs(slope - 1) < 0.05, "alpha \(shape): \(slope)")
    }
  }

  /// PyTorch's own values, which approximate the derivative to about 1e-3.
  @Test func gammaGradientNearPyTorchs() {
    let alpha = Tensor([0.1, 0.5, 1, 2, 7.9, 20], dtype: .float64)
    let x = Tensor([0.05, 0.3, 2, 1.5, 9, 15], dtype: .float64)
    let mine = Tensor.standardGammaGrad(alpha, x).toArray(Double.self)
    let theirs = [1.3673, 1.0098, 1.6317, 0.93662, 1.0893, 0.87023]
    for (a, b) in zip(mine, theirs) { #expect(abs(a - b) < 2e-3 * abs(b)) }
  }
}
