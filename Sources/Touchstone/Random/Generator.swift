import CKernels
import Synchronization

/// A stream of random numbers, `torch.Generator` on the CPU: the Mersenne twister mt19937 and one
/// kept normal number. The same seed gives PyTorch's numbers, bit for bit; `build` says which of
/// PyTorch's builds.
///
/// Threads may share a generator; each call draws all its numbers without interruption.
public final class Generator: @unchecked Sendable {
  public let device: Device = .cpu
  private let state: UnsafeMutablePointer<ts_generator>
  private let lock = Mutex(())

  /// The seed of a generator that was given none.
  public static let defaultSeed: UInt64 = 67_280_421_310_721

  /// The generator of every call that names none: the process's, which starts with a seed from the
  /// system, unless a `withDefault` scope sets another.
  public static var `default`: Generator { scoped ?? shared }
  private static let shared = Generator(seed: systemSeed())
  @TaskLocal private static var scoped: Generator?

  /// Runs `body` with `generator` as the default one of this task or thread.
  public static func withDefault<R>(
    _ generator: Generator, _ body: () throws -> R
  ) rethrows -> R {
    try $scoped.withValue(generator, operation: body)
  }

  /// A generator with the stream of `seed`; the low 32 bits decide.
  public init(seed: UInt64 = Generator.defaultSeed, build: Build = .standard) {
    state = .allocate(capacity: 1)
    state.initialize(to: ts_generator())
    state.pointee.build = build.rawValue
    ts_generator_seed(state, seed)
  }

  deinit { state.deallocate() }

  /// Starts the stream of `seed` anew; negative seeds count modulo 2^64.
  @discardableResult
  public func manualSeed(_ seed: some BinaryInteger) -> Generator {
    withState { ts_generator_seed($0, UInt64(truncatingIfNeeded: seed)) }
    return self
  }

  /// The seed last set.
  public var initialSeed: UInt64 { withState { $0.pointee.seed } }

  /// Takes a seed from the system and returns it.
  @discardableResult
  public func seed() -> UInt64 {
    let seed = Generator.systemSeed()
    manualSeed(seed)
    return seed
  }

  /// 53 random bits of the system: exact as a floating-point number, too.
  private static func systemSeed() -> UInt64 { UInt64.random(in: 0..<1 << 53) }

  /// Calls `body` with the state; other threads wait.
  func withState<R>(_ body: (UnsafeMutablePointer<ts_generator>) -> R) -> R {
    lock.withLock { _ in body(state) }
  }
}

extension Generator: RandomNumberGenerator {
  /// The next 64 bits: two words, the first one high.
  public func next() -> UInt64 { withState { ts_generator_next64($0) } }

  /// 63 random bits, as a seed for another generator: what `random_()` gives for int64.
  public func nextSeed() -> UInt64 { next() & UInt64(Int64.max) }
}

/// Seeds the default generator, `torch.manual_seed`, and returns it.
@discardableResult
public func manualSeed(_ seed: some BinaryInteger) -> Generator {
  Generator.default.manualSeed(seed)
}

/// The seed last set on the default generator, `torch.initial_seed`.
public func initialSeed() -> UInt64 { Generator.default.initialSeed }
