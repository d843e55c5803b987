/// Orders in which PyTorch's samplers visit a data set, drawn lazily as those draw them.

/// All positions in random order, or `samples` of them with repetition, `RandomSampler`.
///
/// Without a generator the order has one of its own, seeded from the default generator when the
/// first position is asked for; a given generator is used directly. With replacement positions are
/// drawn 32 at a time; without, in whole permutations, and the last one is cut — a permutation is
/// drawn even when nothing of it is needed.
public struct RandomOrder: Sequence, IteratorProtocol {
  private let count: Int
  private let samples: Int
  private let replacement: Bool
  private var generator: Generator?
  private var started = false
  private var drawn: [Int] = []
  private var position = 0
  /// Positions that future chunks will hold.
  private var pending: Int
  private var finished = false

  /// - Errors: `.value` unless a positive number of samples is asked for; `.runtime` for whole
  ///   permutations of nothing.
  public init(
    count: Int, samples: Int? = nil, replacement: Bool = false, generator: Generator? = nil
  ) {
    self.count = count
    self.replacement = replacement
    self.generator = generator
    let wanted = samples ?? count
    let valid = guarded(false) {
      try check(
        wanted > 0, .value,
        "num_samples should be a positive integer value, but got num_samples=\(wanted)")
      try check(count > 0 || replacement, .runtime, "integer division or modulo by zero")
      return true
    }
    self.samples = valid ? wanted : 0
    pending = self.samples
    finished = !valid
  }

  public var underestimatedCount: Int { samples }

  public mutating func next() -> Int? {
    while position == drawn.count {
      if finished { return nil }
      draw()
    }
    defer { position += 1 }
    return drawn[position]
  }

  private mutating func draw() {
    if !started {
      generator = generator ?? seededGenerator()
      started = true
    }
    position = 0
    drawn = replacement ? independentChunk() : permutationChunk()
  }

  private mutating func independentChunk() -> [Int] {
    let size = Swift.min(32, pending)
    if pending < 32 { finished = true }
    pending -= size
    return Tensor.randint(count, [size], generator: generator).toArray()
  }

  private mutating func permutationChunk() -> [Int] {
    let order = Tensor.randperm(count, generator: generator).toArray(Int.self)
    let size = Swift.min(count, pending)
    if pending < count { finished = true }
    pending -= size
    return Array(order.prefix(size))
  }
}

/// A generator seeded from the default one.
private func seededGenerator() -> Generator { Generator(seed: Generator.default.nextSeed()) }

/// Orders drawn at once.
public enum SamplingOrder {
  /// `indices` shuffled, `SubsetRandomSampler`.
  public static func subset(_ indices: [Int], generator: Generator? = nil) -> [Int] {
    let order = Tensor.randperm(indices.count, generator: generator)
    return order.toArray(Int.self).map { indices[$0] }
  }

  /// Positions drawn by weight, `WeightedRandomSampler`.
  public static func weighted(
    _ weights: [Double], samples: Int, replacement: Bool = true, generator: Generator? = nil
  ) -> [Int] {
    guarded([]) {
      try check(
        samples > 0, .value,
        "num_samples should be a positive integer value, but got num_samples=\(samples)")
      let picked = Tensor(copying: weights).multinomial(
        samples, replacement: replacement, generator: generator)
      return picked.toArray()
    }
  }

  /// The positions of each part of a data set split at random, `random_split`. As in PyTorch,
  /// lengths that add up to 1 are fractions: `[1]` is the whole data set.
  /// - Errors: `.value` unless the lengths add up to `count`.
  public static func split(
    _ count: Int, lengths: [Int], generator: Generator? = nil
  ) -> [[Int]] {
    if lengths.reduce(0, +) == 1 {
      return split(count, fractions: lengths.map(Double.init), generator: generator)
    }
    return guarded([]) { try parts(of: count, lengths, generator) }
  }

  /// The same for parts given as fractions of the whole.
  /// - Errors: `.value` unless the fractions lie in [0, 1] and add up to 1.
  public static func split(
    _ count: Int, fractions: [Double], generator: Generator? = nil
  ) -> [[Int]] {
    guarded([]) {
      let sizes = lengths(of: count, fractions: fractions)
      try throwPendingError()
      return try parts(of: count, sizes, generator)
    }
  }

  private static func parts(
    of count: Int, _ lengths: [Int], _ generator: Generator?
  ) throws -> [[Int]] {
    try check(
      lengths.reduce(0, +) == count, .value,
      "Sum of input lengths does not equal the length of the input dataset!")
    let order = Tensor.randperm(count, generator: generator).toArray(Int.self)
    var end = 0
    // A negative length, which others make up for, gives an empty part.
    return lengths.map { length in
      end += length
      let last = min(max(end, 0), count), first = min(max(end - length, 0), count)
      return first < last ? Array(order[first..<last]) : []
    }
  }

  /// Lengths of parts given as fractions: rounded down, what is left dealt out one by one.
  /// - Errors: `.value` unless the fractions lie in [0, 1] and add up to 1.
  public static func lengths(of count: Int, fractions: [Double]) -> [Int] {
    guarded([]) {
      let sum = fractions.reduce(0, +)
      try check(
        sum <= 1 && 1 - sum <= 1e-9, .value,
        "Sum of input lengths does not equal the length of the input dataset!")
      for (index, fraction) in fractions.enumerated() {
        try check(
          fraction >= 0 && fraction <= 1, .value,
          "Fraction at index \(index) is not between 0 and 1")
      }
      var lengths = fractions.map { Int((Double(count) * $0).rounded(.down)) }
      for extra in 0..<(count - lengths.reduce(0, +)) { lengths[extra % lengths.count] += 1 }
      return lengths
    }
  }
}
