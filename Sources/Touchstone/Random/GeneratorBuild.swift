import CKernels

extension Generator {
  /// Which of PyTorch's builds the real numbers of a generator equal, bit for bit.
  ///
  /// Processors with AVX2 run kernels that round a product and a sum at once and compute float
  /// normals by polynomials. PyTorch's scalar kernels, those of `ATEN_CPU_CAPABILITY=default`,
  /// round the product as well (`uniform_`, `normal_` of few or scattered elements, `cauchy_`,
  /// `log_normal_`) and take logarithm, sine and cosine of float normals from the C library.
  /// Integers, and the words behind all numbers, are the same.
  public enum Build: Int32, Sendable, CaseIterable {
    case avx2, scalar

    /// What new generators follow: AVX2, unless `TOUCHSTONE_RANDOM_BUILD=scalar` in the environment
    /// or a `withStandard` scope says otherwise. The process's default generator follows the
    /// environment, or its own `build`.
    public static var standard: Build { scoped ?? ofEnvironment }
    private static let ofEnvironment = Build(rawValue: ts_random_standard_build())!
    @TaskLocal private static var scoped: Build?

    /// Runs `body`; the generators that it makes follow `build`.
    public static func withStandard<R>(_ build: Build, _ body: () throws -> R) rethrows -> R {
      try $scoped.withValue(build, operation: body)
    }
  }

  /// The build that this generator follows. No part of the state: seeding and `setState` keep it.
  public var build: Build {
    get { withState { Build(rawValue: $0.pointee.build)! } }
    set { withState { $0.pointee.build = newValue.rawValue } }
  }
}
