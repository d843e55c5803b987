import Testing

@testable import Touchstone

struct CreationTests {
  @Test func literalsInferTheirDType() {
    #expect(Tensor([[1, 2, 3], [4, 5, 6]]).dtype == .int64)
    #expect(Tensor([[1, 2, 3], [4, 5, 6]]).shape == [2, 3])
    #expect(Tensor([0.5]).dtype == .float32)
    #expect(Tensor([Float(0.5)]).dtype == .float32)
    #expect(Tensor([true]).dtype == .bool)
    #expect(Tensor([UInt8(3)]).dtype == .uint8)
    #expect(Tensor([0.5], dtype: .float64).toArray(Double.self) == [0.5])
    #expect(Tensor([[[1.0]], [[2.0]]]).shape == [2, 1, 1])
    #expect(Tensor([[Int]](repeating: [], count: 2)).shape == [2, 0])
    #expect(Tensor(7).shape == [])
  }

  @Test func raggedLiteralIsAValueError() {
    let error = #expect(throws: TensorError.self) {
      try checked { _ = Tensor([[1, 2], [3]]) }
    }
    #expect(error?.kind == .value)
    #expect(error?.message == "expected sequence of length 2 at dim 1 (got 1)")
  }

  @Test func arangeFollowsPyTorch() {
    #expect(Tensor.arange(5).toArray(Int.self) == [0, 1, 2, 3, 4])
    #expect(Tensor.arange(1, 8, 3).toArray(Int.self) == [1, 4, 7])
    #expect(Tensor.arange(5, 0, -2).toArray(Int.self) == [5, 3, 1])
    #expect(Tensor.arange(0.0, 1.0, 0.3).toArray(Float.self) == [0, 0.3, 0.6, 0.9])
    #expect(Tensor.arange(2.5).dtype == .float32)
    #expect(Tensor.arange(0, 2.7, 0.9, dtype: .int32).toArray(Int.self) == [0, 0, 0])
    #expect(Tensor.arange(0, 300, dtype: .int8).toArray(Int.self)[299] == 43)
  }

  @Test func spacedValuesReachBothEnds() {
    #expect(Tensor.linspace(0, 1, 5).toArray(Float.self) == [0, 0.25, 0.5, 0.75, 1])
    #expect(Tensor.linspace(-5, 10, 7, dtype: .int8).toArray(Int.self) == [-5, -2, 0, 2, 5, 7, 10])
    #expect(Tensor.linspace(3, 9, 1).toArray(Float.self) == [3])
    #expect(Tensor.logspace(0, 3, 4).toArray(Float.self) == [1, 10, 100, 1000])
    #expect(Tensor.logspace(2, 5, 1, base: 3).toArray(Float.self) == [9])
    #expect(Tensor.linspace(0, 1, 0).shape == [0])
  }

  @Test func eyeAndTriangles() {
    #expect(Tensor.eye(2, 3, dtype: .int64).toArray(Int.self) == [1, 0, 0, 0, 1, 0])
    #expect(Tensor.trilIndices(2, 2).toArray(Int.self) == [0, 1, 1, 0, 0, 1])
    #expect(Tensor.triuIndices(2, 3, 1, dtype: .int32).toArray(Int.self) == [0, 0, 1, 1, 2, 2])
    #expect(Tensor.eye(2, dtype: .bool).toArray(Bool.self) == [true, false, false, true])
  }

  @Test func outTakesTheShape() {
    let out = Tensor.zeros([1], dtype: .int32)
    Tensor.arange(0, 3, 1, out: out)
    #expect(out.toArray(Int.self) == [0, 1, 2])
    Tensor.ones([2, 2], out: out)
    #expect(out.shape == [2, 2] && out.toArray(Int.self) == [1, 1, 1, 1])
    Tensor.linspace(0, 1, 3, out: out)
    #expect(out.toArray(Int.self) == [0, 0, 1])
  }

  @Test func permutedLayoutIsDense() {
    let x = Tensor.emptyPermuted([2, 3, 5], [0, 2, 1])
    #expect(x.shape == [2, 3, 5] && x.strides == [15, 1, 3])
  }

  @Test func vanderHoldsPowers() {
    let x = Tensor([1, 2, 3])
    #expect(x.vander().toArray(Int.self) == [1, 1, 1, 4, 2, 1, 9, 3, 1])
    #expect(x.vander(2, increasing: true).toArray(Int.self) == [1, 1, 1, 2, 1, 3])
  }

  @Test func valuesMustFitTheDType() {
    for (value, dtype) in [(300, DType.int8), (-256, .uint8), (1 << 40, .int32)] {
      #expect(throws: TensorError.self) {
        try checked { _ = Tensor.full([2], value, dtype: dtype) }
      }
      #expect(throws: TensorError.self) { try checked { _ = Tensor([value], dtype: dtype) } }
    }
    #expect(Tensor.full([1], -1, dtype: .uint8).toArray(Int.self) == [255])
    #expect(Tensor.full([1], 127.5, dtype: .int8).toArray(Int.self) == [127])
    #expect(Tensor.full([1], 70000, dtype: .float16).toArray(Float.self) == [.infinity])
    #expect(throws: TensorError.self) { try checked { _ = Tensor.zeros([1]).fill_(1e39) } }
  }

  @Test func newTensorsMayRequireGradients() {
    let made: [Tensor] = [
      .zeros([2], requiresGrad: true), .arange(2.5, requiresGrad: true),
      .linspace(0, 1, 1, requiresGrad: true), .eye(2, requiresGrad: true),
      .onesLike(.zeros([2]), requiresGrad: true), Tensor(1.5).newFull([2], 3, requiresGrad: true),
    ]
    for tensor in made { #expect(tensor.requiresGrad && tensor.isLeaf) }
    #expect(throws: TensorError.self) { try checked { _ = Tensor.arange(3, requiresGrad: true) } }
  }

  @Test func likesFollowMemoryFormat() {
    let image = Tensor.zeros([1, 2, 3, 4])
    #expect(Tensor.onesLike(image, memoryFormat: .channelsLast).strides == [24, 1, 8, 2])
    #expect(Tensor.emptyLike(image.transpose(2, 3)).strides == image.transpose(2, 3).strides)
    #expect(Tensor.empty([1, 2, 3, 4], memoryFormat: .channelsLast).isContiguous(.channelsLast))
  }

  @Test func badCallsNameTheMistake() {
    func message(_ body: () -> Tensor) -> String {
      do {
        _ = try checked(body)
        return ""
      } catch { return (error as? TensorError)?.message ?? "" }
    }
    #expect(message { .arange(0, 5, 0) } == "step must be nonzero")
    #expect(message { .eye(-1) } == "n must be greater or equal to 0, got -1")
    #expect(message { .linspace(0, 300, 3, dtype: .int8) }.contains("int8_t without overflow"))
    #expect(message { .arange(0, Double.infinity) } == "unsupported range: 0 -> inf")
  }
}
