import Testing
import Touchstone
import TouchstoneOptim

@Suite struct GradientClippingTests {
  private func parameter(_ gradient: [Float]) -> Tensor {
    let parameter = Tensor.zeros([gradient.count]).requiresGrad_()
    parameter.grad = Tensor(gradient)
    return parameter
  }

  @Test func scalesAllGradientsTogether() {
    let (a, b) = (parameter([3]), parameter([0, 4]))
    let total = clipGradNorm_([a, b], maxNorm: 1)
    #expect(total.item().doubleValue == 5)
    #expect(abs(getTotalNorm([a.grad!, b.grad!]).item().doubleValue - 1) < 1e-6)
    #expect(!total.requiresGrad)
  }

  @Test func gradientsStayTheSameTensorsAndSmallOnesUnchanged() {
    let a = parameter([0.25, 0.5])
    let gradient = a.grad
    clipGradNorm_(a, maxNorm: 10, normType: .infinity)
    clipGradValue_(a, clipValue: 0.3)
    #expect(a.grad === gradient)
    #expect(a.grad?.toArray(Float.self) == [0.25, 0.3])
  }

  @Test func anErrorLeavesTheGradients() {
    let (a, b) = (parameter([.infinity, 1]), parameter([2]))
    let found = #expect(throws: TensorError.self) {
      try checked { clipGradNorm_([a, b], maxNorm: 1, errorIfNonfinite: true) }
    }
    #expect(
      found?.message.hasPrefix(
        "The total norm of order 2.0 for gradients from `parameters` is non-finite") == true)
    #expect(b.grad?.toArray(Float.self) == [2])
  }

  @Test func parametersWithoutGradientsDoNotCount() {
    let without = Tensor.zeros([3]).requiresGrad_()
    #expect(clipGradNorm_([without], maxNorm: 1).item().doubleValue == 0)
    #expect(without.grad == nil)
    clipGradValue_([without], clipValue: 1)
  }
}
