import Testing
import Touchstone

@Suite struct StatisticsTests {
  private let s = Tensor([1.0, 2.0, 4.0, 8.0])

  @Test func quantiles() {
    #expect(s.quantile(0.5).item() == 3.0)
    #expect(s.quantile(0.5, interpolation: "lower").item() == 2.0)
    #expect(s.quantile(Tensor([0.0, 1.0])).toArray(Float.self) == [1, 8])
    #expect(s.view([2, 2]).quantile(0.5, dim: 1, keepdim: true).shape == [2, 1])
    let holes = Tensor([1.0, .nan, 3.0])
    #expect(holes.quantile(0.5).isnan().item() == true)
    #expect(holes.nanquantile(0.5).item() == 2.0)
  }

  @Test func histograms() {
    #expect(s.histc(bins: 4, min: 0, max: 8).toArray(Float.self) == [1, 1, 1, 1])
    let (counts, edges) = s.histogram(edges: Tensor([0.0, 2.0, 8.0]))
    #expect(counts.toArray(Float.self) == [1, 3])
    #expect(edges.toArray(Float.self) == [0, 2, 8])
    let weights = Tensor([0.5, 1.0, 2.0])
    #expect(Tensor([1, 3, 1]).bincount().toArray(Int.self) == [0, 2, 0, 1])
    #expect(Tensor([1, 3, 1]).bincount(weights: weights).toArray(Float.self) == [0, 2.5, 0, 1])
    let grid = Tensor([[0.0, 0.0], [1.0, 1.0], [1.0, 0.2]]).histogramdd(bins: [2, 2])
    #expect(grid.hist.toArray(Float.self) == [1, 0, 1, 1])
    #expect(grid.binEdges.count == 2)
  }

  @Test func integralsAndDifferences() {
    #expect(s.trapezoid().item() == 10.5)
    #expect(s.trapezoid(x: Tensor([0.0, 1.0, 3.0, 4.0])).item() == 13.5)
    #expect(s.cumulativeTrapezoid(dx: 0.5).toArray(Float.self) == [0.75, 2.25, 5.25])
    #expect(s.diff(n: 2).toArray(Float.self) == [1, 2])
    #expect(s.diff(prepend: Tensor([0.0])).toArray(Float.self) == [1, 1, 2, 4])
    #expect(Tensor([true, false, false]).diff().toArray(Bool.self) == [true, false])
    #expect(s.gradient()[0].toArray(Float.self) == [1, 1.5, 3, 4])
    #expect(s.gradient(edgeOrder: 2)[0].toArray(Float.self) == [0.5, 1.5, 3, 5])
  }

  @Test func covariancesAndDistances() {
    let v = Tensor([[0.0, 1.0, 2.0], [2.0, 1.0, 3.0]])
    #expect(v.cov().toArray(Float.self) == [1, 0.5, 0.5, 1])
    #expect(v.corrcoef().toArray(Float.self) == [1, 0.5, 0.5, 1])
    let a = Tensor([[0.0, 0.0], [3.0, 4.0]])
    let b = Tensor([[0.0, 0.0], [6.0, 8.0]])
    #expect(a.cdist(b).toArray(Float.self) == [0, 10, 5, 5])
    #expect(a.cdist(b, p: 1).toArray(Float.self) == [0, 14, 7, 7])
    #expect(a.dist(b).item() == 5.0)
    let scaled = Tensor([[3.0, 4.0], [0.25, 0.5]]).renorm(2, 0, 1).toArray(Float.self)
    #expect((scaled[0] - 0.6).magnitude < 1e-6 && scaled[2...] == [0.25, 0.5])
  }

  @Test func scans() {
    #expect(s.cumsum(0).toArray(Float.self) == [1, 3, 7, 15])
    #expect(s.cumprod(0).toArray(Float.self) == [1, 2, 8, 64])
    let (values, indices) = Tensor([1.0, 3.0, 3.0, 2.0]).cummax(0)
    #expect(values.toArray(Float.self) == [1, 3, 3, 3])
    #expect(indices.toArray(Int.self) == [0, 1, 2, 2])
    #expect(s.logcumsumexp(0).sub(s.exp().cumsum(0).log()).abs().max().item().doubleValue < 1e-5)
    #expect(Tensor([1, 2]).cumsum(0).dtype == .int64)
  }
}
