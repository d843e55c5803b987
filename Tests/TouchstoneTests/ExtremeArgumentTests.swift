import Testing

import Touchstone

/// Arguments at the ends of `Int`, 0-d and empty operands: an error or a result, never a trap.
@Suite struct ExtremeArgumentTests {
  private let vector = Tensor([1.0, 2, 3])

  private func message(_ body: () -> Void) -> String {
    do {
      try checked(body)
      return ""
    } catch { return String(describing: error) }
  }

  @Test func sizesBeyondInt() {
    #expect(message { _ = vector.repeat(1 << 62) }.contains("more than an Int counts"))
    #expect(message { _ = vector.view([1 << 62, 4]) }.contains("is invalid for input of size 3"))
    #expect(message { _ = vector.view([1 << 32, 1 << 32]) }.contains("is invalid for input"))
    #expect(message { _ = Tensor.zeros([1 << 62]) }.contains("Storage size calculation overflowed"))
    #expect(message { _ = vector.constantPadNd([.max, .max]) }.contains("memory can hold"))
    #expect(message { _ = Tensor.emptyStrided([2, 2], [.max, .max]) }.contains("overflowed"))
  }

  @Test func offsetsBeyondInt() {
    #expect(
      message { _ = vector.asStrided([2], [1], storageOffset: .max) }.contains("overflowed"))
    #expect(message { _ = vector.asStrided([1 << 40], [1 << 40]) }.contains("overflowed"))
    #expect(message { _ = vector.diagEmbed(.max) }.contains("out of range"))
    #expect(message { _ = vector.diagEmbed(.min) }.contains("out of range"))
    let matrix = Tensor.ones([2, 3])
    #expect(matrix.diagonal(.max).shape == [0])
    #expect(matrix.diagonal(.min).shape == [0])
  }

  @Test func slicesClamp() {
    #expect(vector.slice(0, from: .min, to: .max, step: .max).toArray(Float.self) == [1])
    #expect(vector.slice(0, from: 2, to: .max, step: 1 << 61).toArray(Float.self) == [3])
    #expect(vector.chunk(.max).count == 3)
  }

  @Test func failedAllocationWritesNothing() {
    let counts = message { _ = Tensor([1, 2]).bincount(minlength: .max - 1) }
    #expect(counts.contains("overflowed"))
    let edge = Tensor([-8.5])
    #expect(edge.histogram(edges: edge).hist.shape == [0])
  }

  @Test func noDimensions() {
    let number = Tensor(1.5)
    let text = "IndexError: Dimension specified as 0 but tensor has no dimensions"
    #expect(message { _ = number.size(0) } == text)
    #expect(message { _ = number.stride(0) } == text)
    let none = Tensor.zeros([0, 0])
    #expect(message { _ = Linalg.solve(none, number) }.contains("at least 2 dimensions"))
  }

  @Test func diagonalsBeyondTheCorners() {
    let x = Tensor.ones([2, 2])
    #expect(x.triu(.max).toArray(Float.self) == [0, 0, 0, 0])
    #expect(x.triu(.min).toArray(Float.self) == [1, 1, 1, 1])
    #expect(x.tril(.max).toArray(Float.self) == [1, 1, 1, 1])
    #expect(x.tril(.min).toArray(Float.self) == [0, 0, 0, 0])
  }

  @Test func rollsByTheLargestShifts() {
    let x = Tensor.arange(3)
    #expect(x.roll(.min, 0).toArray(Int64.self) == x.roll(.min % 3, 0).toArray(Int64.self))
    #expect(x.roll(.max).toArray(Int64.self) == x.roll(.max % 3).toArray(Int64.self))
  }
}
