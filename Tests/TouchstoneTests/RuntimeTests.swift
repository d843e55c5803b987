import Testing

@testable import Touchstone

/// The settings are the process's, so these tests run one after the other.
@Suite(.serialized) struct RuntimeTests {
  @Test func everyCapabilityUpToTheMachines() {
    let best = CPU.capability
    defer { CPU.capability = best }
    for level in CPU.Capability.allCases {
      CPU.capability = level
      #expect(CPU.capability <= level)
    }
    #expect(CPU.Capability.avx512.name == "avx512")
  }

  @Test func threadCountIsAtLeastOne() {
    let count = CPU.threadCount
    defer { CPU.threadCount = count }
    CPU.threadCount = 3
    #expect(CPU.threadCount == 3)
    CPU.threadCount = -1
    #expect(CPU.threadCount == 1)
  }

  @Test func storageIsAlignedAndReused() throws {
    let backend = CPUBackend.shared
    for bytes in [0, 1, 64, 65, 4096, 100_000, 1 << 20, 5_000_000] {
      let first = try backend.allocate(bytes)
      #expect(UInt(bitPattern: first) % 64 == 0)
      first.initializeMemory(as: UInt8.self, repeating: 7, count: bytes)
      backend.deallocate(first, bytes)
    }
  }

  @Test func statisticsCountWhatTensorsUse() throws {
    let bytes = 40 << 20
    let block = try CPUBackend.shared.allocate(bytes)
    let during = CPU.memoryStatistics
    #expect(during.allocated >= bytes)
    #expect(during.peakAllocated >= bytes)
    #expect(during.reserved >= during.allocated)
    #expect(during.allocations > 0 && during.liveBlocks > 0)
    CPUBackend.shared.deallocate(block, bytes)
  }

  @Test func exhaustedMemoryIsAnError() {
    #expect(throws: TensorError.self) {
      try checked { Tensor.empty([1 << 40, 1 << 20], dtype: .uint8) }
    }
    let again = Tensor.full([2], 1.5)
    #expect(again.shape == [2])
  }
}
