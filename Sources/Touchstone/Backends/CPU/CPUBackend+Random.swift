import CKernels

extension CPUBackend {
  func uniform(_ target: Tensor, from: Double, to: Double, _ generator: Generator) {
    fill(target, generator) { ts_random_uniform($0, &$1, from, to) }
  }

  func normal(_ target: Tensor, mean: Double, std: Double, _ generator: Generator) {
    fill(target, generator) { ts_random_normal($0, &$1, mean, std) }
  }

  func integers(_ target: Tensor, range: UInt64, base: Int64, _ generator: Generator) {
    fill(target, generator) { ts_random_integers($0, &$1, range, base) }
  }

  func fullRange(_ target: Tensor, _ generator: Generator) {
    fill(target, generator) { ts_random_full($0, &$1) }
  }

  func bernoulli(_ target: Tensor, p: Double, _ generator: Generator) {
    fill(target, generator) { ts_random_bernoulli($0, &$1, p) }
  }

  func bernoulli(_ target: Tensor, p: Tensor, _ generator: Generator) {
    fill(target, from: p, generator) { ts_random_bernoulli_each($0, &$1, &$2) }
  }

  func exponential(_ target: Tensor, lambda: Double, _ generator: Generator) {
    fill(target, generator) { ts_random_exponential($0, &$1, lambda) }
  }

  func cauchy(_ target: Tensor, median: Double, sigma: Double, _ generator: Generator) {
    fill(target, generator) { ts_random_cauchy($0, &$1, median, sigma) }
  }

  func logNormal(_ target: Tensor, mean: Double, std: Double, _ generator: Generator) {
    fill(target, generator) { ts_random_log_normal($0, &$1, mean, std) }
  }

  func geometric(_ target: Tensor, p: Double, _ generator: Generator) {
    fill(target, generator) { ts_random_geometric($0, &$1, p) }
  }

  func poisson(_ rate: Tensor, into target: Tensor, _ generator: Generator) {
    fill(target, from: rate, generator) { ts_random_poisson($0, &$1, &$2) }
  }

  func gamma(_ alpha: Tensor, into target: Tensor, _ generator: Generator) {
    fill(target, from: alpha, generator) { ts_random_gamma($0, &$1, &$2) }
  }

  func permutation(_ target: Tensor, _ generator: Generator) {
    fill(target, generator) { ts_random_permutation($0, &$1) }
  }

  func slopes(
    _ input: Tensor, into target: Tensor, lower: Double, upper: Double, _ generator: Generator
  ) {
    fill(target, from: input, generator) { ts_random_slopes($0, &$1, &$2, lower, upper) }
  }

  func categories(_ p: Tensor, into target: Tensor, _ generator: Generator) {
    fill(target, from: p, generator) { ts_random_categories($0, &$1, &$2) }
  }

  private func fill(
    _ target: Tensor, _ generator: Generator,
    _ kernel: (UnsafeMutablePointer<ts_generator>, inout ts_view) -> Void
  ) {
    withView(target) { view in generator.withState { kernel($0, &view) } }
  }

  private func fill(
    _ target: Tensor, from source: Tensor, _ generator: Generator,
    _ kernel: (UnsafeMutablePointer<ts_generator>, inout ts_view, inout ts_view) -> Void
  ) {
    withViews(target, source) { out, input in
      generator.withState { kernel($0, &out, &input) }
    }
  }
}

extension CPUBackend {
  func topIndices(_ scores: Tensor, into target: Tensor) {
    withViews(target, scores) { ts_random_top(&$0, &$1) }
  }

  func gammaGradient(_ alpha: Tensor, sample: Tensor, into target: Tensor) {
    withViews(target, alpha, sample) { ts_random_gamma_gradient(&$0, &$1, &$2) }
  }

  func allWithin(_ low: Double, _ high: Double, _ values: Tensor) -> Bool {
    withView(values) { ts_random_all_within(&$0, low, high) }
  }

  func flaw(ofCategories p: Tensor) -> CategoryFlaw? {
    CategoryFlaw(rawValue: withView(p) { ts_random_category_flaw(&$0) })
  }
}
