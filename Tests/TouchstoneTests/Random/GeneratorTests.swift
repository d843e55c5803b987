import Foundation
import Testing

@testable import Touchstone

struct GeneratorTests {
  /// The ten-thousandth word of seed 5489 is the C++ standard's check value for mt19937.
  @Test func knownAnswer() {
    let generator = Generator(seed: 5489)
    for _ in 0..<4999 { _ = generator.next() }
    #expect(UInt32(truncatingIfNeeded: generator.next()) == 4_123_659_995)
  }

  @Test func seeds() {
    #expect(Generator().initialSeed == 67_280_421_310_721)
    #expect(Generator().manualSeed(-1).initialSeed == .max)
    #expect(Generator(seed: 5).next() == Generator(seed: 5 + 77 << 32).next())
    let generator = Generator()
    #expect(generator.seed() == generator.initialSeed)
  }

  @Test func stateIsPyTorchs() {
    let generator = Generator(seed: 42)
    for shape: Shape in [[5], [18], [3]] {
      _ = shape == [5] ? Tensor.rand(shape, generator: generator)
        : Tensor.randn(shape, generator: generator)
    }
    let bytes = generator.getState().toArray(UInt8.self)
    func hex(_ part: ArraySlice<UInt8>) -> String {
      part.map { String(format: "%02x", $0) }.joined()
    }
    let head = "2a0000000000000042020000010000002f0000000000000043e9262b00000000a563434900000000"
    let tail = "0000000000000000ca23ee4aac16d5bf000000000000000001000000000000000000000000000000"
    #expect(bytes.count == 5056)
    #expect(hex(bytes[..<40]) == head)
    #expect(hex(bytes[5016...]) == tail)
  }

  @Test func restoredStateContinues() {
    let generator = Generator(seed: 9)
    _ = Tensor.randn([7], generator: generator)
    let state = generator.getState()
    let copy = generator.clone()
    let expected = Tensor.randn([40], generator: generator)
    let other = Generator()
    other.setState(state)
    #expect(Tensor.randn([40], generator: other).equal(expected))
    #expect(Tensor.randn([40], generator: copy).equal(expected))
    #expect(other.getState().equal(generator.getState()))
  }

  @Test func badStatesAreRefused() {
    let generator = Generator(seed: 3)
    let before = generator.getState()
    func message(_ state: Tensor) -> String {
      let error = #expect(throws: TensorError.self) { try checked { generator.setState(state) } }
      return error?.description ?? ""
    }
    #expect(
      message(.zeros([10], dtype: .uint8))
        == "RuntimeError: Expected a CPUGeneratorImplState of size 5056 but found the input RNG "
        + "state size to be 10")
    #expect(message(.zeros([5056], dtype: .uint8)) == "RuntimeError: Invalid mt19937 state")
    #expect(message(.zeros([5056])) == "TypeError: RNG state must be a torch.ByteTensor")
    let gaps = Tensor.zeros([10112], dtype: .uint8).slice(0, from: 0, to: 10112, step: 2)
    #expect(message(gaps) == "RuntimeError: RNG state must be contiguous")
    #expect(generator.getState().equal(before))
  }

  @Test func scopesRestoreTheDefault() {
    Generator.withDefault(Generator()) {
      manualSeed(11)
      let first = Tensor.rand([4])
      manualSeed(11)
      forkRNG { _ = Tensor.rand([100]) }
      #expect(Tensor.rand([4]).equal(first))
      #expect(initialSeed() == 11)
      let state = getRNGState()
      let next = Tensor.rand([4])
      setRNGState(state)
      #expect(Tensor.rand([4]).equal(next))
    }
  }

  @Test func forksNestAndEndWithErrors() {
    struct Stop: Error {}
    Generator.withDefault(Generator(seed: 5)) {
      let before = getRNGState()
      let nested = forkRNG { () -> Tensor in
        _ = Tensor.randn([3])
        let inside = getRNGState()
        forkRNG { _ = manualSeed(1) }
        #expect(getRNGState().equal(inside))
        return inside
      }
      #expect(!nested.equal(before))
      #expect(throws: Stop.self) {
        try forkRNG {
          _ = Tensor.randn([3])
          throw Stop()
        }
      }
      #expect(getRNGState().equal(before))
    }
  }

  /// Threads that share a generator draw disjoint parts of its stream.
  @Test func sharedByThreads() {
    let shared = Generator(seed: 1), alone = Generator(seed: 1)
    let parts = 64, size = 100
    let results = UnsafeSlots(parts)
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      results.slots[part] = Tensor.randint(1 << 20, [size], generator: shared).toArray()
    }
    let expected = (0..<parts).map { _ in
      Tensor.randint(1 << 20, [size], generator: alone).toArray(Int.self)
    }
    #expect(Set(results.slots.map { $0 }) == Set(expected))
  }
}

/// One slot for each iteration of a parallel loop.
private final class UnsafeSlots: @unchecked Sendable {
  let slots: UnsafeMutableBufferPointer<[Int]>
  init(_ count: Int) {
    slots = .allocate(capacity: count)
    slots.initialize(repeating: [])
  }
  deinit {
    slots.deinitialize()
    slots.deallocate()
  }
}

extension RuntimeTests {
  /// The same bits at every vector level and thread count.
  @Test func randomNumbersDoNotDependOnTheMachine() {
    let (level, threads) = (CPU.capability, CPU.threadCount)
    defer { (CPU.capability, CPU.threadCount) = (level, threads) }
    func digest() -> UInt64 {
      let generator = Generator(seed: 7)
      var digest = Digest()
      for dtype in [DType.float32, .float64, .float16, .bfloat16] {
        digest.add(.randn([100_003], generator: generator, dtype: dtype))
        digest.add(.rand([100_003], generator: generator, dtype: dtype))
        digest.add(Tensor.empty([5000], dtype: dtype).exponential_(generator: generator))
        digest.add(Tensor.empty([5000], dtype: dtype).bernoulli_(0.3, generator: generator))
      }
      digest.add(.randint(1 << 40, [1000], generator: generator))
      digest.add(generator)
      return digest.value
    }
    let expected = digest()
    for capability in CPU.Capability.allCases {
      CPU.capability = capability
      for count in [1, 2, 5] {
        CPU.threadCount = count
        #expect(digest() == expected, "\(CPU.capability.name), \(count) threads")
      }
    }
  }
}
