/// Seeds of the processes that load data, as PyTorch's `DataLoader` deals them out.
public struct WorkerSeeds: Sendable, Hashable {
  /// Drawn once for each pass over the data.
  public let base: UInt64

  public init(base: UInt64) { self.base = base }

  /// Draws the base seed of a pass: 63 bits of `generator`, of the default one when nil. Every
  /// pass draws one, whether or not it shuffles or has workers.
  public static func draw(generator: Generator? = nil) -> WorkerSeeds {
    WorkerSeeds(base: (generator ?? .default).nextSeed())
  }

  /// The seed of a worker's default generator.
  public func seed(worker: Int) -> UInt64 { base &+ UInt64(worker) }

  /// The four words that seed a worker's numpy: the worker and the base seed, hashed as numpy's
  /// `SeedSequence` does.
  public func numpyWords(worker: Int) -> [UInt32] {
    var hash = WordHash(multiplier: 0x43B0_D7E5, step: 0x931E_8875)
    let entropy = [
      UInt32(worker), UInt32(truncatingIfNeeded: base), UInt32(base >> 32), 0,
    ]
    var pool = entropy.map { hash.next($0) }
    for source in 0..<4 {
      for target in 0..<4 where target != source {
        pool[target] = WorkerSeeds.mix(pool[target], hash.next(pool[source]))
      }
    }
    var output = WordHash(multiplier: 0x8B51_F9DD, step: 0x58F3_8DED)
    return pool.map { output.next($0) }
  }

  private static func mix(_ x: UInt32, _ y: UInt32) -> UInt32 {
    let mixed = (x &* 0xCA01_F9DD) &- (y &* 0x4973_F715)
    return mixed ^ (mixed >> 16)
  }
}

/// A hash whose multiplier changes with every word.
private struct WordHash {
  var multiplier: UInt32
  let step: UInt32

  mutating func next(_ word: UInt32) -> UInt32 {
    let masked = word ^ multiplier
    multiplier = multiplier &* step
    let product = masked &* multiplier
    return product ^ (product >> 16)
  }
}
