import Testing

import Touchstone

private enum Doubled: DifferentiableFunction {
  static func forward(_ ctx: FunctionContext, _ inputs: [Tensor]) throws -> [Tensor] {
    inputs[0].mul_(2)
    ctx.markDirty(inputs[0])
    return [inputs[0]]
  }
  static func backward(_ ctx: FunctionContext, _ grads: [Tensor?]) throws -> [Tensor?] {
    [grads[0]! * 2]
  }
}

/// Where gradients arrive and what may be done to them on the way; values are PyTorch's.
@Suite struct GradientRoutingTests {
  private func leaf(_ values: [Double]) -> Tensor { Tensor(values, requiresGrad: true) }

  private func message(_ body: () -> Void) -> String {
    do {
      try checked(body)
      return ""
    } catch { return String(describing: error) }
  }

  @Test func retainedGradAccumulates() {
    let x = leaf([1, 2])
    let y = x * 2
    y.retainGrad()
    let sum = y.sum()
    sum.backward(retainGraph: true)
    sum.backward()
    #expect(y.grad!.toArray(Float.self) == [2, 2])
  }

  @Test func backwardIntoIntermediate() {
    let x = leaf([1])
    let y = x * 2
    (y * y).backward(inputs: [y])
    #expect(y.grad!.toArray(Float.self) == [4])
    #expect(x.grad == nil)
  }

  @Test func hooksKeepShapeAndDtype() {
    let x = leaf([1, 2])
    x.registerHook { _ in Tensor.ones([3]) }
    #expect(message { (x * 2).sum().backward() }.contains("hook has changed the size of value"))
    let z = leaf([1, 2])
    z.registerHook { $0.double() }
    #expect(message { (z * 2).sum().backward() }.contains("(was torch.FloatTensor got"))
  }

  @Test func failedGradMayBeUnwrapped() {
    let x = leaf([1, 2])
    let text = message { _ = grad(outputs: [x * 2], inputs: [x])[0]! * 2 }
    #expect(text == "RuntimeError: grad can be implicitly created only for scalar outputs")
  }

  @Test func secondDerivativeThroughSelectionOfTensorAndNumber() {
    let x = leaf([0.5, 2])
    let y = x.clamp(min: 0, max: 1).pow(2).sum() + x.xlogy(x).sum()
    let first = grad(outputs: [y], inputs: [x], createGraph: true)[0]!
    let second = grad(outputs: [first.sum()], inputs: [x])[0]!
    #expect(second.toArray(Float.self) == [4, 0.5])
    let scalarBranch = Tensor.where(x .> 1, x * x, 3).sum()
    #expect(grad(outputs: [scalarBranch], inputs: [x])[0]!.toArray(Float.self) == [0, 4])
  }

  @Test func dirtyLeafRefuses() {
    let x = leaf([2])
    #expect(message { _ = Doubled.apply([x]) }.contains("a leaf Variable that requires grad"))
  }

  @Test func dirtyViewRebasesItsBase() {
    let x = leaf([2, 3])
    let y = x * 1
    _ = Doubled.apply([y[0]])
    y.sum().backward()
    #expect(x.grad!.toArray(Float.self) == [2, 1])
  }

  @Test func inferenceTensorsDoNotRequireGrad() {
    let x = inferenceMode { Tensor([1.0]) }
    #expect(message { x.requiresGrad = true }.contains("on inference tensor outside InferenceMode"))
  }

  @Test func namesOfFullReductions() {
    let x = leaf([1, 2])
    #expect(x.mean().gradFn!.name == "MeanBackward0")
    #expect(x.mean(0).gradFn!.name == "MeanBackward1")
    #expect(x.sum().gradFn!.name == "SumBackward0")
  }
}
