import Testing
import Touchstone

/// Writes by index: order, rounding, large and strided operands.
@Suite struct ScatterTests {
  @Test func halfTypesRoundOnce() {
    let ones = Tensor.ones([4096], dtype: .bfloat16)
    let index = Tensor.zeros([4096], dtype: .int64)
    let sum = Tensor.zeros([1], dtype: .bfloat16).scatterAdd(0, index, ones)
    #expect(sum.to(.float64).toArray() == [4096.0])
    let added = Tensor.zeros([1], dtype: .float16).indexAdd(0, index, ones.to(.float16), alpha: 0.5)
    #expect(added.to(.float64).toArray() == [2048.0])
  }

  @Test func integersWrapAround() {
    let x = Tensor([100], dtype: .int8)
    let out = x.scatterAdd(0, Tensor([0, 0]), Tensor([100, 1], dtype: .int8))
    #expect(out.toArray() == [Int8(-55)])
  }

  @Test func reductionsOfOnePosition() {
    let x = Tensor([10.0, 20, 30])
    let index = Tensor([0, 0, 2, 2])
    let src = Tensor([1.0, 2, 40, 50])
    func reduced(_ how: ScatterReduction, _ includeSelf: Bool) -> [Float] {
      x.scatterReduce(0, index, src, reduce: how, includeSelf: includeSelf).toArray()
    }
    #expect(reduced(.sum, false) == [3, 20, 90])
    #expect(reduced(.prod, true) == [20, 20, 60000])
    #expect(reduced(.mean, true) == [13.0 / 3, 20, 40])
    #expect(reduced(.mean, false) == [1.5, 20, 45])
    #expect(reduced(.amax, true) == [10, 20, 50])
    #expect(reduced(.amin, false) == [1, 20, 40])
  }

  @Test func nanWinsExtrema() {
    let out = Tensor([0.0, .nan]).scatterReduce(
      0, Tensor([0, 1]), Tensor([.nan, 5.0]), reduce: .amax)
    let elements: [Float] = out.toArray()
    #expect(elements.allSatisfy { $0.isNaN })
  }

  /// Sizes above the threshold for threads, transposed operands, repeated positions.
  @Test(arguments: [0, 1]) func largeStridedScatterIsItsDefinition(dim: Int) {
    let (rows, columns) = (300, 400)
    let src = Tensor.arange(rows * columns).remainder(1013).reshape([columns, rows]).transpose(0, 1)
    let index = Tensor.arange(rows * columns).mul(7).remainder(11).reshape([rows, columns])
    var sizes = [rows, columns]
    sizes[dim] = 11
    let base = Tensor.zeros(Shape(sizes.reversed()), dtype: .int64).transpose(0, 1)
    base.scatterAdd_(dim, index, src)
    var expected = [Int](repeating: 0, count: sizes[0] * sizes[1])
    for row in 0..<rows {
      for column in 0..<columns {
        let place = (row * columns + column) * 7 % 11
        let (r, c) = dim == 0 ? (place, column) : (row, place)
        expected[r * sizes[1] + c] += (column * rows + row) % 1013
      }
    }
    #expect(base.contiguous().toArray() == expected)
    let gathered = base.gather(dim, index)
    let wanted = (0..<rows).flatMap { row in
      (0..<columns).map { column -> Int in
        let place = (row * columns + column) * 7 % 11
        return dim == 0 ? expected[place * columns + column] : expected[row * 11 + place]
      }
    }
    #expect(gathered.toArray() == wanted)
  }

  @Test func accumulationHasOneOrder() {
    let count = 50_000
    let values = Tensor.arange(count).to(.float32).mul(0.37).sin()
    let index = Tensor.arange(count).remainder(3)
    let first = Tensor.zeros([3]).indexPut([index], values, accumulate: true)
    var expected: [Float] = [0, 0, 0]
    for (position, value) in values.toArray(Float.self).enumerated() {
      expected[position % 3] += value
    }
    #expect(first.toArray() == expected)
  }

  @Test func largeMasksKeepOrder() {
    let x = Tensor.arange(200_000).reshape([400, 500]).transpose(0, 1)
    let mask = x.remainder(3).eq(0)
    let picked = x.maskedSelect(mask)
    let wanted = (0..<500).flatMap { c in (0..<400).map { $0 * 500 + c } }.filter { $0 % 3 == 0 }
    #expect(picked.toArray() == wanted)
    let back = Tensor.full([500, 400], -1).maskedScatter(mask, picked)
    #expect(back.maskedSelect(mask).toArray() == wanted)
    #expect(back.eq(-1).nonzero().shape == [200_000 - wanted.count, 2])
  }

  @Test func expandedTargetsRefuse() {
    let one = Tensor.zeros([1]).expand([4])
    let error = #expect(throws: TensorError.self) {
      try checked { one.indexAdd_(0, Tensor([0]), Tensor.ones([1])) }
    }
    #expect(error!.message.hasPrefix("unsupported operation: more than one element"))
  }
}
