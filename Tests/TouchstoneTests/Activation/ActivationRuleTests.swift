import Testing
import Touchstone

/// Errors, dtypes and random draws of activations.
@Suite struct ActivationRuleTests {
  private func message(_ body: () -> Tensor) -> String {
    do {
      _ = try checked(body)
      return "accepted"
    } catch { return "\(error)" }
  }

  @Test func refusals() {
    let x = Tensor.ones([2, 4])
    #expect(
      message { F.hardtanh(x, minVal: 2, maxVal: 1) }
        == "ValueError: min_val cannot be greater than max_val")
    #expect(
      message { F.softshrink(x.half(), lambd: 1e6) }
        == "RuntimeError: lambda must be in range [0, 65504] for input dtype Half, but found 1e+06")
    #expect(
      message { F.celu(x, alpha: 0) }
        == "RuntimeError: ZeroDivisionError: alpha cannot be 0 for CELU")
    #expect(
      message { F.gelu(x, approximate: "erf") }
        == "RuntimeError: approximate argument must be either none or tanh.")
    #expect(
      message { F.prelu(x, Tensor.ones([3])) }
        == "RuntimeError: Mismatch of parameter numbers and input channel size. Found parameter "
        + "numbers = 3 and channel size = 4.")
    #expect(
      message { F.rrelu(x, lower: 0.5, upper: 0.1) }
        == "RuntimeError: Lower bound should be less than or equal to the upper bound")
    #expect(
      message { F.threshold(x.to(.int8), 1, 300) }
        == "RuntimeError: value cannot be converted to type int8_t without overflow")
    #expect(message { F.silu(x.to(.int64)) }.contains("not implemented for 'Long'"))
  }

  @Test func gradientsOfUnitsInPlaceNeedARisingSide() {
    let x = Tensor([-1, 2] as [Float]).requiresGrad_()
    #expect(
      message { grad(outputs: [F.elu_(x * 1, alpha: -1).sum()], inputs: [x])[0] ?? x }
        .contains("In-place elu backward calculation is triggered with a negative slope"))
    let y = F.elu(x, alpha: -1)
    #expect(grad(outputs: [y.sum()], inputs: [x])[0] != nil)
  }

  @Test func integersWhereTheResultIsOne() {
    let x = Tensor([-5, 0, 3] as [Int64])
    #expect(F.relu6(x * 4).toArray(Int64.self) == [0, 0, 6])
    #expect(F.hardtanh(x, minVal: -1.9, maxVal: 2.7).toArray(Int64.self) == [-1, 0, 2])
    #expect(F.hardtanh(x.to(.int8), minVal: -300, maxVal: 2).toArray(Int8.self) == [-5, 0, 2])
    #expect(F.threshold(x, 0, 9).toArray(Int64.self) == [9, 9, 3])
    #expect(F.softsign(x).dtype == .float32)
  }

  @Test func writesIntoTheTensorGiven() {
    let x = Tensor([-2, 0.5, 9] as [Float])
    let view = x.narrow(0, 1, 2)
    F.relu6_(view)
    #expect(x.toArray(Float.self) == [-2, 0.5, 6])
    F.threshold_(x, 0, -1)
    #expect(x.toArray(Float.self) == [-1, 0.5, 6])
  }

  @Test func slopesAreDrawnOnlyInTraining() {
    let x = Tensor([-1, 2, -3] as [Float])
    let generator = Generator(seed: 5)
    let before = generator.getState()
    #expect(
      F.rrelu(x, lower: 0.25, upper: 0.75, generator: generator).toArray(Float.self)
        == [-0.5, 2, -1.5])
    #expect(generator.getState().equal(before))
    let y = F.rrelu(x, lower: 0.25, upper: 0.75, training: true, generator: generator)
    let slopes = (y / x).toArray(Float.self)
    #expect(slopes[1] == 1)
    #expect((0.25...0.75).contains(slopes[0]) && (0.25...0.75).contains(slopes[2]))
    #expect(!generator.getState().equal(before))
  }

  @Test func hardGumbelSamplesAreOneHotWithTheSoftGradient() {
    let logits = Tensor([[0.1, 2, -1], [1, 0, 0.5]], dtype: .float64).requiresGrad_()
    let weights = Tensor([[1, 2, 3], [4, 5, 6]], dtype: .float64)
    func gradient(hard: Bool) -> Tensor {
      let y = F.gumbelSoftmax(logits, tau: 0.7, hard: hard, generator: Generator(seed: 1))
      if hard { #expect(y.sum(1).toArray(Double.self) == [1, 1]) }
      if hard { #expect(y.max(1).values.toArray(Double.self) == [1, 1]) }
      return grad(outputs: [y], inputs: [logits], gradOutputs: [weights])[0]!
    }
    #expect(gradient(hard: true).equal(gradient(hard: false)))
  }

  @Test func softmaxChoosesItsDimension() {
    let x = Tensor.arange(24, dtype: .float32).reshape([2, 3, 4])
    #expect(F.softmax(x).equal(x.softmax(0)))
    #expect(F.softmin(x[0]).equal((-x[0]).softmax(1)))
  }
}
