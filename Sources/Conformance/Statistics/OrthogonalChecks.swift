import Touchstone

/// `orthogonal_`, which PyTorch does not reproduce bit for bit: rows or columns are orthonormal,
/// and all orthogonal matrices are equally likely (Haar's distribution).
extension StatisticalChecks {
  private static let op = "nn.init.orthogonal_"

  static let orthogonal: [StatisticalCheck] = single.flatMap { dtype -> [StatisticalCheck] in
    [
      StatisticalCheck(suite: "init", op: op, dtype: dtype, name: "orthogonality") {
        try orthogonality($0)
      }
    ]
      // The entries of a random orthogonal 3 × 3 matrix are coordinates of points on a sphere:
      // uniform, by Archimedes.
      + [(0, 0), (1, 2), (2, 1)].map { row, column in
        .fit("init", op, dtype, "entry-\(row)\(column)-kolmogorov-smirnov") { sampler in
          let entries = try matrices(sampler).map { $0[3 * row + column] }
          return .kolmogorovSmirnov(entries, .closedUniform(-1, 1))
        }
      }
      + [
        .fit("init", op, dtype, "determinant-chi-square") { sampler in
          .frequencies(try matrices(sampler).map { determinant($0) > 0 ? 1 : 0 }, coin(0.5))
        }
      ]
  }

  private static func matrices(_ sampler: Sampler) throws -> [[Double]] {
    try (0..<sampler.count / 50).map { _ in
      try sampler.draw(op, [sampler.filled(0, [3, 3])])
    }
  }

  private static func determinant(_ m: [Double]) -> Double {
    m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6])
      + m[2] * (m[3] * m[7] - m[4] * m[6])
  }

  private static let shapes: [Shape] = [
    [1, 1], [5, 3], [3, 5], [64, 20], [20, 64], [4, 3, 3, 3], [100, 100],
  ]

  /// The largest entry of |QᵀQ − I| over several shapes. Entries are rounded once: by Cauchy and
  /// Schwarz that moves a product of two unit columns by at most 2u, the decomposition in float64
  /// by some mn units of its own roundoff.
  private static func orthogonality(_ sampler: Sampler) throws -> Finding {
    var worst = (error: 0.0, budget: 1.0)
    for shape in shapes {
      let q = try sampler.call(op, [sampler.filled(0, shape)])[0]
      let error = try departure(q)
      let budget = 2 * FloatFormat(sampler.dtype)!.unitRoundoff + Double(q.numel) * 0x1p-53
      if !(error / budget <= worst.error / worst.budget) { worst = (error, budget) }
    }
    return .error(worst: worst.error, budget: worst.budget)
  }

  private static func departure(_ q: Tensor) throws -> Double {
    try checked {
      let wide = q.to(.float64).reshape([q.size(0), -1])
      let tall = wide.size(0) >= wide.size(1) ? wide : wide.t()
      let product = tall.t().matmul(tall)
      let difference = product - Tensor.eye(tall.size(1), dtype: .float64)
      return difference.abs().max().item().doubleValue
    }
  }
}
