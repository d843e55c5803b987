import Testing
import Touchstone

@Suite struct AttentionTests {
  private func random(_ shape: Shape, _ seed: UInt64) -> Tensor {
    Tensor.randn(shape, generator: Generator(seed: seed), dtype: .float64)
  }

  @Test func isWhatItsFormulaSays() {
    let (q, k, v) = (random([2, 3, 4, 8], 1), random([2, 3, 5, 8], 2), random([2, 3, 5, 6], 3))
    let scores = q.matmul(k.transpose(-2, -1))
    for scale in [nil, 0.3, -0.5] as [Double?] {
      let expected = scores.mul(scale ?? 1 / 8.0.squareRoot()).softmax(-1).matmul(v)
      let found = F.scaledDotProductAttention(q, k, v, scale: scale)
      #expect(found.allclose(expected, rtol: 1e-12, atol: 1e-12))
    }
  }

  @Test func rowsWithoutAnyKeyGiveZeroAndNoGradient() {
    let (q, k, v) = (random([1, 3, 4], 4), random([1, 5, 4], 5), random([1, 5, 4], 6))
    let mask = Tensor.ones([3, 5], dtype: .bool)
    mask[1] = Tensor.zeros([5], dtype: .bool)
    for leaf in [q, k, v] { leaf.requiresGrad = true }
    let y = F.scaledDotProductAttention(q, k, v, attnMask: mask)
    #expect(y[0][1].toArray(Double.self) == [0, 0, 0, 0])
    let gradients = grad(outputs: [y.sum()], inputs: [q, k, v])
    #expect(gradients[0]![0][1].toArray(Double.self) == [0, 0, 0, 0])
    #expect(gradients.allSatisfy { $0!.isfinite().all().item().boolValue })
  }

  @Test func causalAttentionIsTheOneWithATriangle() {
    let (q, v) = (random([2, 3, 4], 7), random([2, 5, 4], 8))
    let triangle = Tensor.ones([3, 5], dtype: .bool).tril()
    let masked = F.scaledDotProductAttention(q, v, v, attnMask: triangle)
    #expect(
      F.scaledDotProductAttention(q, v, v, isCausal: true)
        .allclose(masked, rtol: 1e-12, atol: 1e-12))
  }

  @Test func secondDerivativesAgreeWithDifferences() {
    let (q, k, v) = (random([1, 2, 3], 9), random([1, 3, 3], 10), random([1, 3, 3], 11))
    let (first, second) = (random([1, 2, 3], 12), random([1, 2, 3], 13))
    func slope(_ at: Tensor, createGraph: Bool = false) -> Tensor {
      let y = F.scaledDotProductAttention(at, k, v, attnMask: Tensor.ones([2, 3], dtype: .bool))
      return grad(
        outputs: [y], inputs: [at], gradOutputs: [first], createGraph: createGraph)[0]!
    }
    q.requiresGrad = true
    let found = grad(
      outputs: [slope(q, createGraph: true)], inputs: [q], gradOutputs: [second])[0]!
    for index in 0..<6 {
      let step = Tensor.zeros([6], dtype: .float64)
      step[index] = 1e-5
      let (up, down) = ([1.0, -1.0]).map { sign in
        (slope((q.detach() + step.reshape([1, 2, 3]) * sign).requiresGrad_()) * second).sum()
          .item().doubleValue
      }.pair
      let value = found.reshape([6])[index].item().doubleValue
      #expect(abs(value - (up - down) / 2e-5) < 1e-7)
    }
  }

  @Test func refusals() {
    func message(_ body: () -> Tensor) -> String {
      do {
        _ = try checked(body)
        return "accepted"
      } catch { return "\(error)" }
    }
    let x = random([2, 4, 8], 14)
    let mask = Tensor.ones([4, 4], dtype: .bool)
    #expect(
      message { F.scaledDotProductAttention(x, x, x, attnMask: mask, isCausal: true) }.contains(
        "Explicit attn_mask should not be set when is_causal=True"))
    #expect(
      message { F.scaledDotProductAttention(x, x.float(), x) }.contains(
        "query.dtype: double key.dtype: float and value.dtype: double instead."))
    #expect(
      message { F.scaledDotProductAttention(x, x, x, attnMask: mask.to(.int64)) }.contains(
        "Expected attn_mask dtype to be bool or float or to match query dtype"))
    let heads = random([6, 4, 8], 15), shared = random([4, 4, 8], 16)
    #expect(
      message { F.scaledDotProductAttention(heads, shared, shared, enableGQA: true) }.contains(
        "Number of heads in key and value must divide the number of heads in query"))
  }
}

extension [Double] {
  fileprivate var pair: (Double, Double) { (self[0], self[1]) }
}
