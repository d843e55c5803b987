/// Discrete distributions, in place. Each returns the tensor itself.
extension Tensor {
  /// Integers from all that the dtype holds from 0 on (a floating one: up to 2^digits).
  @discardableResult
  public func random_(generator: Generator? = nil) -> Tensor {
    guarded(self) {
      try checkInPlace()
      return try filled("RandomBackward2", generator) { $0.fullRange(self, $1) }
    }
  }

  /// Integers in [0, to).
  @discardableResult
  public func random_(_ to: Int, generator: Generator? = nil) -> Tensor {
    random_(0, to, generator: generator)
  }

  /// Integers in [from, to); to the dtype's largest when `to` is nil.
  ///
  /// - Errors: `.runtime` for an empty range or bounds that the dtype does not hold.
  @discardableResult
  public func random_(_ from: Int, _ to: Int?, generator: Generator? = nil) -> Tensor {
    guarded(self) {
      try checkInPlace()
      let range = try IntegerRange(from, to, dtype)
      return try filled("RandomBackward0", generator) {
        $0.integers(self, range: range.count, base: range.first, $1)
      }
    }
  }

  /// Ones with probability `p`, else zeros.
  @discardableResult
  public func bernoulli_(_ p: Double = 0.5, generator: Generator? = nil) -> Tensor {
    guarded(self) {
      try checkInPlace()
      try check(
        p >= 0 && p <= 1, .runtime,
        "bernoulli_ expects p to be in [0, 1], but got p=\(streamText(p))")
      return try filled("BernoulliBackward2", generator) { $0.bernoulli(self, p: p, $1) }
    }
  }

  /// Ones with the probabilities `p`, which broadcast, else zeros.
  @discardableResult
  public func bernoulli_(_ p: Tensor, generator: Generator? = nil) -> Tensor {
    guarded(self) {
      try checkInPlace()
      let expanded = p.shape == shape ? p : p.detach().expand(shape)
      try throwPendingError()
      try p.requireFloating("bernoulli_tensor_cpu_p_")
      try check(
        backend(for: device).allWithin(0, 1, p), .runtime,
        "Expected p_in >= 0 && p_in <= 1 to be true, but got false.  (Could this error message be "
          + "improved?  If so, please report an enhancement request to PyTorch.)")
      return try filled("BernoulliBackward1", generator, parameters: p) {
        $0.bernoulli(self, p: expanded, $1)
      }
    }
  }

  /// Number of trials until the first success of probability `p`.
  @discardableResult
  public func geometric_(_ p: Double, generator: Generator? = nil) -> Tensor {
    guarded(self) {
      try checkInPlace()
      try check(
        p > 0 && p < 1, .runtime,
        "geometric_ expects p to be in (0, 1), but got p=\(streamText(p))")
      try check(
        dtype != .bool, .notImplemented, "\"geometric_cpu\" not implemented for 'Bool'")
      return try filled("GeometricBackward0", generator) { $0.geometric(self, p: p, $1) }
    }
  }
}
