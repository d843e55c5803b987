import Synchronization
import Testing

@testable import Touchstone

struct HostAccessTests {
  @Test func wrappedMemoryIsSharedBothWays() {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 24, alignment: 8)
    defer { memory.deallocate() }
    let numbers = memory.bindMemory(to: Float.self)
    for i in 0..<6 { numbers[i] = Float(i) }
    let x = Tensor(wrapping: memory, shape: [2, 3], dtype: .float32)
    #expect(x.toArray(Float.self) == [0, 1, 2, 3, 4, 5])
    numbers[4] = 40
    #expect(x.select(0, 1).toArray(Float.self) == [3, 40, 5])
    x.T.select(0, 0).fill_(-1)
    #expect(Array(numbers) == [-1, 1, 2, -1, 40, 5])
  }

  @Test func memoryIsReleasedWithTheLastView() {
    let released = Mutex(false)
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 8, alignment: 8)
    nonisolated(unsafe) let base = memory
    var view: Tensor? = Tensor(
      wrapping: memory, shape: [1], dtype: .int64,
      onRelease: {
        base.deallocate()
        released.withLock { $0 = true }
      }
    ).unsqueeze(0)
    #expect(!released.withLock { $0 })
    #expect(view?.shape == [1, 1])
    view = nil
    #expect(released.withLock { $0 })
  }

  @Test func stridedMemoryIsReadInOrder() {
    var numbers: [Int32] = [1, 2, 3, 4, 5, 6]
    numbers.withUnsafeMutableBytes { bytes in
      let x = Tensor(wrapping: bytes, shape: [3, 2], strides: [1, 3], dtype: .int32)
      #expect(x.toArray(Int.self) == [1, 4, 2, 5, 3, 6])
    }
  }

  @Test func tooLittleMemoryIsRefused() {
    var numbers: [Float] = [1, 2]
    numbers.withUnsafeMutableBytes { bytes in
      #expect(throws: TensorError.self) {
        try checked { _ = Tensor(wrapping: bytes, shape: [3], dtype: .float32) }
      }
    }
  }

  @Test func mutableAccessCountsAsInPlace() throws {
    let x = Tensor([1.0, 2.0, 3.0])
    let before = x.version
    try x.withUnsafeMutableBytes { $0.bindMemory(to: Float.self)[1] = 20 }
    #expect(x.toArray(Float.self) == [1, 20, 3])
    #expect(x.version == before + 1)
    #expect(throws: TensorError.self) { try x.expand([2, 3]).withUnsafeMutableBytes { _ in } }
  }

  @Test func bytesOfAViewComeInItsOrder() {
    let x = Tensor.arange(6, dtype: .int32).view([2, 3])
    let values = x.T.withUnsafeBytes { Array($0.bindMemory(to: Int32.self)) }
    #expect(values == [0, 3, 1, 4, 2, 5])
  }

  @Test func arraysConvert() {
    #expect(Tensor([1.75, -2.5]).toArray(Int.self) == [1, -2])
    #expect(Tensor([0, 3]).toArray(Bool.self) == [false, true])
    #expect(Tensor([1.0], dtype: .bfloat16).toArray(Float.self) == [1])
    #expect(Tensor(copying: [1, 2, 3, 4] as [Int8], shape: [2, 2]).dtype == .int8)
  }
}
