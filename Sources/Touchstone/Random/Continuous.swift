/// Continuous distributions, in place. Each returns the tensor itself.
extension Tensor {
  /// Uniform numbers in [from, to): u · (to − from) + from, rounded once.
  ///
  /// - Errors: `.notImplemented` unless the dtype is floating; `.runtime` for bounds out of the
  ///   dtype's range or in the wrong order.
  @discardableResult
  public func uniform_(
    _ from: Double = 0, _ to: Double = 1, generator: Generator? = nil
  ) -> Tensor {
    guarded(self) {
      try checkInPlace()
      try checkUniform(from, to)
      return try filled("UniformBackward0", generator) {
        $0.uniform(self, from: from, to: to, $1)
      }
    }
  }

  private func checkUniform(_ from: Double, _ to: Double) throws {
    try requireFloating("check_uniform_bounds")
    let most = dtype.largestFinite
    for (name, bound) in [("from", from), ("to", to)] {
      try check(
        bound.magnitude <= most, .runtime, "\(name) is out of bounds for \(dtype.cTypeName)")
    }
    try check(
      from <= to, .runtime,
      "uniform_ expects to return a [from, to) range, but found from=\(streamText(from)) > "
        + "to=\(streamText(to))")
    try check(
      to - from <= most, .runtime,
      "uniform_ expects to-from <= std::numeric_limits<\(dtype.scalarTypeName)>::max(), but found "
        + "to=\(streamText(to)) and from=\(streamText(from)) which result in to-from to exceed the "
        + "limit")
  }

  /// Normal numbers of the given mean and standard deviation.
  ///
  /// - Errors: `.runtime` for a negative `std`; `.notImplemented` unless the dtype is floating.
  @discardableResult
  public func normal_(
    _ mean: Double = 0, _ std: Double = 1, generator: Generator? = nil
  ) -> Tensor {
    guarded(self) {
      try checkInPlace()
      try check(
        std >= 0, .runtime, "normal expects std >= 0.0, but found std \(streamText(std))")
      if numel > 0 { try requireFloating("normal_kernel_cpu") }
      return try filled("NormalBackward0", generator) {
        $0.normal(self, mean: mean, std: std, $1)
      }
    }
  }

  /// Exponential numbers of density λ e^(−λx).
  @discardableResult
  public func exponential_(_ lambda: Double = 1, generator: Generator? = nil) -> Tensor {
    guarded(self) {
      try checkInPlace()
      try check(
        lambda > 0, .runtime,
        "exponential_ expects lambda > 0.0, but found lambda=\(streamText(lambda))")
      try check(
        dtype.isFloatingPoint, .runtime,
        "Exponential distribution is a continuous probability distribution. dtype must be a "
          + "floating point but you specified \(dtype.scalarTypeName)")
      return try filled("ExponentialBackward0", generator) {
        $0.exponential(self, lambda: lambda, $1)
      }
    }
  }

  /// Cauchy numbers: median + σ · tan(π (u − ½)).
  @discardableResult
  public func cauchy_(
    _ median: Double = 0, _ sigma: Double = 1, generator: Generator? = nil
  ) -> Tensor {
    guarded(self) {
      try checkInPlace()
      try check(
        sigma > 0, .runtime, "cauchy_ expects sigma > 0.0, but found sigma=\(streamText(sigma))")
      try check(
        dtype.isFloatingPoint, .runtime,
        "Cauchy distribution is a continuous probability distribution. dtype must be a floating "
          + "point but you specified \(dtype.cTypeName)")
      return try filled("CauchyBackward0", generator) {
        $0.cauchy(self, median: median, sigma: sigma, $1)
      }
    }
  }

  /// Numbers whose logarithms are normal with the given mean and standard deviation.
  @discardableResult
  public func logNormal_(
    _ mean: Double = 1, _ std: Double = 2, generator: Generator? = nil
  ) -> Tensor {
    guarded(self) {
      try checkInPlace()
      try check(
        std > 0, .runtime, "log_normal_ expects std > 0.0, but found std=\(streamText(std))")
      try requireFloating("log_normal_cpu")
      return try filled("LogNormalBackward0", generator) {
        $0.logNormal(self, mean: mean, std: std, $1)
      }
    }
  }
}
