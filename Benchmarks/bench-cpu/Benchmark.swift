import Touchstone

/// One thing to time, under the name by which a peer knows the same thing.
struct Benchmark {
  let name: String
  let group: Group
  /// Floating-point operations of one call; 0 where that is not the point.
  let flops: Double
  /// Bytes that one call must read and write.
  let bytes: Double
  /// Makes the operands and returns the call to time.
  let prepare: () -> () -> Void

  enum Group: String {
    /// Time per call where the arithmetic is nothing.
    case overhead
    /// Time set by memory.
    case memory
    case elementwise, reduction, matmul, convolution, layer, autograd, random, optimizer
  }

  init(
    _ name: String, _ group: Group, flops: Double = 0, bytes: Double = 0,
    prepare: @escaping () -> () -> Void
  ) {
    (self.name, self.group, self.flops, self.bytes) = (name, group, flops, bytes)
    self.prepare = prepare
  }

  static var all: [Benchmark] {
    overhead + memory + elementwise + reduction + matmul + convolution + layer + autograd + random
      + optimizer
  }
}

/// Operands of the cases: fixed values without zeros, infinities or denormals.
func operand(_ shape: Shape) -> Tensor {
  let ramp = Tensor.arange(shape.numel, dtype: .float32)
  return ((ramp * 0.618) % 1 + 0.25).reshape(shape)
}
