import Touchstone

/// Functions whose numbers follow a density.
extension StatisticalChecks {
  static let continuous: [StatisticalCheck] =
    follows("rng", "rand", .uniform(0, 1)) { try $0.created("rand") }
    + follows("rng", "randn", .normal()) { try $0.created("randn") }
    + follows("rng", "rand_like", .uniform(0, 1)) { try $0.overwritten("rand_like") }
    + follows("rng", "randn_like", .normal()) { try $0.overwritten("randn_like") }
    + follows("rng", "Tensor.uniform_", .uniform(-1, 3)) {
      try $0.overwritten("Tensor.uniform_", [.int(-1), .int(3)])
    }
    + follows("rng", "Tensor.normal_", .normal(2, 0.5)) {
      try $0.overwritten("Tensor.normal_", [.int(2), .double(0.5)])
    }
    + follows("rng", "Tensor.exponential_", .exponential(2)) {
      try $0.overwritten("Tensor.exponential_", [.int(2)])
    }
    + follows("rng", "Tensor.cauchy_", .cauchy(1, 2)) {
      try $0.overwritten("Tensor.cauchy_", [.int(1), .int(2)])
    }
    + follows("rng", "Tensor.log_normal_", .logNormal(0, 1)) {
      try $0.overwritten("Tensor.log_normal_", [.int(0), .int(1)])
    }
    + neighbours("rand", .uniform(0, 1)) + neighbours("randn", .normal())

  /// Numbers next to each other do not depend on each other.
  private static func neighbours(_ op: String, _ law: Law) -> [StatisticalCheck] {
    floating.map { dtype in
      .fit("rng", op, dtype, "pairs") { .pairs(try $0.created(op), law, dtype) }
    }
  }

  /// The other ways to normal numbers: one by one where memory has gaps, and `torch.normal`'s
  /// forms with means and deviations per element.
  static let shaped: [StatisticalCheck] =
    follows("rng", "Tensor.normal_", .normal(), single, "strided") { sampler in
      let wide = try checked { Tensor.zeros([sampler.count, 2], dtype: sampler.dtype).select(1, 0) }
      return try sampler.draw("Tensor.normal_", [.tensor(wide)])
    }
    + follows("rng", "normal", .normal(-1, 3), floating, "scalars") {
      try $0.draw("normal", [.int(-1), .int(3)], ["size": $0.size, "dtype": .dtype($0.dtype)])
    }
    + follows("rng", "normal", .normal(-1, 3), single, "means") {
      try $0.draw("normal", [$0.filled(-1), .int(3)])
    }
    + follows("rng", "normal", .normal(-1, 3), single, "deviations") {
      try $0.draw("normal", [.int(-1), $0.filled(3)])
    }
    + follows("rng", "normal", .normal(-1, 3), single, "both") {
      try $0.draw("normal", [$0.filled(-1), $0.filled(3)])
    }
    + gammas

  private static let gammas: [StatisticalCheck] =
    follows("rng", "_standard_gamma", .halfGamma, single, "0.5") {
      try $0.draw("_standard_gamma", [$0.filled(0.5)])
    }
    + [1, 3].flatMap { shape in
      follows("rng", "_standard_gamma", .gamma(shape), single, "\(shape)") {
        try $0.draw("_standard_gamma", [$0.filled(Double(shape))])
      }
    }

  /// Factors inside of layers.
  static let noise: [StatisticalCheck] =
    follows("rng", "gumbel_noise", .gumbel, single) { try $0.overwritten("gumbel_noise") }
    + follows(
      "rng", "rrelu_noise", .closedUniform(0.25, 0.5), [.float32, .float64, .bfloat16]
    ) {
      try $0.draw("rrelu_noise", [$0.filled(-1), .double(0.25), .double(0.5)])
    }
    + hasFrequencies("dropout_noise", coin(0.75), floating) {
      try $0.draw("dropout_noise", [$0.filled(1), .double(0.25)]).map { $0 == 0 ? 0 : 1 }
    }
    + hasFrequencies("native_dropout_mask", coin(0.75), floating) {
      try $0.draw("native_dropout_mask", [$0.filled(1), .double(0.25)])
    }
    + ["feature_dropout_noise", "feature_alpha_dropout_noise"].flatMap { op in
      hasFrequencies(op, coin(0.75), floating) {
        let channels = try $0.filled(1, [$0.count / 20, 20, 2])
        return try $0.draw(op, [channels, .double(0.25)]).map { $0 == 0 ? 0 : 1 }
      }
    }
    + hasFrequencies("alpha_dropout_noise", coin(0.75), floating) {
      try $0.draw("alpha_dropout_noise", [$0.filled(1), .double(0.25)]).map { $0 == 0 ? 0 : 1 }
    }

  /// Probabilities of 0 and 1.
  static func coin(_ p: Double) -> [Double] { [1 - p, p] }
}
