import Testing

@testable import Touchstone

struct ShapeTests {
  private let x = Tensor.arange(6).view([2, 3])

  private func values(_ tensor: Tensor) -> [Int] { tensor.toArray(Int.self) }

  private func failure(_ body: () -> Tensor) -> TensorError? {
    #expect(throws: TensorError.self) { try checked(body) }
  }

  @Test func reordering() {
    #expect(values(x.flip(1)) == [2, 1, 0, 5, 4, 3])
    #expect(values(x.T.flip(0, 1)) == [5, 2, 4, 1, 3, 0])
    #expect(values(x.roll(1)) == [5, 0, 1, 2, 3, 4])
    #expect(values(x.roll([1, -1], [0, 1])) == [4, 5, 3, 1, 2, 0])
    #expect(values(x.rot90()) == [2, 5, 1, 4, 0, 3])
    #expect(values(x.rot90(-1)) == [3, 0, 4, 1, 5, 2])
  }

  @Test func joining() {
    #expect(values(Tensor.cat([x, x.flip(0)], dim: 1)) == [0, 1, 2, 3, 4, 5, 3, 4, 5, 0, 1, 2])
    #expect(values(Tensor.cat([x.T, x.T])) == [0, 3, 1, 4, 2, 5, 0, 3, 1, 4, 2, 5])
    #expect(Tensor.cat([x, Tensor([[0.5, 1, 2]])]).dtype == .float32)
    #expect(Tensor.cat([Tensor.empty([0]), x]).shape == [2, 3])
    #expect(values(Tensor.stack([x.select(0, 0), x.select(0, 1)], dim: 1)) == [0, 3, 1, 4, 2, 5])
    #expect(Tensor.blockDiag([x, Tensor(9)]).shape == [3, 4])
    #expect(values(Tensor.columnStack([Tensor([1, 2]), Tensor([3, 4])])) == [1, 3, 2, 4])
  }

  @Test func repeating() {
    #expect(values(x.repeat(2, 1)) == values(Tensor.cat([x, x])))
    #expect(values(Tensor([1, 2]).tile(2, 2)) == [1, 2, 1, 2, 1, 2, 1, 2])
    #expect(x.repeat(0, 1).shape == [0, 3])
  }

  @Test func diagonalsAndTriangles() {
    #expect(values(x.diagonal(1)) == [1, 5])
    #expect(values(Tensor([1, 2]).diag(1)) == [0, 1, 0, 0, 0, 2, 0, 0, 0])
    #expect(values(x.tril()) == [0, 0, 0, 3, 4, 0])
    #expect(values(x.triu(1)) == [0, 1, 2, 0, 0, 5])
    #expect(Tensor([[Double.nan, .nan], [1, .nan]]).tril(-1).toArray(Float.self) == [0, 0, 1, 0])
    #expect(x.trace().item() == .int(4))
  }

  @Test func paddingAndWindows() {
    #expect(values(x.constantPadNd([1, -1], 7)) == [7, 0, 1, 7, 3, 4])
    #expect(values(Tensor.arange(5).unfold(0, 3, 2)) == [0, 1, 2, 2, 3, 4])
  }

  @Test func combining() {
    #expect(values(Tensor([1, 2, 3]).combinations()) == [1, 2, 1, 3, 2, 3])
    let pairs = Tensor.cartesianProd([Tensor([1, 2]), Tensor([3, 4])])
    #expect(values(pairs) == [1, 3, 1, 4, 2, 3, 2, 4])
    let grid = Tensor.meshgrid([Tensor([1, 2]), Tensor([3, 4, 5])], indexing: "xy")
    #expect(grid[0].shape == [3, 2] && values(grid[1]) == [3, 3, 4, 4, 5, 5])
    #expect(Shape.broadcast([[2], [3, 1], [1, 1, 1]]) == [1, 3, 2])
  }

  @Test func memoryFormats() {
    let image = Tensor.arange(24).view([1, 2, 3, 4]).contiguous(memoryFormat: .channelsLast)
    #expect(image.strides == [24, 1, 8, 2])
    #expect(values(image) == Array(0..<24))
    #expect(image.isContiguous(.channelsLast) && !image.isContiguous)
    #expect(failure { x.contiguous(memoryFormat: .channelsLast) }?.message
      == "required rank 4 tensor to use channels_last format")
  }

  @Test func errorsUsePyTorchsWords() {
    #expect(failure { Tensor.cat([x, Tensor([[1, 2]])]) }?.message
      == "Sizes of tensors must match except in dimension 0. Expected size 3 but got size 2 for "
      + "tensor number 1 in the list.")
    #expect(failure { x.flip(2) }?.kind == .index)
    #expect(failure { Tensor.cat([]) }?.kind == .value)
    #expect(failure { x.unflatten(0, [3, -1]) }?.message
      == "unflatten: Provided sizes [3, -1] don't multiply up to the size of dim 0 (2) in the "
      + "input tensor")
  }

  @Test func resizing() {
    let y = x.clone().resize_([2, 2])
    #expect(values(y) == [0, 1, 2, 3])
    #expect(y.resize_([4, 4]).shape == [4, 4])
    #expect(Array(values(y).prefix(6)) == [0, 1, 2, 3, 4, 5])
    #expect(failure { Tensor([1.0], requiresGrad: true).resize_([2]) }?.message
      == "cannot resize variables that require grad")
  }
}
