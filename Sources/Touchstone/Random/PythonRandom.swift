import CKernels

/// Python's `random.Random`: the Mersenne twister seeded by an array, from which version 1 of
/// torchvision's `RandomOrder` and `RandomChoice` draw, and the workers of a `DataLoader`.
///
/// The same integer seed gives Python's numbers. Threads may share one; each call draws all its
/// numbers without interruption.
public final class PythonRandom: Sendable {
  private let engine = Generator()

  /// What stands for the module `random`: the process's, which starts with a seed from the system,
  /// unless a `withDefault` scope sets another.
  public static var `default`: PythonRandom { scoped ?? shared }
  private static let shared = PythonRandom(seed: UInt64.random(in: 0...UInt64.max))
  @TaskLocal private static var scoped: PythonRandom?

  /// Runs `body` with `random` as the default one of this task or thread.
  public static func withDefault<R>(
    _ random: PythonRandom, _ body: () throws -> R
  ) rethrows -> R {
    try $scoped.withValue(random, operation: body)
  }

  public init(seed: some BinaryInteger) { self.seed(seed) }

  /// Starts the stream of `seed` anew, whose sign does not count.
  public func seed(_ seed: some BinaryInteger) {
    let words = seed.magnitude.words.flatMap { [UInt32(truncatingIfNeeded: $0), UInt32($0 >> 32)] }
    let length = (words.lastIndex { $0 != 0 } ?? 0) + 1
    engine.withState { ts_generator_seed_by_array($0, words, Int64(length)) }
  }

  /// A number in [0, 1) of 53 random bits.
  public func random() -> Double {
    engine.withState { state in
      let high = ts_generator_next32(state) >> 5, low = ts_generator_next32(state) >> 6
      return (Double(high) * 0x1p26 + Double(low)) * 0x1p-53
    }
  }

  /// An integer of `count` ≤ 64 random bits; none are drawn for 0.
  /// - Errors: `.value` for a negative count.
  public func getrandbits(_ count: Int) -> UInt64 {
    guarded(0) {
      try check(count >= 0, .value, "number of bits must be non-negative")
      try check(count <= 64, .notImplemented, "more than 64 random bits at once: \(count)")
      return engine.withState { bits(count, $0) }
    }
  }

  /// Whole words, the first one low; of the last one the upper bits.
  private func bits(_ count: Int, _ state: UnsafeMutablePointer<ts_generator>) -> UInt64 {
    var result: UInt64 = 0
    for start in stride(from: 0, to: count, by: 32) {
      let word = ts_generator_next32(state) >> UInt32(32 - min(32, count - start))
      result |= UInt64(word) << UInt64(start)
    }
    return result
  }

  /// The integers below `count` in random order, as `shuffle` leaves them.
  public func shuffled(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    engine.withState { state in
      for last in stride(from: count - 1, to: 0, by: -1) {
        order.swapAt(last, Int(below(UInt64(last + 1), state)))
      }
    }
    return order
  }

  /// A number below `bound` > 0: as many bits as `bound` has, again until they are below it.
  private func below(
    _ bound: UInt64, _ state: UnsafeMutablePointer<ts_generator>
  ) -> UInt64 {
    let width = UInt64.bitWidth - bound.leadingZeroBitCount
    while true {
      let drawn = bits(width, state)
      if drawn < bound { return drawn }
    }
  }

  /// One of `count` positions, `choices(range(count), weights)[0]`; all alike where `weights` is
  /// nil.
  /// - Errors: `.index` where there is none, `.value` for weights of another number, or whose sum
  ///   is not positive and finite.
  public func choice(_ count: Int, weights: [Double]? = nil) -> Int {
    guarded(0) {
      guard let weights else {
        let position = random() * Double(count)
        try check(count > 0, .index, "list index out of range")
        return Int(position)
      }
      return try weighted(count, weights)
    }
  }

  private func weighted(_ count: Int, _ weights: [Double]) throws -> Int {
    try check(
      weights.count == count, .value, "The number of weights does not match the population")
    try check(count > 0, .index, "list index out of range")
    var total = 0.0
    let sums = weights.map { weight in
      total += weight
      return total
    }
    try check(!(total <= 0), .value, "Total of weights must be greater than zero")
    try check(total.isFinite, .value, "Total of weights must be finite")
    let wanted = random() * total
    return min(sums.firstIndex { wanted < $0 } ?? count, count - 1)
  }
}
