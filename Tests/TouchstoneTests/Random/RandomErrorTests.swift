import Testing

@testable import Touchstone

/// PyTorch's errors, word for word.
struct RandomErrorTests {
  private func expectError(
    _ kind: TensorError.Kind, _ message: String, _ body: () -> Tensor,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: TensorError.self, sourceLocation: location) {
      try checked { _ = body() }
    }
    #expect(error?.kind == kind, sourceLocation: location)
    #expect(error?.message == message, sourceLocation: location)
  }

  @Test func parameters() {
    let x = Tensor.zeros([3])
    expectError(.runtime, "normal expects std >= 0.0, but found std -1") { x.normal_(0, -1) }
    expectError(.runtime, "normal expects std >= 0.0, but found std nan") { x.normal_(0, .nan) }
    expectError(.runtime, "normal expects all elements of std >= 0.0") {
      .normal(mean: 0, std: Tensor([-1.0]))
    }
    expectError(.runtime, "bernoulli_ expects p to be in [0, 1], but got p=1.5") {
      x.bernoulli_(1.5)
    }
    expectError(.runtime, "exponential_ expects lambda > 0.0, but found lambda=0") {
      x.exponential_(0)
    }
    expectError(.runtime, "cauchy_ expects sigma > 0.0, but found sigma=-1") { x.cauchy_(0, -1) }
    expectError(.runtime, "log_normal_ expects std > 0.0, but found std=0") { x.logNormal_(0, 0) }
    expectError(.runtime, "geometric_ expects p to be in (0, 1), but got p=1") { x.geometric_(1) }
    expectError(.runtime, "invalid Poisson rate, expected rate to be non-negative") {
      Tensor([-1.0]).poisson()
    }
    #expect(x.toArray(Float.self) == [0, 0, 0])
  }

  @Test func ranges() {
    let x = Tensor.zeros([3])
    let half = Tensor.zeros([3], dtype: .float16)
    expectError(
      .runtime, "uniform_ expects to return a [from, to) range, but found from=2 > to=1"
    ) { x.uniform_(2, 1) }
    expectError(
      .runtime,
      "uniform_ expects to-from <= std::numeric_limits<Float>::max(), but found to=3e+38 and "
        + "from=-3e+38 which result in to-from to exceed the limit"
    ) { x.uniform_(-3e38, 3e38) }
    expectError(.runtime, "to is out of bounds for c10::Half") { half.uniform_(0, 1e5) }
    expectError(
      .runtime, "random_ expects 'from' to be less than 'to', but got from=5 >= to=2"
    ) { .randint(5, 2, [2]) }
    expectError(.runtime, "to - 1 is out of bounds for unsigned char") {
      .randint(0, 300, [2], dtype: .uint8)
    }
    expectError(.runtime, "from is out of bounds for bool") { .randint(-1, 2, [2], dtype: .bool) }
    expectError(.runtime, "to - 1 is out of bounds for c10::Half") { half.random_(0, 65506) }
    expectError(
      .runtime,
      "random_ expects 'from' casted to dtype to be less than or equal to 'to_inc' casted to "
        + "dtype, but got from=5000 > to_inc=2048"
    ) { half.random_(5000, nil) }
    expectError(.runtime, "n cannot be greater than 2049 for Half type.") {
      .randperm(3000, dtype: .float16)
    }
    expectError(.runtime, "value cannot be converted to type int8_t without overflow") {
      .randperm(300, dtype: .int8)
    }
  }

  @Test func dtypes() {
    let x = Tensor.zeros([3], dtype: .int64)
    expectError(.notImplemented, "\"normal_kernel_cpu\" not implemented for 'Long'") {
      x.normal_()
    }
    expectError(.notImplemented, "\"check_uniform_bounds\" not implemented for 'Int'") {
      .rand([3], dtype: .int32)
    }
    expectError(
      .runtime,
      "Exponential distribution is a continuous probability distribution. dtype must be a "
        + "floating point but you specified Long"
    ) { x.exponential_() }
    expectError(.notImplemented, "\"bernoulli_tensor_cpu_p_\" not implemented for 'Long'") {
      x.bernoulli()
    }
    expectError(.notImplemented, "\"geometric_cpu\" not implemented for 'Bool'") {
      Tensor.zeros([3], dtype: .bool).geometric_(0.5)
    }
  }

  @Test func weights() {
    let ones = Tensor.ones([3])
    expectError(
      .runtime, "cannot sample n_sample > prob_dist.size(-1) samples without replacement"
    ) { ones.multinomial(4) }
    expectError(.runtime, "cannot sample n_sample <= 0 samples") { ones.multinomial(0) }
    expectError(.runtime, "prob_dist must be 1 or 2 dim") { Tensor.ones([1, 1, 1]).multinomial(1) }
    expectError(
      .runtime, "invalid multinomial distribution (encountering probability entry < 0)"
    ) { Tensor([1.0, -1.0]).multinomial(3, replacement: true) }
    expectError(
      .runtime, "probability tensor contains either `inf`, `nan` or element < 0"
    ) { Tensor([1.0, .infinity]).multinomial(1) }
    expectError(.runtime, "invalid multinomial distribution (sum of probabilities <= 0)") {
      Tensor.zeros([3]).multinomial(1)
    }
  }

  @Test func inPlaceRules() {
    expectError(
      .runtime, "a leaf Variable that requires grad is being used in an in-place operation."
    ) { Tensor.zeros([3]).requiresGrad_().normal_() }
    expectError(
      .runtime,
      "unsupported operation: more than one element of the written-to tensor refers to a single "
        + "memory location. Please clone() the tensor before performing the operation."
    ) { Tensor.zeros([1]).expand([3]).uniform_() }
  }
}
