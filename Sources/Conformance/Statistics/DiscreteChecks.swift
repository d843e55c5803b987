import Foundation
import Touchstone

/// Functions whose numbers are whole.
extension StatisticalChecks {
  private static func even(_ count: Int) -> [Double] {
    [Double](repeating: 1 / Double(count), count: count)
  }

  static let discrete: [StatisticalCheck] =
    hasFrequencies("randint", even(100), integers + floating) {
      try $0.created("randint", [.int(0), .int(100)])
    }
    + hasFrequencies("randint", even(100), [.int64, .float64], "wide") {
      try $0.created("randint", [.int(0), .int(100 << 32)]).map { ($0 / 0x1p32).rounded(.down) }
    }
    + hasFrequencies("randint_like", even(100), integers + floating) {
      try $0.overwritten("randint_like", [.int(0), .int(100)])
    }
    + hasFrequencies("Tensor.random_", even(9), integers + floating, first: 1) {
      try $0.overwritten("Tensor.random_", [.int(1), .int(10)])
    }
    + fullRanges + coins

  /// `random_()` chooses from all numbers from 0 on; the leading seven bits are looked at.
  private static let fullRanges: [StatisticalCheck] =
    [(DType.uint8, 8), (.int8, 7), (.int16, 15), (.int32, 31), (.int64, 63)].flatMap {
      dtype, bits in
      let cell = exp2(Double(bits - 7))
      return hasFrequencies("Tensor.random_", even(128), [dtype], "full") {
        try $0.overwritten("Tensor.random_").map { ($0 / cell).rounded(.down) }
      }
    }
    + hasFrequencies("Tensor.random_", coin(0.5), [.bool], "full") {
      try $0.overwritten("Tensor.random_")
    }

  private static let coins: [StatisticalCheck] =
    hasFrequencies("Tensor.bernoulli_", coin(0.3), integers + floating + [.bool]) {
      try $0.overwritten("Tensor.bernoulli_", [.double(0.3)])
    }
    + hasFrequencies("Tensor.bernoulli_", coin(0.3), single, "each") {
      try $0.overwritten("Tensor.bernoulli_", [$0.filled(0.3)])
    }
    // Half types hold 0.25, but not 0.3.
    + hasFrequencies("bernoulli", coin(0.25), floating) {
      try $0.draw("bernoulli", [$0.filled(0.25)])
    }
    + hasFrequencies("bernoulli", coin(0.3), floating, "one") {
      try $0.draw("bernoulli", [$0.filled(0), .double(0.3)])
    }

  /// Numbers of events, and of trials until one.
  static let events: [StatisticalCheck] =
    [3.5, 25].flatMap { rate in
      hasFrequencies("poisson", poisson(rate), floating, "\(rate)") {
        try $0.draw("poisson", [$0.filled(rate)])
      }
    }
    + hasFrequencies(
      "Tensor.geometric_", (0..<20).map { 0.25 * pow(0.75, Double($0)) } + [pow(0.75, 20)],
      integers + floating, first: 1
    ) {
      try $0.overwritten("Tensor.geometric_", [.double(0.25)])
    }

  /// Probabilities of 0, 1, … events at `rate`, the last with all beyond.
  private static func poisson(_ rate: Double) -> [Double] {
    let chances = (0..<Int(2 * rate) + 2).map {
      exp(-rate + Double($0) * log(rate) - lgamma(Double($0) + 1))
    }
    return chances + [1 - chances.reduce(0, +)]
  }

  /// Running sums of these are exact in every dtype.
  private static let shares = [0.125, 0.125, 0.25, 0.5]

  static let choices: [StatisticalCheck] =
    hasFrequencies("multinomial", shares, floating, "replacement") {
      try $0.draw("multinomial", [$0.weights(), .int(Int64($0.count)), .bool(true)])
    }
    // In half types some of the weights divided by exponential numbers are equal, as PyTorch's are.
    + hasFrequencies("multinomial", shares, single, "one") {
      try $0.draw("multinomial", [$0.weights(rows: $0.count), .int(1)])
    }
    + hasFrequencies("multinomial", orderedPairs, single, "pairs") {
      let pairs = try $0.draw("multinomial", [$0.weights(rows: $0.count), .int(2)])
      return stride(from: 0, to: pairs.count, by: 2).map { 4 * pairs[$0] + pairs[$0 + 1] }
    }

  /// Probabilities of the first two choices without replacement, as digits to the base 4.
  private static let orderedPairs = (0..<16).map { digits -> Double in
    let (first, second) = (digits / 4, digits % 4)
    return first == second ? 0 : shares[first] * shares[second] / (1 - shares[first])
  }

  /// Orders: of four numbers all 24 are equally frequent.
  static let orders: [StatisticalCheck] =
    [DType.int64, .int32, .float32].map { dtype in
      .fit("rng", "randperm", dtype, "chi-square") { sampler in
        try orderFit(sampler) {
          try sampler.draw("randperm", [.int(4)], ["dtype": .dtype(dtype)])
        }
      }
    }
    + [
      .fit("rng", "random_sampler", .int64, "chi-square") { sampler in
        try orderFit(sampler) { try sampler.draw("random_sampler", [.int(4)]) }
      },
      .fit("rng", "subset_random_sampler", .int64, "chi-square") { sampler in
        let indices = Value.list((0..<4).map { .int($0) })
        return try orderFit(sampler) { try sampler.draw("subset_random_sampler", [indices]) }
      },
    ]

  private static func orderFit(_ sampler: Sampler, _ draw: () throws -> [Double]) rethrows -> Fit {
    var counts = [Int](repeating: 0, count: 256)
    for _ in 0..<sampler.count / 20 {
      counts[Int(try draw().reduce(0) { 4 * $0 + $1 })] += 1
    }
    let orders = (0..<256).map { code in
      Set((0..<4).map { code >> (2 * $0) & 3 }).count == 4 ? 1.0 / 24 : 0
    }
    return .chiSquare(counts, orders)
  }
}

extension Sampler {
  /// Weights 1, 1, 2, 4: one row of them, or several.
  fileprivate func weights(rows: Int? = nil) throws -> Value {
    let row = try checked { Tensor([1.0, 1, 2, 4]).to(dtype) }
    guard let rows else { return .tensor(row) }
    return .tensor(try checked { row.expand([rows, 4]) })
  }
}
