import Testing

@testable import Touchstone

/// What fixtures of resampling leave open; expected values are PyTorch's.
@Suite struct ResamplingTests {
  private static let image = Tensor.arange(30, dtype: .float64).remainder(7)
    .reshape([1, 1, 5, 6])

  private func expectClose(_ result: Tensor, _ shape: Shape, _ expected: [Double]) {
    #expect(result.shape == shape)
    #expect(result.flatten().allclose(Tensor(expected, dtype: .float64), rtol: 1e-12, atol: 1e-14))
  }

  @Test func filters() {
    expectClose(
      F.interpolate(Self.image, size: [3, 2], mode: .lanczos, antialias: true), [1, 1, 3, 2],
      [
        1.3363042682761679, 3.45316947527664, 3.4765531896265824, 1.6116474997287389,
        4.561244427312576, 2.0599204172182417,
      ])
    let corner = Self.image.narrow(2, 0, 2).narrow(3, 0, 3)
    expectClose(
      F.interpolate(corner, size: [3, 4], mode: .bicubic, antialias: true), [1, 1, 3, 4],
      [
        -0.47103299293008694, 0.4504948057702721, 1.5415046034168676, 2.11802827965436,
        3.1305970149253732, 1.362956033676333, 0.697848456501403, 1.5522388059701493,
        6.732227022780832, 2.275417261582393, -0.14580769041406122, 0.9864493322859388,
      ])
  }

  @Test func nearestPlacesOfSignalsAndImages() {
    let x = Tensor.arange(5, dtype: .float32)
    func nearest(_ x: Tensor, _ scale: any ScaleArgument, _ mode: InterpolationMode) -> [Int64] {
      F.interpolate(x, scaleFactor: scale, mode: mode).flatten().toArray(Int64.self)
    }
    let signal = x.reshape([1, 1, 5])
    #expect(nearest(signal, 2.1, .nearest) == [0, 0, 0, 1, 1, 2, 2, 3, 3, 4])
    #expect(nearest(signal, 2.1, .nearestExact) == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
    let row = x.reshape([1, 1, 1, 5])
    #expect(nearest(row, [1, 2.1], .nearest) == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
  }

  @Test func bytes() {
    let x = Tensor.arange(12).mul(23).remainder(256).to(.uint8).reshape([1, 1, 3, 4])
    let linear = F.interpolate(x, size: [5, 3], mode: .bilinear).toArray(Int64.self)
    #expect(linear == [4, 35, 65, 41, 72, 102, 96, 127, 157, 151, 182, 212, 188, 219, 249])
    let cubic = F.interpolate(x, size: [2, 7], mode: .bicubic).toArray(Int64.self)
    #expect(cubic == [17, 24, 39, 53, 66, 81, 89, 164, 172, 187, 201, 214, 229, 237])
  }

  @Test func affineGrids() {
    let flat = Tensor([1, 0.5, -0.25, 0, 2, 0.5], dtype: .float64).reshape([1, 2, 3])
    expectClose(
      F.affineGrid(flat, [1, 1, 2, 3]), [1, 2, 3, 2],
      [
        -1.1666666666666665, -0.5, -0.5, -0.5, 0.16666666666666663, -0.5, -0.6666666666666666,
        1.5, 0.0, 1.5, 0.6666666666666666, 1.5,
      ])
    expectClose(
      F.affineGrid(flat, [1, 1, 2, 3], alignCorners: true), [1, 2, 3, 2],
      [-1.75, -1.5, -0.75, -1.5, 0.25, -1.5, -0.75, 2.5, 0.25, 2.5, 1.25, 2.5])
    let deep = Tensor.arange(12, dtype: .float64).div(4).reshape([1, 3, 4])
    expectClose(
      F.affineGrid(deep, [1, 1, 2, 1, 2], alignCorners: true), [1, 2, 1, 2, 3],
      [0.25, -0.75, -1.75, 0.25, 1.25, 2.25, 1.25, 2.25, 3.25, 1.25, 4.25, 7.25])
  }

  @Test func channelsLastStays() {
    let x = Tensor.randn([2, 70, 5, 4])
    let last = x.contiguous(memoryFormat: .channelsLast)
    for mode in [InterpolationMode.nearest, .bilinear, .bicubic] {
      let result = F.interpolate(last, size: [7, 9], mode: mode)
      #expect(result.isContiguous(.channelsLast))
      #expect(result.allclose(F.interpolate(x, size: [7, 9], mode: mode), rtol: 1e-5, atol: 1e-6))
    }
  }

  @Test func placesThatAreNoNumbers() {
    let x = Tensor.arange(1, 17, dtype: .float32).reshape([1, 1, 4, 4])
    let grid = Tensor([.nan, 0, 0, -.infinity] as [Float]).reshape([1, 1, 2, 2])
    #expect(F.gridSample(x, grid).isnan().all().item() == .bool(true))
    #expect(F.gridSample(x, grid, paddingMode: .border).toArray(Float.self) == [7, 2.5])
    #expect(F.gridSample(x, grid, mode: .nearest).toArray(Float.self) == [0, 0])
  }

  @Test func refusals() {
    func message(_ body: () -> Tensor) -> String? {
      do {
        _ = try checked(body)
        return nil
      } catch { return "\(error)" }
    }
    let x = Tensor.zeros([1, 1, 4, 4])
    #expect(
      message { F.interpolate(x) } == "ValueError: either size or scale_factor should be defined")
    #expect(
      message { F.interpolate(x, size: 2, mode: .linear) }
        == "NotImplementedError: Got 4D input, but linear mode needs 3D input")
    #expect(
      message { F.interpolate(x, size: 2, mode: .lanczos) }
        == "ValueError: Lanczos mode requires antialias=True")
    #expect(
      message { F.interpolate(x, size: 2, alignCorners: true) }
        == "ValueError: align_corners option can only be set with the interpolating modes: linear "
        + "| bilinear | bicubic | trilinear")
    #expect(
      message { F.gridSample(x, Tensor.zeros([1, 2, 2, 3])) }
        == "RuntimeError: grid_sampler(): expected grid to have size 2 in last dimension, but got "
        + "grid with sizes [1, 2, 2, 3]")
    #expect(
      message { F.affineGrid(Tensor.zeros([2, 2, 2]), [2, 1, 3, 3]) }
        == "ValueError: Expected a batch of 2D affine matrices of shape Nx2x3 for size (2, 1, 3, "
        + "3). Got torch.Size([2, 2, 2]).")
  }
}
