import Testing

import Touchstone

@Suite struct ElementwiseArithmeticTests {
  @Test func broadcastsAndPromotes() {
    let column = Tensor([[1], [2]] as [[Int]]), row = Tensor([0.5, 0.25] as [Float])
    let sum = column + row
    #expect(sum.dtype == .float32 && sum.shape == [2, 2])
    #expect(sum.toArray(Float.self) == [1.5, 1.25, 2.5, 2.25])
  }

  @Test func numbersStandOnBothSides() {
    let x = Tensor([1, 2, 4] as [Float])
    #expect((2 - x).toArray(Float.self) == [1, 0, -2])
    #expect((2 / x).toArray(Float.self) == [2, 1, 0.5])
    #expect((2.0 ** x).toArray(Float.self) == [2, 4, 16])
    #expect((x % 3).toArray(Float.self) == [1, 2, 1])
  }

  @Test func integersWrapAndShift() {
    let x = Tensor([127, -128], dtype: .int8)
    #expect((x + 1).toArray(Int8.self) == [-128, -127])
    #expect(x.abs().toArray(Int8.self) == [127, -128])
    #expect((x >> 100).toArray(Int8.self) == [0, -1])
    #expect((x << 8).toArray(Int8.self) == [0, 0])
  }

  @Test func integerDivisionRounds() {
    let a = Tensor([7, -7, 7, -7] as [Int]), b = Tensor([2, 2, -2, -2] as [Int])
    #expect(a.floorDivide(b).toArray(Int.self) == [3, -4, -4, 3])
    #expect(a.div(b, roundingMode: "trunc").toArray(Int.self) == [3, -3, -3, 3])
    #expect((a % b).toArray(Int.self) == [1, 1, -1, -1])
    #expect(a.fmod(b).toArray(Int.self) == [1, -1, 1, -1])
    let least = Tensor([Int.min]), minusOne = Tensor([-1] as [Int])
    #expect(least.floorDivide(minusOne).toArray(Int.self) == [Int.min])
    #expect((least % minusOne).toArray(Int.self) == [0])
  }

  @Test func integerDivisionByZeroIsRefused() {
    let error = #expect(throws: TensorError.self) {
      try checked { _ = Tensor([1] as [Int]).floorDivide(Tensor([0] as [Int])) }
    }
    #expect(error?.message == "ZeroDivisionError")
  }

  @Test func refusals() {
    let flags = Tensor([true, false])
    let subtraction = #expect(throws: TensorError.self) { try checked { _ = flags - flags } }
    #expect(subtraction?.message.hasPrefix("Subtraction, the `-` operator, with two bool") == true)
    let bits = #expect(throws: TensorError.self) { try checked { _ = ~Tensor([1.5] as [Float]) } }
    #expect(bits?.message == "\"bitwise_not_cpu\" not implemented for 'Float'")
    let shapes = #expect(throws: TensorError.self) {
      try checked { _ = Tensor.ones([3]) + Tensor.ones([4]) }
    }
    #expect(
      shapes?.message == "The size of tensor a (3) must match the size of tensor b (4) at "
        + "non-singleton dimension 0")
    let cast = #expect(throws: TensorError.self) {
      try checked { Tensor([1] as [Int]).add_(0.5) }
    }
    #expect(
      cast?.message == "result type Float can't be cast to the desired output type Long")
  }

  @Test func stridedOperandsAndResults() {
    let x = Tensor.arange(60).reshape([3, 4, 5]).to(.float32)
    let turned = x.permute([2, 0, 1])
    let sum = turned + turned
    #expect(sum.contiguous().toArray(Float.self)
      == turned.contiguous().toArray(Float.self).map { $0 * 2 })
    x.transpose(0, 2).mul_(3)
    #expect(x.toArray(Float.self) == (0..<60).map { Float($0 * 3) })
  }

  /// Numbers stay unrounded in half types, whatever the shape of the tensor.
  @Test(arguments: [DType.float16, .bfloat16]) func numbersOfOneElement(dtype: DType) {
    let all = (Tensor.arange(256, dtype: .float32) / 256 + 1).to(dtype)
    let product = all * 0.9991, sum = all + 0.33333
    for index in 0..<256 {
      let one = all[index]
      #expect((one * 0.9991).equal(product[index]))
      #expect((one.reshape([1]) * 0.9991)[0].equal(product[index]))
      #expect((one + 0.33333).equal(sum[index]))
    }
  }

  @Test func halfTypesRoundOnce() {
    // 1 + 2^-9 is no bfloat16, but 256 times it is 256.5 before one rounding.
    let x = Tensor([256] as [Float]).to(.bfloat16)
    #expect((x * 1.001953125).float().toArray(Float.self) == [256])
    #expect((x.mul(1.01171875)).float().toArray(Float.self) == [260])
    #expect((Tensor([2048] as [Float]).half() + 1.5).float().toArray(Float.self) == [2050])
  }
}
