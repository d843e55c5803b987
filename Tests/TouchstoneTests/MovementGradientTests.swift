import Testing

@testable import Touchstone

/// Moving elements is linear (up to a constant), so its derivative is its adjoint:
/// `(f(v) - f(0)) · w` equals `v · pullback(w)`, and the pullback's own derivative leads back to
/// `f`. With small whole numbers both hold exactly.
struct MovementGradientTests {
  struct Movement: CustomTestStringConvertible {
    let name: String
    let shape: Shape
    let call: @Sendable (Tensor) -> Tensor
    var testDescription: String { name }

    init(_ name: String, _ shape: Shape = [3, 4], _ call: @escaping @Sendable (Tensor) -> Tensor) {
      (self.name, self.shape, self.call) = (name, shape, call)
    }
  }

  private static func numbers(_ shape: Shape, _ multiplier: Int) -> Tensor {
    let count = Tensor.arange(shape.numel, dtype: .float64)
    return count.mul(multiplier).add(3).remainder(11).sub(5).view(shape)
  }

  private static func dot(_ a: Tensor, _ b: Tensor) -> Double {
    a.mul(b).sum().item().doubleValue
  }

  @Test(arguments: views + reorderings + joins + scatters + images)
  func pullbackIsTheAdjoint(_ movement: Movement) {
    let x = Self.numbers(movement.shape, 7).requiresGrad_()
    let v = Self.numbers(movement.shape, 5)
    let result = movement.call(x)
    let w = Self.numbers(result.shape, 3).requiresGrad_()
    let moved = movement.call(v).sub(movement.call(Tensor.zerosLike(v)))

    let pulled = grad(outputs: [result], inputs: [x], gradOutputs: [w], createGraph: true)[0]!
    #expect(pulled.shape == movement.shape)
    #expect(Self.dot(moved, w) == Self.dot(v, pulled))
    let back = grad(outputs: [pulled], inputs: [w], gradOutputs: [v])[0]!
    #expect(back.sub(moved).abs().sum().item() == .double(0))
  }

  static let views: [Movement] = [
    Movement("T") { $0.T },
    Movement("H") { $0.H },
    Movement("movedim", [2, 3, 2]) { $0.movedim([0, 2], [-1, 0]) },
    Movement("flatten", [2, 3, 2]) { $0.flatten(1) },
    Movement("unflatten") { $0.unflatten(1, [2, -1]) },
    Movement("expand", [3, 1]) { $0.expand([2, 3, 4]) },
    Movement("diagonal") { $0.diagonal(1) },
    Movement("diagonal below", [2, 3, 4]) { $0.diagonal(-1, 2, 0) },
    Movement("unfold") { $0.unfold(1, 2, 1) },
    Movement("unfold apart") { $0.unfold(1, 1, 2) },
    Movement("select") { $0.select(1, -1) },
    Movement("slice") { $0.slice(1, from: 1, to: 4, step: 2) },
    Movement("narrow") { $0.narrow(0, 1, 2) },
    Movement("asStrided") { $0.asStrided([2, 3], [1, 2], storageOffset: 1) },
    Movement("squeeze", [3, 1, 2]) { $0.squeeze() },
    Movement("atleast3d", [3]) { $0.atleast3d() },
    Movement("broadcastTensors", [3, 1]) {
      Tensor.broadcastTensors([$0, Tensor.zeros([4], dtype: .float64)])[0]
    },
    Movement("meshgrid", [3]) { Tensor.meshgrid([$0, $0], indexing: "xy")[1] },
  ]

  static let images: [Movement] = [
    Movement("sliding blocks", [2, 3, 4, 5]) {
      F.unfold($0, [2, 3], dilation: [1, 2], padding: 1, stride: [2, 1])
    },
    Movement("sliding blocks put back", [2, 8, 8]) { F.fold($0, [5, 5], 2, stride: [2, 1]) },
    Movement("reflected", [2, 3, 4, 5]) { F.pad($0, [2, -1, 1, 3], mode: .reflect) },
    Movement("replicated", [2, 2, 3, 4]) { F.pad($0, [2, 1, -1, 3, 1, 0], mode: .replicate) },
    Movement("circular", [2, 3, 4]) { F.pad($0, [3, -1], mode: .circular) },
    Movement("pixel shuffle", [2, 4, 2, 3]) { F.pixelShuffle($0, 2) },
    Movement("pixel unshuffle", [1, 4, 6]) { F.pixelUnshuffle($0, 2) },
    Movement("channel shuffle", [2, 6, 2]) { F.channelShuffle($0, 3) },
    Movement("channel shuffle, channels last", [2, 6, 2, 2]) {
      F.channelShuffle($0.contiguous(memoryFormat: .channelsLast), 2)
    },
  ]

  static let reorderings: [Movement] = [
    Movement("flip") { $0.flip(0, 1) },
    Movement("roll") { $0.roll([1, -2], [0, 1]) },
    Movement("roll flattened") { $0.roll(5) },
    Movement("rot90") { $0.rot90(3) },
    Movement("repeat") { $0.repeat(2, 1, 3) },
    Movement("tile") { $0.tile(2) },
    Movement("pad") { $0.constantPadNd([1, -1, 0, 2], 4) },
    Movement("tril") { $0.tril(1) },
    Movement("triu", [2, 3, 3]) { $0.triu() },
    Movement("diagEmbed") { $0.diagEmbed(-1, 0, 2) },
    Movement("diag") { $0.diag(1) },
    Movement("diagflat") { $0.diagflat() },
    Movement("trace") { $0.trace() },
    Movement("permuteCopy") { $0.permuteCopy([1, 0]) },
    Movement("viewCopy") { $0.T.viewCopy([12]) },
    Movement("channelsLast", [1, 2, 2, 3]) { $0.contiguous(memoryFormat: .channelsLast) },
    Movement("combinations", [4]) { $0.combinations(3) },
  ]

  static let joins: [Movement] = [
    Movement("cat") { Tensor.cat([$0, $0.mul(2), $0.slice(1, to: 1)], dim: 1) },
    Movement("cat strided") { Tensor.cat([$0.T, $0.T]) },
    Movement("stack") { Tensor.stack([$0, $0.flip(0)], dim: -1) },
    Movement("hstack") { Tensor.hstack([$0, $0]) },
    Movement("vstack", [3]) { Tensor.vstack([$0, $0]) },
    Movement("dstack") { Tensor.dstack([$0, $0]) },
    Movement("columnStack", [3]) { Tensor.columnStack([$0, $0]) },
    Movement("blockDiag") { Tensor.blockDiag([$0, $0.select(0, 1), $0.select(0, 0).select(0, 0)]) },
    Movement("cartesianProd", [3]) { Tensor.cartesianProd([$0, $0]) },
    Movement("chunkCat") { Tensor._chunkCat([$0, $0.slice(1, to: 3)], 1, 2) },
    Movement("split") { Tensor.cat($0.split(3, dim: 1).reversed(), dim: 1) },
    Movement("splitWithSizes") { $0.splitWithSizes([1, 3], dim: 1)[1] },
    Movement("unbind") { $0.unbind(1)[2] },
    Movement("unsafeChunk") { $0.unsafeChunk(2)[1] },
    Movement("tensorSplit") { $0.tensorSplit([1, 3], dim: 1)[1] },
  ]

  static let scatters: [Movement] = [
    Movement("diagonalScatter") { $0.diagonalScatter($0.select(1, 0)) },
    Movement("selectScatter") { $0.selectScatter($0.select(1, 0), 1, 2) },
    Movement("sliceScatter") { $0.sliceScatter($0.slice(1, to: 2), 1, start: 1, step: 2) },
    Movement("asStridedScatter") {
      $0.asStridedScatter($0.slice(1, to: 2), [3, 2], [4, 2], storageOffset: 1)
    },
  ]
}
