import Testing
import Touchstone

/// Subscripts as a Swift programmer writes them.
@Suite struct SubscriptTests {
  private let x = Tensor.arange(60).reshape([3, 4, 5])

  private func numbers(_ tensor: Tensor) -> [Int] { tensor.toArray() }

  @Test func integersAndRangesAreViews() {
    #expect(x[1].shape == [4, 5])
    #expect(x[1, 2, 3].item() == 33)
    #expect(x[-1, -1, -1].item() == 59)
    #expect(numbers(x[0, 1..<3, 4]) == [9, 14])
    #expect(numbers(x[0, 1...2, 4]) == [9, 14])
    #expect(numbers(x[0, 2..., 0]) == [10, 15])
    #expect(numbers(x[0, ..<2, 0]) == [0, 5])
    #expect(numbers(x[0, ...1, 0]) == [0, 5])
    #expect(numbers(x[0, ...(-1), 0]) == [0, 5, 10, 15])
    #expect(x[1].isView && x[1].storageOffset == 20)
  }

  @Test func stepsEllipsisAndNewAxes() {
    #expect(numbers(x[0, 0, .stride(2)]) == [0, 2, 4])
    #expect(numbers(x[0, 0, .slice(1, -1, step: 2)]) == [1, 3])
    #expect(numbers(x[.ellipsis, 0].select(0, 0)) == [0, 5, 10, 15])
    #expect(x[.newAxis].shape == [1, 3, 4, 5])
    #expect(x[0, .newAxis, .ellipsis, .newAxis].shape == [1, 4, 5, 1])
    #expect(x[...].shape == [3, 4, 5])
    #expect(x[.all, 1].shape == [3, 5])
  }

  @Test func tensorsListsAndMasksAreCopies() {
    let rows = Tensor([0, 2])
    #expect(numbers(x[rows, 0, 0]) == [0, 40])
    #expect(numbers(x[[0, -1], 0, 0]) == [0, 40])
    #expect(x[[[0, 1], [1, 2]]].shape == [2, 2, 4, 5])
    #expect(numbers(x[[true, false, true], 0, 0]) == [0, 40])
    #expect(numbers(x[x.gt(56)]) == [57, 58, 59])
    #expect(x[true].shape == [1, 3, 4, 5])
    #expect(x[false].shape == [0, 3, 4, 5])
    #expect(!x[rows].isView)
  }

  @Test func separatedIndicesGoToTheFront() {
    let pair = Tensor([0, 1])
    #expect(x[pair, .all, pair].shape == [2, 4])
    #expect(x[.all, pair, pair].shape == [3, 2])
    #expect(x[0, .all, pair].shape == [4, 2])
    #expect(x[pair, .newAxis, pair].shape == [2, 1, 5])
  }

  @Test func assigningWritesThrough() {
    let y = Tensor.zeros([2, 3], dtype: .int64)
    y[0] = Tensor([1, 2, 3])
    y[1, 1...] = Tensor([7])
    #expect(numbers(y) == [1, 2, 3, 0, 7, 7])
    y[y.gt(2)] = Tensor([[4, 5, 6]])
    #expect(numbers(y) == [1, 2, 4, 0, 5, 6])
    y.set(9, at: .all, [0, 2])
    #expect(numbers(y) == [9, 2, 9, 9, 5, 9])
    y[...] = Tensor(1)
    #expect(numbers(y) == [1, 1, 1, 1, 1, 1])
    y[.ellipsis, 0] += 1
    #expect(numbers(y) == [2, 1, 1, 2, 1, 1])
  }

  @Test func assigningFromItselfReadsFirst() {
    let y = Tensor.arange(4)
    y[[0, 1, 2]] = y[1...]
    #expect(numbers(y) == [1, 2, 3, 3])
    let z = Tensor.arange(4)
    z.indexCopy_(0, Tensor([1, 2, 3]), z[..<3])
    #expect(numbers(z) == [0, 0, 1, 2])
  }

  @Test func manyDimensions() {
    let wide = Tensor.arange(3).reshape(Shape([Int](repeating: 1, count: 63) + [3]))
    #expect(wide[.ellipsis, [0, 2]].shape.last == 2)
    #expect(wide[.ellipsis, 1].item() == 1)
  }

  @Test func refusesAsPyTorchDoes() {
    refused("index 5 is out of bounds for dimension 0 with size 3") { x[5] }
    refused("too many indices for tensor of dimension 3") { x[0, 0, 0, 0] }
    refused("index 3 is out of bounds for dimension 0 with size 3") { x[[0, 3]] }
    refused(
      "shape mismatch: indexing tensors could not be broadcast together with shapes [2], [3]"
    ) { x[[0, 1], [0, 1, 2]] }
    refused(
      "The shape of the mask [2] at index 0 does not match the shape of the indexed tensor "
        + "[3, 4, 5] at index 0"
    ) { x[[true, false]] }
    refused("tensors used as indices must be long, int, byte or bool tensors") {
      x[Tensor([0.0])]
    }
  }

  private func refused(_ message: String, _ read: () -> Tensor) {
    let error = #expect(throws: TensorError.self) { try checked { _ = read() } }
    #expect(error?.kind == .index)
    #expect(error?.message == message)
  }

  @Test func refusedWritesChangeNothing() {
    let y = Tensor.arange(6).reshape([2, 3])
    let bad: [() -> Void] = [
      { y[[0, 2]] = Tensor([1, 2, 3]) },
      { y[[0, 1]] = Tensor([1, 2]) },
      { y[0] = Tensor([1, 2]) },
      { y.set(1, at: 0, 7) },
      { y.scatter_(1, Tensor([[0, 1, 3]]), Tensor([[9, 9, 9]])) },
      { y.indexAdd_(0, Tensor([0, 5]), Tensor.ones([2, 3], dtype: .int64)) },
      { y.put_(Tensor([0, -7]), Tensor([9, 9])) },
      { y.maskedScatter_(y.gt(1), Tensor([9])) },
    ]
    for (number, write) in bad.enumerated() {
      #expect(throws: TensorError.self, "write \(number)") { try checked { write() } }
      #expect(numbers(y) == [0, 1, 2, 3, 4, 5])
    }
  }
}
