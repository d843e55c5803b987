import Testing
import Touchstone
import TouchstoneOptim

/// The one-pass kernels give the bits of the tensor operations that define the updates.
@Suite struct OnePassTests {
  private static let dtypes: [DType] = [.float32, .float64, .float16, .bfloat16]

  /// Parameters of many layouts, larger than one piece of work, with values of all sizes.
  private func parameters(_ dtype: DType) -> [Tensor] {
    let source = Generator(seed: 3)
    let wide = Tensor.randn([3, 20_000], generator: source, dtype: .float64)
    let shapes: [Tensor] = [
      wide, Tensor.randn([4, 3, 5], generator: source, dtype: .float64).permute([2, 0, 1]),
      Tensor.randn([6, 6], generator: source, dtype: .float64)[.all, .slice(step: 2)],
      Tensor.randn([], generator: source, dtype: .float64), Tensor.zeros([0, 3], dtype: .float64),
    ]
    return shapes.map { ($0 * ($0 * 3).exp()).to(dtype).requiresGrad_() }
  }

  private func gradients(like parameters: [Tensor], step: Int) -> [Tensor] {
    let source = Generator(seed: UInt64(step) + 10)
    return parameters.map { parameter in
      let numbers = Tensor.randn(parameter.shape, generator: source, dtype: .float64)
      return (numbers * (numbers * 4).exp()).to(parameter.dtype)
    }
  }

  private func expectSameBits(
    _ make: ([Tensor]) -> Optimizer, _ label: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for dtype in Self.dtypes {
      let together = parameters(dtype), apart = parameters(dtype)
      let fast = make(together), slow = make(apart)
      for step in 0..<4 {
        let gradients = gradients(like: together, step: step)
        for (index, gradient) in gradients.enumerated() { together[index].grad = gradient }
        fast.step()
        try noGrad {
          for (parameter, gradient) in zip(apart, gradients) {
            try slow.update(parameter, gradient, slow.state(of: parameter), slow.paramGroups[0])
          }
        }
      }
      for (one, other) in zip(together, apart) {
        #expect(
          sameValues(one.detach(), other.detach()), "\(label) \(dtype) \(one.shape)",
          sourceLocation: sourceLocation)
      }
    }
  }

  private func sameValues(_ one: Tensor, _ other: Tensor) -> Bool {
    let nowhere = Tensor.zerosLike(one)
    let (a, b) = (one.isnan(), other.isnan())
    return a.equal(b) && Tensor.where(a, nowhere, one).equal(Tensor.where(b, nowhere, other))
  }

  @Test func sgd() throws {
    try expectSameBits({ SGD($0, lr: 0.07) }, "plain")
    try expectSameBits({ SGD($0, lr: 0.07, weightDecay: 0.3, maximize: true) }, "decay")
    try expectSameBits({ SGD($0, lr: 0.07, momentum: 0.9, dampening: 0.2) }, "momentum")
    try expectSameBits(
      { SGD($0, lr: 0.07, momentum: 0.9, weightDecay: 0.3, nesterov: true) }, "nesterov")
  }

  @Test func adam() throws {
    for fused in [false, true] {
      try expectSameBits({ Adam($0, lr: 0.07, fused: fused) }, "plain, fused: \(fused)")
      try expectSameBits(
        { Adam($0, lr: 0.07, weightDecay: 0.3, amsgrad: true, maximize: true, fused: fused) },
        "amsgrad, fused: \(fused)")
      try expectSameBits(
        { AdamW($0, lr: 0.07, betas: (0.4, 0.6), fused: fused) }, "AdamW, fused: \(fused)")
    }
  }

  @Test func adagrad() throws {
    for fused in [false, true] {
      try expectSameBits({ Adagrad($0, lr: 0.07, fused: fused) }, "plain, fused: \(fused)")
      try expectSameBits(
        {
          Adagrad(
            $0, lr: 0.07, lrDecay: 0.1, weightDecay: 0.3, initialAccumulatorValue: 0.5,
            maximize: true, fused: fused)
        }, "decay, fused: \(fused)")
    }
  }
}
