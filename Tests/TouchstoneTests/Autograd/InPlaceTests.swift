import Testing

import Touchstone

/// PyTorch's rules for in-place changes, views and version counters.
@Suite struct InPlaceTests {
  private func leaf(_ values: [Double]) -> Tensor {
    Tensor(values, dtype: .float64).requiresGrad_()
  }

  private func message(_ body: () -> Void) -> String {
    do {
      try checked(body)
      return ""
    } catch { return String(describing: error) }
  }

  @Test func leafRefuses() {
    let x = leaf([1])
    #expect(
      message { x.add_(1) }
        == "RuntimeError: a leaf Variable that requires grad is being used in an in-place operation."
    )
    noGrad { _ = x.add_(1) }
    #expect(x.item().doubleValue == 2)
  }

  @Test func viewOfLeafRefuses() {
    let x = leaf([1, 2])
    let view = x[0]
    #expect(message { view.add_(1) }.contains("a view of a leaf Variable that requires grad"))
    #expect(x.toArray(Double.self) == [1, 2])
  }

  @Test func savedTensorModified() {
    let x = leaf([1, 2, 3])
    let y = x.exp()
    y.add_(1)
    let text = message { y.sum().backward() }
    #expect(text.contains("has been modified by an inplace operation: [torch.DoubleTensor [3]]"))
    #expect(text.contains("output 0 of Exp, is at version 1; expected version 0"))
  }

  @Test func unsavedTensorMayBeModified() {
    let x = leaf([1, 2])
    let y = x + 1
    y.mul_(3)
    y.sum().backward()
    #expect(x.grad!.toArray(Double.self) == [3, 3])
  }

  @Test func inPlaceOnViewRebasesBase() {
    let x = leaf([1, 2, 3])
    let y = x * 2
    let view = y[1]
    view.mul_(10)
    #expect(y.gradFn!.name == "CopySlices")
    #expect(view.gradFn!.name == "AsStridedBackward0")
    y.sum().backward()
    #expect(x.grad!.toArray(Double.self) == [2, 20, 2])
  }

  @Test func viewSeesChangeOfBase() {
    let x = leaf([1, 2, 3])
    let y = x * 2
    let view = y.slice(0, from: 1)
    y.mul_(5)
    view.sum().backward()
    #expect(view.toArray(Double.self) == [20, 30])
    #expect(x.grad!.toArray(Double.self) == [0, 10, 10])
  }

  @Test func viewOfViewInPlace() {
    let x = Tensor.ones([2, 3], dtype: .float64).requiresGrad_()
    let y = x * 1
    y.transpose(0, 1)[1].mul_(4)
    y.sum().backward()
    #expect(x.grad!.toArray(Double.self) == [1, 4, 1, 1, 4, 1])
  }

  @Test func gradientFlowsToTheWrittenValue() {
    let base = Tensor.zeros([3], dtype: .float64)
    let w = leaf([2])
    base[1].add_(w[0] * 3)
    #expect(base.requiresGrad)
    (base * base).sum().backward()
    #expect(w.grad!.item().doubleValue == 36)
  }

  @Test func doubleBackwardThroughViewWrite() {
    let x = leaf([1, 2])
    let y = x * x
    y[0].mul_(x[1])
    let first = grad(outputs: [y.sum()], inputs: [x], createGraph: true)[0]!
    // y = [x0²·x1, x1²]: dy/dx0 = 2·x0·x1, dy/dx1 = x0² + 2·x1
    #expect(first.toArray(Double.self) == [4, 5])
    let second = grad(outputs: [first.sum()], inputs: [x])[0]!
    #expect(second.toArray(Double.self) == [4 + 2, 2 + 2])
  }

  @Test func multipleViewsRefuse() {
    let x = leaf([1, 2])
    let parts = (x * 1).unbind(0)
    #expect(message { parts[0].add_(1) }.contains("function that returns multiple views"))
  }

  @Test func viewMadeInNoGradRefuses() {
    let x = leaf([1, 2])
    let y = x * 1
    let view = noGrad { y[0] }
    #expect(message { view.add_(1) }.contains("A view was created in no_grad mode"))
  }

  @Test func expandedTargetRefuses() {
    let x = Tensor.zeros([1]).expand([3])
    #expect(message { x.add_(1) }.contains("more than one element of the written-to tensor"))
  }

  @Test func resultMustFit() {
    let x = Tensor.zeros([3], dtype: .int64)
    #expect(message { x.add_(1.5) }.contains("result type Float can't be cast"))
    let y = Tensor.zeros([3])
    #expect(message { y.add_(Tensor.zeros([2, 3])) }.contains("output with shape [3] doesn't match"))
  }

  @Test func detachSharesVersion() {
    let x = Tensor.zeros([2])
    let y = x.detach()
    y.add_(1)
    #expect(x.version == 1)
    #expect(x.toArray(Float.self) == [1, 1])
  }

  @Test func inferenceTensorsStayOut() {
    let x = inferenceMode { Tensor.ones([2]) }
    #expect(message { x.add_(1) }.contains("Inplace update to inference tensor outside"))
    let w = leaf([1, 1])
    #expect(message { _ = w.to(.float32) * x }.contains("Inference tensors cannot be saved"))
  }
}
