/// The counter-based generator Philox4x32-10, which GPUs use, on the host: a reference for kernels.
///
/// The counter's 128 bits are (offset / 4, subsequence), low words first; the key is the seed.
/// Each counter gives four words.
public struct Philox: Sendable, Hashable {
  public typealias Words = SIMD4<UInt32>

  public let seed: UInt64
  /// The upper half of the counter: on a GPU the number of the thread.
  public let subsequence: UInt64
  /// Words drawn so far.
  public private(set) var offset: UInt64

  public init(seed: UInt64, subsequence: UInt64 = 0, offset: UInt64 = 0) {
    self.seed = seed
    self.subsequence = subsequence
    self.offset = offset
  }

  /// The four words at the counter that the offset lies in; moves on to the next counter.
  public mutating func nextFour() -> Words {
    let counter = offset / 4
    offset = (counter + 1) * 4
    return Philox.words(
      counter: [
        UInt32(truncatingIfNeeded: counter), UInt32(counter >> 32),
        UInt32(truncatingIfNeeded: subsequence), UInt32(subsequence >> 32),
      ], key: [UInt32(truncatingIfNeeded: seed), UInt32(seed >> 32)])
  }

  /// Ten rounds of the cipher on `counter` under `key`.
  public static func words(counter: Words, key: SIMD2<UInt32>) -> Words {
    var counter = counter
    var key = key
    for _ in 0..<10 {
      counter = round(counter, key)
      key &+= [0x9E37_79B9, 0xBB67_AE85]
    }
    return counter
  }

  private static func round(_ c: Words, _ key: SIMD2<UInt32>) -> Words {
    let a = c[0].multipliedFullWidth(by: 0xD251_1F53)
    let b = c[2].multipliedFullWidth(by: 0xCD9E_8D57)
    return [b.high ^ c[1] ^ key[0], b.low, a.high ^ c[3] ^ key[1], a.low]
  }
}

/// Words to numbers as PyTorch's GPU kernels do it.
extension Philox {
  /// word · 2^-32 + 2^-33, in (0, 1].
  public static func uniform(_ word: UInt32) -> Float {
    Float(0x1p-33).addingProduct(Float(word), 0x1p-32)
  }

  /// Two words, the first the low half, to (0, 1].
  public static func uniform(_ low: UInt32, _ high: UInt32) -> Double {
    let bits = UInt64(low) ^ (UInt64(high) << 21)
    return Double(0x1p-54).addingProduct(Double(bits), 0x1p-53)
  }

  /// `uniform_(from, to)`: u · (to − from) + from, `from` where that gives `to`.
  public static func uniform(_ word: UInt32, from: Float, to: Float) -> Float {
    let value = from.addingProduct(uniform(word), to - from)
    return value == to ? from : value
  }
}

/// How a GPU fills a tensor: which thread's which word becomes which element.
///
/// Threads come in blocks of 256; thread t makes `unroll` elements a call, a grid apart: element
/// t + (call · unroll + i) · gridThreads is word i of call `call` of subsequence t.
public struct PhiloxLaunch: Sendable, Hashable {
  public static let blockSize = 256
  public let numel: Int
  /// Elements of one call: 4, or 2 for doubles and 64-bit integers.
  public let unroll: Int
  /// Blocks launched.
  public let gridSize: Int

  /// - Parameters:
  ///   - multiprocessors: of the device.
  ///   - threadsPerMultiprocessor: most that one holds at a time.
  public init(
    numel: Int, unroll: Int = 4, multiprocessors: Int, threadsPerMultiprocessor: Int
  ) {
    self.numel = numel
    self.unroll = unroll
    let resident = multiprocessors * (threadsPerMultiprocessor / PhiloxLaunch.blockSize)
    gridSize = Swift.min(
      (numel + PhiloxLaunch.blockSize - 1) / PhiloxLaunch.blockSize, resident)
  }

  public var gridThreads: Int { gridSize * PhiloxLaunch.blockSize }

  /// Calls that every thread makes.
  public var callsPerThread: Int {
    numel == 0 ? 0 : (numel - 1) / (gridThreads * unroll) + 1
  }

  /// What one fill adds to the generator's offset: four words for every call.
  public var offsetIncrement: UInt64 { UInt64(4 * callsPerThread) }

  /// Where the random words of `element` come from.
  public func source(of element: Int) -> (thread: Int, call: Int, lane: Int) {
    let slot = element / gridThreads
    return (element % gridThreads, slot / unroll, slot % unroll)
  }

  /// The word of each element of a 32-bit fill that starts at `offset`.
  public func words(seed: UInt64, offset: UInt64) -> [UInt32] {
    (0..<numel).map { element in
      let from = source(of: element)
      var philox = Philox(
        seed: seed, subsequence: UInt64(from.thread), offset: offset + UInt64(4 * from.call))
      return philox.nextFour()[from.lane]
    }
  }
}
