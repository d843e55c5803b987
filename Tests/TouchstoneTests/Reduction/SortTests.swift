import Testing
import Touchstone

@Suite struct SortTests {
  @Test func notANumberIsTheLargest() {
    let x = Tensor([2.0, .nan, -1.0, 0.0, -0.0])
    #expect(x.sort().indices.toArray(Int.self) == [2, 3, 4, 0, 1])
    #expect(x.sort(descending: true).indices.toArray(Int.self) == [1, 0, 3, 4, 2])
    #expect(x.topk(2).indices.toArray(Int.self) == [1, 0])
    #expect(x.topk(1, largest: false).values.item() == -1.0)
  }

  @Test func longLinesAreStable() {
    let x = Tensor.arange(5000).remainder(7)
    let (values, indices) = x.sort()
    let sorted = values.toArray(Int.self)
    let places = indices.toArray(Int.self)
    for i in 1..<5000 {
      #expect(sorted[i - 1] <= sorted[i])
      if sorted[i - 1] == sorted[i] { #expect(places[i - 1] < places[i]) }
    }
    let wide = x.to(.float64).neg().sort(descending: true)
    #expect(wide.indices.toArray(Int.self) == places)
  }

  @Test func selections() {
    let x = Tensor([[5, 1, 4, 1], [2, 2, 9, 0]])
    #expect(x.median(1).values.toArray(Int.self) == [1, 2])
    #expect(x.kthvalue(3).values.toArray(Int.self) == [4, 2])
    let mode = x.mode(1)
    #expect(mode.values.toArray(Int.self) == [1, 2])
    #expect(mode.indices.toArray(Int.self) == [3, 1])
    let holes = Tensor([3.0, .nan, 1.0, 2.0])
    #expect(holes.median().isnan().item() == true)
    #expect(holes.nanmedian().item() == 2.0)
  }

  @Test func searching() {
    let s = Tensor([1.0, 2.0, 4.0, 8.0])
    #expect(s.searchsorted(Tensor([2.0, 5.0])).toArray(Int.self) == [1, 3])
    #expect(s.searchsorted(Tensor([2.0, 5.0]), right: true).toArray(Int.self) == [2, 3])
    #expect(s.searchsorted(9, outInt32: true).dtype == .int32)
    #expect(Tensor([3.0, 8.0]).bucketize(s).toArray(Int.self) == [2, 3])
    #expect(Tensor([1, 5, 2]).isin(Tensor([2, 1])).toArray(Bool.self) == [true, false, true])
    #expect(Tensor([.nan, 1.0]).isin(Tensor([.nan, 1.0])).toArray(Bool.self) == [false, true])
  }

  @Test func uniqueElementsAndSlices() {
    let x = Tensor([3, 1, 3, 2, 1])
    let found = x.unique(returnInverse: true, returnCounts: true)
    #expect(found.output.toArray(Int.self) == [1, 2, 3])
    #expect(found.inverse!.toArray(Int.self) == [2, 0, 2, 1, 0])
    #expect(found.counts!.toArray(Int.self) == [2, 1, 2])
    let rows = Tensor([[2, 1], [1, 9], [2, 1]]).unique(returnInverse: true, dim: 0)
    #expect(rows.output.toArray(Int.self) == [1, 9, 2, 1])
    #expect(rows.inverse!.toArray(Int.self) == [1, 0, 1])
    let runs = Tensor([1, 1, 2, 1]).uniqueConsecutive(returnCounts: true)
    #expect(runs.output.toArray(Int.self) == [1, 2, 1])
    #expect(runs.counts!.toArray(Int.self) == [2, 1, 1])
  }
}
