import Testing
import Touchstone
import TouchstoneNN

/// Against the paper's formula with the statistics taken over whole regions.
@Suite struct SwitchableNormTests {
  @Test func equalSharesOfThreeStatistics() {
    let norm = SwitchableNorm2d(3).double()
    let x = Tensor.randn([4, 3, 2, 2], dtype: .float64)
    let means = [[2, 3], [1, 2, 3], [0, 2, 3]].map { x.mean($0, keepdim: true) }
    // Maps have the unbiased variance v; over more of them it is E[v + m²] − E[m]².
    let inner = x.var([2, 3], keepdim: true)
    let moment = inner.add(means[0].square())
    let variances = [
      inner, moment.mean([1], keepdim: true).sub(means[1].square()),
      moment.mean([0], keepdim: true).sub(means[2].square()),
    ]
    let mean = means[0].add(means[1]).add(means[2]).div(3)
    let variance = variances[0].add(variances[1]).add(variances[2]).div(3)
    let expected = x.sub(mean).div(variance.add(1e-5).sqrt())
    #expect(norm(x).allclose(expected))
    #expect(
      norm.runningMean!.reshape([-1]).allclose(means[2].reshape([-1]).mul(0.1)))
  }

  @Test func oneShareIsThatNormalisation() {
    let norm = SwitchableNorm1d(4).double()
    noGrad {
      _ = norm.meanWeight.copy_(Tensor([0, 1000], dtype: .float64))
      _ = norm.varWeight.copy_(Tensor([0, 1000], dtype: .float64))
    }
    let x = Tensor.randn([6, 4], dtype: .float64)
    let expected = x.sub(x.mean(0, keepdim: true))
      .div(x.var(0, keepdim: true).add(1e-5).sqrt())
    #expect(norm(x).allclose(expected))
  }

  @Test func evaluationUsesTheRunningStatistics() {
    let norm = SwitchableNorm3d(2)
    let x = Tensor.randn([2, 2, 2, 2, 2])
    _ = norm(x)
    let before = norm.runningMean!.clone()
    let first = norm.eval()(x)
    #expect(norm.runningMean!.equal(before) && !first.allclose(norm.train()(x)))
  }

  @Test func namesOfTheStateAndGradients() {
    let norm = SwitchableNorm2d(2, lastGamma: true)
    #expect(
      norm.stateDict().keys == [
        "weight", "bias", "mean_weight", "var_weight", "running_mean", "running_var",
      ])
    #expect(norm.weight.shape == [1, 2, 1, 1] && norm.weight.sum().item().doubleValue == 0)
    noGrad { _ = norm.weight.fill_(1) }
    norm(Tensor.randn([3, 2, 2, 2])).square().sum().backward()
    #expect(norm.meanWeight.grad != nil && norm.varWeight.grad!.numel == 3)
    #expect(SwitchableNorm2d(2, usingBN: false).stateDict().keys.count == 4)
  }
}
