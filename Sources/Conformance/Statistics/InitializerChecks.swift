import Touchstone

/// Initializers: the distributions of weights [rows, columns].
extension StatisticalChecks {
  private static let columns = 100

  private static func initializer(
    _ name: String, _ law: @escaping @Sendable (_ rows: Double, _ columns: Double) -> Law,
    _ label: String = "", _ keywords: [String: Value] = [:], _ dtypes: [DType] = floating
  ) -> [StatisticalCheck] {
    let op = "nn.init.\(name)"
    let prefix = label.isEmpty ? "" : label + "-"
    @Sendable func weights(_ sampler: Sampler) throws -> ([Double], Law) {
      let rows = sampler.count / columns
      let zeros = try sampler.filled(0, [rows, columns])
      return (try sampler.draw(op, [zeros], keywords), law(Double(rows), Double(columns)))
    }
    return dtypes.map { dtype in
      .fit("init", op, dtype, prefix + "chi-square") { sampler in
        let (values, law) = try weights(sampler)
        return .chiSquare(values, law, dtype)
      }
    }
    + single.map { dtype in
      .fit("init", op, dtype, prefix + "kolmogorov-smirnov") { sampler in
        let (values, law) = try weights(sampler)
        return .kolmogorovSmirnov(values, law)
      }
    }
  }

  static let initializers: [StatisticalCheck] =
    initializer(
      "uniform_", { _, _ in .uniform(-0.25, 0.75) }, "", ["a": .double(-0.25), "b": .double(0.75)])
    + initializer(
      "normal_", { _, _ in .normal(1.5, 0.5) }, "", ["mean": .double(1.5), "std": .double(0.5)])
    + initializer(
      "xavier_uniform_", { rows, columns in symmetric((6 / (rows + columns)).squareRoot()) })
    + initializer(
      "xavier_normal_", { rows, columns in .normal(0, 2 * (2 / (rows + columns)).squareRoot()) },
      "gain", ["gain": .int(2)])
    + initializer(
      "kaiming_uniform_", { _, columns in symmetric((6 / columns).squareRoot()) }, "fan_in",
      ["nonlinearity": .string("relu")])
    + initializer(
      "kaiming_normal_", { rows, _ in .normal(0, (2 / rows).squareRoot()) }, "fan_out",
      ["nonlinearity": .string("relu"), "mode": .string("fan_out")])
    + initializer("trunc_normal_", { _, _ in .truncatedNormal(0, 1, -2, 2) }, "redrawn")
    // Half types compute even the chance of acceptance with few digits, as PyTorch does.
    + initializer(
      "trunc_normal_", { _, _ in .truncatedNormal(1, 2, 0, 1) }, "rejected",
      ["mean": .int(1), "std": .int(2), "a": .int(0), "b": .int(1)], single)
    + sparse

  private static func symmetric(_ bound: Double) -> Law { .uniform(-bound, bound) }

  /// Zeros lie anywhere in a column, where their equal number makes the counts vary less than
  /// Pearson's test expects; what is not zero is normal.
  private static let sparse: [StatisticalCheck] = floating.flatMap { dtype -> [StatisticalCheck] in
    let op = "nn.init.sparse_"
    @Sendable func weights(_ sampler: Sampler) throws -> [Double] {
      let zeros = try sampler.filled(0, [20, sampler.count / 200])
      return try sampler.draw(op, [zeros, .double(0.25)], ["std": .int(1)])
    }
    return [
      .fit("init", op, dtype, "zeros-chi-square") { sampler in
        let columns = sampler.count / 200
        var counts = [Int](repeating: 0, count: 20)
        for (index, weight) in try weights(sampler).enumerated() where weight == 0 {
          counts[index / columns] += 1
        }
        return .chiSquare(counts, [Double](repeating: 1 / 20, count: 20))
      },
      .fit("init", op, dtype, "values-chi-square") { sampler in
        .chiSquare(try weights(sampler).filter { $0 != 0 }, .normal(), dtype)
      },
    ]
  }
}
