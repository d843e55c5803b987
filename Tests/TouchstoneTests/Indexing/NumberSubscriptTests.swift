import Testing

import Touchstone

/// Numbers in subscripts, and iteration over the first dimension.
@Suite struct NumberSubscriptTests {
  @Test func assignsNumbers() {
    let x = Tensor([1.0, 2, 3])
    x[x .> 2] = 0
    x[..<1] = 7.5
    #expect(x.toArray(Float.self) == [7.5, 2, 0])
    x[1...] += 2
    #expect(x.toArray(Float.self) == [7.5, 4, 2])
    let value = 0.25
    x[-1] = Scalar(value)
    #expect(x[2].item(Double.self) == 0.25)
    x[...] = 1
    #expect(x.toArray(Float.self) == [1, 1, 1])
  }

  @Test func readsNumbers() {
    let x = Tensor([[1, 2], [3, 4]])
    let scalar: Scalar = x[1, 0]
    #expect(scalar == .int(3))
    #expect(x[0, 1].item(Double.self) == 2)
    let row = x[1]
    #expect(row.shape == [2])
  }

  @Test func iteratesOverRows() throws {
    let x = Tensor([[1, 2], [3, 4]])
    #expect(x.map { $0.sum().item(Int.self) } == [3, 7])
    for row in x { row += 1 }
    #expect(x.toArray(Int.self) == [2, 3, 4, 5])
    let error = #expect(throws: TensorError.self) { try checked { for _ in Tensor(3) {} } }
    #expect(error!.message == "iteration over a 0-d tensor")
  }
}
