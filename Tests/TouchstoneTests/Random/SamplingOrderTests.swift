import Testing

@testable import Touchstone

/// Orders as PyTorch's samplers give them from seed 3.
struct SamplingOrderTests {
  @Test func randomSampler() {
    Generator.withDefault(Generator(seed: 3)) {
      #expect(Array(RandomOrder(count: 7)) == [5, 1, 2, 6, 3, 0, 4])
      #expect(Array(RandomOrder(count: 7, samples: 10)) == [3, 2, 5, 4, 1, 0, 6, 4, 5, 0])
      #expect(
        Array(RandomOrder(count: 5, samples: 40, replacement: true)) == [
          2, 3, 2, 4, 3, 0, 1, 3, 0, 4, 4, 3, 1, 4, 4, 3, 3, 0, 2, 4, 4, 3, 3, 4, 0, 2, 1, 3, 1, 3,
          1, 1, 4, 4, 3, 0, 4, 2, 4, 1,
        ])
      #expect(Tensor.rand([1]).toArray(Double.self) == [0.7718658447265625])
    }
  }

  /// A given generator is drawn from directly, one permutation more than needed.
  @Test func randomSamplerWithGenerator() {
    let generator = Generator(seed: 3)
    #expect(Array(RandomOrder(count: 7, generator: generator)) == [5, 3, 4, 6, 0, 2, 1])
    let independent = Array(
      RandomOrder(count: 5, samples: 40, replacement: true, generator: generator))
    #expect(independent.prefix(8) == [0, 4, 1, 4, 0, 4, 0, 4])
    #expect(independent.suffix(4) == [2, 1, 3, 1])
    #expect(Tensor.randint(1000, [1], generator: generator).toArray(Int.self) == [349])
  }

  @Test func subsetsWeightsAndSplits() {
    Generator.withDefault(Generator(seed: 3)) {
      #expect(SamplingOrder.subset([2, 4, 6, 8]) == [6, 8, 4, 2])
      let weights = [0.1, 0.9, 0.4, 3.0]
      #expect(SamplingOrder.weighted(weights, samples: 8) == [1, 3, 3, 1, 3, 1, 3, 3])
      #expect(SamplingOrder.weighted(weights, samples: 3, replacement: false) == [3, 2, 1])
      #expect(
        SamplingOrder.split(10, lengths: [5, 3, 2]) == [[4, 5, 0, 7, 1], [9, 3, 6], [8, 2]])
    }
    #expect(SamplingOrder.lengths(of: 11, fractions: [0.25, 0.25, 0.5]) == [3, 3, 5])
    #expect(SamplingOrder.lengths(of: 10, fractions: [1 / 3, 1 / 3, 1 / 3]) == [4, 3, 3])
  }

  @Test func batchesAndPasses() {
    Generator.withDefault(Generator(seed: 3)) {
      let batches = BatchOrder(RandomOrder(count: 7), size: 3)
      #expect(Array(batches) == [[5, 1, 2], [6, 3, 0], [4]])
      #expect(
        Array(BatchOrder((0..<7).makeIterator(), size: 3, dropLast: true)) == [[0, 1, 2], [3, 4, 5]])
    }
    Generator.withDefault(Generator(seed: 3)) {
      func pass() -> [[Int]] { Array(LoadingOrder(count: 5, batchSize: 2, shuffle: true)) }
      #expect(pass() == [[1, 4], [3, 0], [2]])
      #expect(pass() == [[3, 1], [4, 0], [2]])
      #expect(Tensor.randint(1000, [1]).toArray(Int.self) == [981])
    }
  }

  /// Nothing is drawn before it is asked for, but for the seed of the pass.
  @Test func passesDrawLazily() {
    let generator = Generator(seed: 8), expected = Generator(seed: 8)
    var order = LoadingOrder(count: 4, batchSize: 4, shuffle: true, generator: generator)
    #expect(order.seeds.base == expected.nextSeed())
    #expect(generator.getState().equal(expected.getState()))
    #expect(order.next()?.count == 4)
    _ = Tensor.randperm(4, generator: expected)
    #expect(generator.getState().equal(expected.getState()))
    #expect(order.next() == nil && order.next() == nil)
    _ = Tensor.randperm(4, generator: expected)
    #expect(generator.getState().equal(expected.getState()))
  }

  /// What PyTorch makes of unusual lengths: 1 is the whole, negative ones are empty.
  @Test func unusualLengths() {
    #expect(SamplingOrder.split(5, lengths: [1]).map(\.count) == [5])
    #expect(SamplingOrder.split(10, lengths: [12, -2]).map(\.count) == [10, 0])
    #expect(SamplingOrder.split(2, fractions: [0.3, 0.3, 0.4]).map(\.count) == [1, 1, 0])
    #expect(SamplingOrder.split(0, lengths: []) == [])
  }

  @Test func badRequests() {
    func message(_ body: () -> Void) -> String {
      let error = #expect(throws: TensorError.self) { try checked(body) }
      return error?.description ?? ""
    }
    #expect(
      message { _ = RandomOrder(count: 0) }
        == "ValueError: num_samples should be a positive integer value, but got num_samples=0")
    #expect(
      message { _ = SamplingOrder.split(10, lengths: [3, 3]) }
        == "ValueError: Sum of input lengths does not equal the length of the input dataset!")
    #expect(
      message { _ = SamplingOrder.lengths(of: 10, fractions: [1.3, -0.3]) }
        == "ValueError: Fraction at index 0 is not between 0 and 1")
    #expect(
      message { _ = SamplingOrder.split(4, fractions: [1.3, 0.3]) }
        == "ValueError: Sum of input lengths does not equal the length of the input dataset!")
    #expect(
      message { _ = Array(LoadingOrder(count: 4, batchSize: 0)) }
        == "ValueError: batch_size should be a positive integer value, but got batch_size=0")
    #expect(
      message { _ = Array(RandomOrder(count: 0, samples: 3)) }
        == "RuntimeError: integer division or modulo by zero")
  }

  @Test func workerSeeds() {
    let seeds = WorkerSeeds(base: 0x123_4567_89ab_cdef)
    #expect(seeds.seed(worker: 2) == 0x123_4567_89ab_cdf1)
    let words: [UInt32] = [0x24dc_ebf4, 0x7c0c_7a30, 0xad9e_a177, 0x7d7e_164d]
    #expect(seeds.numpyWords(worker: 2) == words)
    let drawn = WorkerSeeds.draw(generator: Generator())
    #expect(drawn.base == Generator().nextSeed())
  }
}
