import Testing
import Touchstone

@Suite struct DTypeViewTests {
  @Test func equalSizesKeepTheBits() {
    let bits = Tensor([1, -2] as [Float]).view(dtype: .int32)
    #expect(bits.toArray(Int32.self) == [0x3F80_0000, -0x4000_0000])
    #expect(Tensor(Float(1)).view(dtype: .int32).shape == [])
  }

  @Test func smallerElementsLengthenTheLastDimension() {
    let halves = Tensor([1, -2] as [Float]).view(dtype: .uint8)
    #expect(halves.toArray(UInt8.self) == [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
  }

  @Test func largerElementsShortenIt() {
    let words = Tensor.arange(12, dtype: .int32).reshape([3, 4])
    let pairs = words.narrow(1, 2, 2).view(dtype: .int64)
    #expect(pairs.shape == [3, 1])
    let expected: [Int64] = [0x3_0000_0002, 0x7_0000_0006, 0xB_0000_000A]
    #expect(pairs.toArray(Int64.self) == expected)
  }

  @Test func memoryIsShared() {
    let x = Tensor.zeros([2], dtype: .float32)
    x.view(dtype: .int32).fill_(0x3F80_0000)
    #expect(x.toArray(Float.self) == [1, 1])
    #expect(!x.requiresGrad_().view(dtype: .int32).requiresGrad)
  }

  @Test(arguments: [
    (
      "self.size(-1) must be divisible by 2 to view Float as Double (different element sizes), but "
        + "got 3", Tensor.zeros([3])
    ),
    (
      "self.stride(-1) must be 1 to view Float as Double (different element sizes), but got 4",
      Tensor.zeros([4, 4]).t()
    ),
    (
      "self.dim() cannot be 0 to view Float as Double (different element sizes)", Tensor.zeros([])
    ),
    (
      "self.storage_offset() must be divisible by 2 to view Float as Double (different element "
        + "sizes), but got 1", Tensor.zeros([9]).narrow(0, 1, 8)
    ),
    (
      "self.stride(0) must be divisible by 2 to view Float as Double (different element sizes), "
        + "but got 3", Tensor.zeros([9, 3]).narrow(1, 0, 2)
    ),
  ]) func unsuitableGeometryIsRefused(message: String, tensor: Tensor) {
    let error = #expect(throws: TensorError.self) { try checked { tensor.view(dtype: .float64) } }
    #expect(error?.message == message)
  }
}
