import Testing

@testable import Touchstone

struct ViewTests {
  /// Every way to look at the same six numbers, with the element that must change with x[1][2].
  @Test func viewsShareStorage() {
    let x = Tensor.arange(6).view([2, 3])
    let views: [Tensor] = [
      x.T, x.t(), x.mT, x.flatten(), x.ravel(), x.diagonal(1), x.unflatten(1, [3, 1]),
      x.movedim(0, 1), x.unfold(1, 2, 1), x.split(2, dim: 1)[1], x.chunk(2)[1], x.unbind()[1],
      x.tensorSplit(2, dim: 0)[1], x.hsplit([2])[1], x.broadcastTo([2, 2, 3]), x.unsqueeze(0),
      x.slice(1, from: 2), x.narrow(0, 1, 1), x.asStrided([2], [1], storageOffset: 4),
    ]
    for view in views {
      #expect(view.storage === x.storage && !view.toArray(Int.self).contains(50))
    }
    x.select(0, 1).select(0, 2).fill_(50)
    for view in views { #expect(view.toArray(Int.self).contains(50)) }
  }

  @Test func copiesDoNot() {
    let x = Tensor.arange(6).view([2, 3])
    for copy in [x.tCopy(), x.aliasCopy(), x.viewCopy([6]), x.diagonalCopy(), x.unbindCopy()[0]] {
      #expect(copy.storage !== x.storage && copy.isContiguous)
    }
  }

  @Test func writingThroughAViewReachesTheBase() {
    let x = Tensor.zeros([2, 3])
    x.T.diagonal().fill_(1)
    x.unfold(1, 2, 1).select(1, 1).select(1, 1).fill_(5)
    #expect(x.toArray(Float.self) == [1, 0, 5, 0, 1, 5])
  }

  @Test func inPlaceThroughAViewIsDifferentiated() {
    let x = Tensor([1.0, 2, 3, 4], requiresGrad: true)
    let y = x.mul(2).view([2, 2])
    y.diagonal().mul_(10)
    #expect(y.toArray(Float.self) == [20, 4, 6, 80])
    y.backward(gradient: Tensor([[1.0, 2], [3, 4]]))
    #expect(x.grad?.toArray(Float.self) == [20, 4, 6, 80])
  }

  @Test func piecesOfASplitRefuseInPlace() {
    let x = Tensor([1.0, 2, 3, 4], requiresGrad: true).mul(1)
    let error = #expect(throws: TensorError.self) { try checked { x.split(2)[0].mul_(2) } }
    let message = "Output 0 of Split is a view and is being modified inplace."
    #expect(error?.message.hasPrefix(message) == true)
    let free = x.unsafeSplit(2)[0].mul_(2)
    #expect(free.toArray(Float.self) == [2, 4])
  }

  @Test func splitGradientsMeetAgain() {
    let x = Tensor([1.0, 2, 3], requiresGrad: true)
    let parts = x.split([1, 2])
    parts[1].mul(parts[1]).backward(gradient: Tensor([1.0, 10]))
    #expect(x.grad?.toArray(Float.self) == [0, 4, 60])
  }

  @Test func secondDerivativesPassThroughMovement() {
    let x = Tensor([1.0, 2, 3], requiresGrad: true)
    let y = Tensor.stack([x.flip(0), x.roll(1)]).pow(3)
    let first = grad(
      outputs: [y], inputs: [x], gradOutputs: [Tensor.ones([2, 3])], createGraph: true)[0]!
    #expect(first.toArray(Float.self) == [6, 24, 54])
    let second = grad(outputs: [first], inputs: [x], gradOutputs: [Tensor.ones([3])])[0]!
    #expect(second.toArray(Float.self) == [12, 24, 36])
  }

  @Test func tensOfThousandsOfPieces() {
    let x = Tensor.arange(20_000, dtype: .float32).view([10_000, 2]).requiresGrad_()
    let stacked = Tensor.stack(x.unbind().reversed())
    #expect(stacked.select(0, 9_999).toArray(Int.self) == [0, 1])
    stacked.select(0, 1).sum().backward()
    #expect(x.grad?.sum().item() == .double(2))
    #expect(x.grad?.select(0, 9_998).toArray(Int.self) == [1, 1])
  }

  @Test func overlappingWindowsAddTheirGradients() {
    let x = Tensor([1.0, 2, 3, 4], requiresGrad: true)
    x.unfold(0, 2, 1).backward(gradient: Tensor([[1.0, 2], [3, 4], [5, 6]]))
    #expect(x.grad?.toArray(Float.self) == [1, 5, 9, 6])
  }
}
