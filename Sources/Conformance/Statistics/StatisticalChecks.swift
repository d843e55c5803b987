import Touchstone

/// All statistical checks, by function.
enum StatisticalChecks {
  static let all: [StatisticalCheck] =
    continuous + shaped + noise + discrete + events + choices + orders + initializers + orthogonal

  static let floating: [DType] = [.float32, .float64, .float16, .bfloat16]
  static let single: [DType] = [.float32, .float64]
  static let integers: [DType] = [.int8, .int16, .int32, .int64, .uint8]

  typealias Draw = @Sendable (Sampler) throws -> [Double]

  /// Numbers that follow a law: Pearson's test in each dtype, Kolmogorov and Smirnov's where
  /// rounding to the dtype is too fine to be seen.
  static func follows(
    _ suite: String, _ op: String, _ law: Law, _ dtypes: [DType] = floating, _ label: String = "",
    _ draw: @escaping Draw
  ) -> [StatisticalCheck] {
    let prefix = label.isEmpty ? "" : label + "-"
    return dtypes.flatMap { dtype in
      let pearson = StatisticalCheck.fit(suite, op, dtype, prefix + "chi-square") {
        .chiSquare(try draw($0), law, dtype)
      }
      guard single.contains(dtype) else { return [pearson] }
      return [
        pearson,
        .fit(suite, op, dtype, prefix + "kolmogorov-smirnov") {
          .kolmogorovSmirnov(try draw($0), law)
        },
      ]
    }
  }

  /// Whole numbers with the given probabilities.
  static func hasFrequencies(
    _ op: String, _ probabilities: [Double], _ dtypes: [DType], _ label: String = "",
    first: Double = 0, _ draw: @escaping Draw
  ) -> [StatisticalCheck] {
    dtypes.map { dtype in
      .fit("rng", op, dtype, label.isEmpty ? "chi-square" : label + "-chi-square") {
        .frequencies(try draw($0), probabilities, first: first)
      }
    }
  }
}

extension Sampler {
  /// Numbers that a function makes itself: `op(*arguments, size, dtype=dtype)`.
  func created(_ op: String, _ arguments: [Value] = []) throws -> [Double] {
    try draw(op, arguments + [size], ["dtype": .dtype(dtype)])
  }

  /// Numbers that a method overwrites zeros with.
  func overwritten(_ op: String, _ arguments: [Value] = []) throws -> [Double] {
    try draw(op, [filled(0)] + arguments)
  }
}
