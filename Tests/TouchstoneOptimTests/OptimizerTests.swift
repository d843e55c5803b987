import Testing
import Touchstone
import TouchstoneOptim

@Suite struct OptimizerTests {
  @Test func zeroGradForgetsOrClears() throws {
    let p = Tensor([1, 2] as [Float]).requiresGrad_()
    let optimizer = SGD([p], lr: 0.5)
    p.square().sum().backward()
    optimizer.zeroGrad(setToNone: false)
    #expect(p.grad?.toArray(Float.self) == [0, 0])
    optimizer.zeroGrad()
    #expect(p.grad == nil)
  }
}
