import Testing
import Touchstone

/// Reductions that see chosen elements only.
@Suite struct MaskedTests {
  private let x = Tensor([[1.0, 2, 3], [4, 5, 6]])
  private let mask = Tensor([[true, false, true], [false, false, false]])

  private func numbers(_ tensor: Tensor) -> [Float] { tensor.toArray() }

  @Test func nothingGivesTheIdentity() {
    #expect(numbers(Masked.sum(x, [1], mask: mask)) == [4, 0])
    #expect(numbers(Masked.prod(x, [1], mask: mask)) == [3, 1])
    #expect(numbers(Masked.amax(x, [1], mask: mask)) == [3, -.infinity])
    #expect(numbers(Masked.mean(x, [1], mask: mask))[0] == 2)
    #expect(numbers(Masked.mean(x, [1], mask: mask))[1].isNaN)
    #expect(numbers(Masked.var(x, [1], mask: mask))[0] == 2)
  }

  @Test func noMaskIsEverything() {
    #expect(numbers(Masked.sum(x)) == [21])
    #expect(numbers(Masked.mean(x, [])) == [3.5])
    #expect(numbers(Masked.norm(x, .infinity)) == [6])
  }

  @Test func masksBroadcast() {
    let columns = Tensor([true, false, true])
    #expect(numbers(Masked.sum(x, [0], mask: columns)) == [5, 0, 9])
    #expect(numbers(Masked.cumsum(x, 1, mask: columns)) == [1, 1, 4, 4, 4, 10])
    let error = #expect(throws: TensorError.self) {
      try checked { _ = Masked.sum(x[0], mask: mask) }
    }
    #expect(error?.kind == .index)
  }

  @Test func gradientsReachChosenElementsOnly() {
    let leaf = Tensor([[1.0, 2, 3], [4, 5, 6]], requiresGrad: true)
    Masked.prod(leaf, [1], mask: mask).sum().backward()
    #expect(numbers(leaf.grad!) == [3, 0, 1, 0, 0, 0])
  }
}
