import Testing
import Touchstone

/// Values and shapes of reductions, worked out by hand or by PyTorch.
@Suite struct ReductionValueTests {
  private let x = Tensor([[1.0, 3.0, 3.0], [2.0, 0.0, 2.0]])
  private let nan = Tensor([1.0, .nan, 3.0, .nan])

  @Test func sumsOverAnyDimensions() {
    #expect(x.sum().item() == 11.0)
    #expect(x.sum(0).toArray(Float.self) == [3, 3, 5])
    #expect(x.sum([0, -1], keepdim: true).shape == [1, 1])
    #expect(x.sum([]).item() == 11.0)
    #expect(x.transpose(0, 1).sum(0).toArray(Float.self) == [7, 4])
    #expect(x.expand([4, 2, 3]).sum(0).sum().item() == 44.0)
    #expect(Tensor([true, true]).sum().dtype == .int64)
    #expect(Tensor([200, 100], dtype: .uint8).sum(dtype: .uint8).item() == 44)
    #expect(x.mean(1).toArray(Float.self) == [Float(7.0 / 3), Float(4.0 / 3)])
  }

  @Test func manySmallTermsKeepTheirDigits() {
    let n = 1 << 22
    #expect(
      Tensor.full([n], 0.1, dtype: .float32).sum().item() == .double(Double(Float(0.1) * Float(n))))
    let halves = Tensor.full([4096], 1.0, dtype: .bfloat16)
    #expect(halves.sum().item() == 4096.0)
    let wide = Tensor.full([n], 0.1, dtype: .float64).sum().item().doubleValue
    #expect((wide - 0.1 * Double(n)).magnitude < 1e-9)
  }

  @Test func extremaAndTheirIndices() {
    #expect(x.max().item() == 3.0)
    let (values, indices) = x.max(1)
    #expect(values.toArray(Float.self) == [3, 2])
    #expect(indices.toArray(Int.self) == [1, 0])
    #expect(x.argmin().item() == 4)
    #expect(x.argmax(0, keepdim: true).shape == [1, 3])
    #expect(x.aminmax().min.item() == 0.0)
    #expect(x.amin([0, 1]).item() == 0.0)
  }

  @Test func notANumberWins() {
    #expect(nan.max().isnan().item() == true)
    #expect(nan.amin().isnan().item() == true)
    #expect(nan.argmax().item() == 1)
    #expect(nan.min(0).indices.item() == 1)
    #expect(nan.nansum().item() == 4.0)
    #expect(nan.nanmean().item() == 2.0)
    #expect(nan.any().item() == true)
  }

  @Test func momentsAndNorms() {
    let s = Tensor([1.0, 2.0, 4.0, 8.0], dtype: .float64)
    #expect(s.var().item() == .double(28.75 / 3))
    #expect(s.std(correction: 0).item() == .double((28.75 / 4).squareRoot()))
    #expect(s.varMean().mean.item() == 3.75)
    #expect(s.norm(1).item() == 15.0)
    #expect(s.norm(.infinity).item() == 8.0)
    #expect(s.norm(0).item() == 4.0)
    #expect((s.norm(3).item().doubleValue - 8.3634).magnitude < 1e-3)
    #expect((s.logsumexp(0).item().doubleValue - 8.021_5).magnitude < 1e-3)
    #expect(Tensor.full([7], 0.1).std().item() == 0.0)
  }

  @Test func nothingToReduce() {
    let none = Tensor.zeros([0, 3])
    #expect(none.sum(0).toArray(Float.self) == [0, 0, 0])
    #expect(none.prod().item() == 1.0)
    #expect(none.all().item() == true)
    #expect(none.any().item() == false)
    #expect(none.logsumexp(0).toArray(Float.self) == [-.infinity, -.infinity, -.infinity])
    #expect(none.amax(1).shape == [0])
    #expect(none.mean(0).isnan().all().item() == true)
    #expect(none.median().isnan().item() == true)
    #expect(none.norm(2, dim: 0).toArray(Float.self) == [0, 0, 0])
    let scalar = Tensor.full([], 3.0)
    #expect(scalar.sum(0).item() == 3.0)
    #expect(scalar.max(-1).indices.item() == 0)
    #expect(scalar.softmax(0).item() == 1.0)
  }
}
