import Foundation
import Testing

@testable import Touchstone

/// Whether the numbers follow their distributions: what guards platforms whose mathematical
/// library differs from PyTorch's in the last bit.
///
/// Seeds are fixed, so a test that passes once passes always. For a correct generator with another
/// seed each check would fail with probability below 10⁻⁶, all of them together below 5 · 10⁻⁵.
struct RandomStatisticsTests {
  private static let count = 100_000

  /// Kolmogorov and Smirnov: √n · sup |F_n − F| exceeds 2.7 with probability 2e^(−2 · 2.7²) < 10⁻⁶.
  private func expectFollows(
    _ sample: Tensor, _ cumulative: (Double) -> Double, _ name: String,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let sorted = sample.toArray(Double.self).sorted()
    let n = Double(sorted.count)
    var distance = 0.0
    for (index, x) in sorted.enumerated() {
      let f = cumulative(x)
      distance = max(distance, abs(f - Double(index) / n), abs(Double(index + 1) / n - f))
    }
    #expect(distance * n.squareRoot() < 2.7, "\(name)", sourceLocation: location)
  }

  /// Pearson: Σ (observed − expected)² / expected, made normal by a cube root; 5 deviations have
  /// probability 3 · 10⁻⁷.
  private func expectFrequencies(
    _ observed: [Int], _ probabilities: [Double], _ name: String,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let total = Double(observed.reduce(0, +))
    var statistic = 0.0
    for (o, p) in zip(observed, probabilities) {
      statistic += pow(Double(o) - total * p, 2) / (total * p)
    }
    let freedom = Double(observed.count - 1)
    let spread = 2 / (9 * freedom)
    let deviations = (cbrt(statistic / freedom) - (1 - spread)) / spread.squareRoot()
    #expect(deviations < 5, "\(name): \(deviations) deviations", sourceLocation: location)
  }

  private func counts(_ sample: Tensor, upTo limit: Int) -> [Int] {
    var result = [Int](repeating: 0, count: limit)
    for value in sample.toArray(Int.self) { result[min(value, limit - 1)] += 1 }
    return result
  }

  private func normalCumulative(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }

  @Test func continuousDistributions() {
    let generator = Generator(seed: 2024)
    for dtype in [DType.float32, .float64] {
      func empty() -> Tensor { Tensor.empty([Self.count], dtype: dtype) }
      expectFollows(empty().uniform_(-1, 3, generator: generator), { ($0 + 1) / 4 }, "uniform")
      expectFollows(empty().normal_(generator: generator), normalCumulative, "normal")
      let spread = Tensor.empty([2 * Self.count], dtype: dtype)
        .slice(0, from: 0, to: 2 * Self.count, step: 2)
      expectFollows(spread.normal_(generator: generator), normalCumulative, "normal, by pairs")
      expectFollows(
        empty().exponential_(2, generator: generator), { 1 - exp(-2 * $0) }, "exponential")
      expectFollows(
        empty().cauchy_(1, 2, generator: generator), { atan(($0 - 1) / 2) / .pi + 0.5 }, "cauchy")
      expectFollows(
        empty().logNormal_(0, 1, generator: generator), { normalCumulative(log($0)) },
        "log normal")
      let noise = empty().gumbelNoise(generator: generator)
      expectFollows(noise, { exp(-exp(-$0)) }, "gumbel")
    }
  }

  @Test func gammaNumbers() {
    let generator = Generator(seed: 2025)
    for whole in 1...4 {
      let alpha = Tensor.full([Self.count], whole, dtype: .float64)
      expectFollows(
        alpha.standardGamma(generator: generator),
        { x in
          var term = exp(-x), tail = 0.0
          for k in 0..<whole {
            tail += term
            term *= x / Double(k + 1)
          }
          return 1 - tail
        }, "gamma \(whole)")
    }
    let half = Tensor.full([Self.count], 0.5, dtype: .float64)
    expectFollows(half.standardGamma(generator: generator), { erf($0.squareRoot()) }, "gamma ½")
  }

  @Test func integersAndCoins() {
    let generator = Generator(seed: 2026)
    let even = [Double](repeating: 0.01, count: 100)
    for dtype in [DType.int64, .float32, .uint8] {
      let drawn = Tensor.randint(100, [Self.count], generator: generator, dtype: dtype)
      expectFrequencies(counts(drawn, upTo: 100), even, "randint \(dtype)")
    }
    let wide = Tensor.randint(1 << 40, [Self.count], generator: generator) % 100
    expectFrequencies(counts(wide, upTo: 100), even, "wide randint")
    let coins = Tensor.empty([Self.count]).bernoulli_(0.3, generator: generator)
    expectFrequencies(counts(coins, upTo: 2), [0.7, 0.3], "bernoulli")
    let each = Tensor.full([Self.count], 0.3).bernoulli(generator: generator)
    expectFrequencies(counts(each, upTo: 2), [0.7, 0.3], "bernoulli by element")
  }

  @Test func countsOfEvents() {
    let generator = Generator(seed: 2027)
    for rate in [3.5, 25] {
      let drawn = Tensor.full([Self.count], rate).poisson(generator: generator)
      let limit = Int(2 * rate) + 3
      var chances = (0..<limit - 1).map {
        exp(-rate + Double($0) * log(rate) - lgamma(Double($0) + 1))
      }
      chances.append(1 - chances.reduce(0, +))
      let kept = chances.firstIndex { $0 * Double(Self.count) > 5 }!
      var observed = counts(drawn, upTo: limit)
      observed.replaceSubrange(0...kept, with: [observed[0...kept].reduce(0, +)])
      chances.replaceSubrange(0...kept, with: [chances[0...kept].reduce(0, +)])
      expectFrequencies(observed, chances, "poisson \(rate)")
    }
    let trials = Tensor.empty([Self.count]).geometric_(0.25, generator: generator) - 1
    let chances = (0..<20).map { 0.25 * pow(0.75, Double($0)) } + [pow(0.75, 20)]
    expectFrequencies(counts(trials, upTo: 21), chances, "geometric")
  }

  @Test func choices() {
    let generator = Generator(seed: 2028)
    let weights = Tensor([1.0, 2, 3, 4])
    let shares = [0.1, 0.2, 0.3, 0.4]
    let many = weights.multinomial(Self.count, replacement: true, generator: generator)
    expectFrequencies(counts(many, upTo: 4), shares, "multinomial")
    let rows = weights.expand([Self.count, 4]).multinomial(2, generator: generator)
    let first = rows.select(1, 0)
    expectFrequencies(counts(first, upTo: 4), shares, "first without replacement")
    let orders = (0..<20_000).map { _ in
      Tensor.randperm(4, generator: generator).toArray(Int.self).reduce(0) { 4 * $0 + $1 }
    }
    let tally = Dictionary(grouping: orders) { $0 }.values.map(\.count)
    #expect(tally.count == 24)
    expectFrequencies(tally, [Double](repeating: 1 / 24, count: 24), "randperm")
  }
}
