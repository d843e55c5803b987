import Testing

@testable import Touchstone

/// What fixtures do not hold: given generators, and arguments that torchvision fails on elsewhere.
struct TransformDrawTests {
  /// What torchvision draws from seed 11, one transform after the other.
  @Test func givenGeneratorsAreDrawnFrom() {
    let generator = Generator(seed: 11), untouched = Generator.default.getState()
    #expect(
      TransformDraws.RandomResizedCrop.getParams(height: 40, width: 56, generator: generator)
        == .init(top: 15, left: 32, height: 22, width: 22))
    #expect(
      TransformDraws.RandomCrop.getParams(
        height: 40, width: 56, outputSize: (32, 30), generator: generator)
        == .init(top: 5, left: 18, height: 32, width: 30))
    let corners = TransformDraws.RandomPerspective.getParams(
      width: 56, height: 40, distortionScale: 0.5, generator: generator)
    #expect(corners.map { [$0.x, $0.y] } == [[11, 2], [48, 3], [48, 32], [5, 39]])
    let jitter = TransformDraws.ColorJitter.getParams(
      brightness: (0.5, 1.5), contrast: nil, saturation: nil, hue: (-0.1, 0.1), generator: generator)
    #expect(jitter.brightness == 1.2599971294403076 && jitter.hue == 0.06070838123559952)
    #expect(jitter.contrast == nil && jitter.saturation == nil && jitter.order == [0, 1, 2, 3])
    let patch = TransformDraws.RandomErasing.getParams(
      channels: 3, height: 40, width: 56, scale: (0.02, 0.33), ratio: (0.3, 3.3), value: [1, 2, 3],
      generator: generator)
    #expect(patch.box == .init(top: 2, left: 2, height: 37, width: 15))
    #expect(patch.value?.shape == [3, 1, 1] && patch.value?.dtype == .float32)
    let affine = TransformDraws.RandomAffine.getParams(
      degrees: (-30, 30), translate: (0.1, 0.3), scaleRanges: (0.8, 1.2), shears: [-5, 5, -2, 2],
      imgSize: (56, 40), generator: generator)
    #expect(affine.angle == 4.921421051025391 && affine.translations == [4, -11])
    #expect(affine.scale == 0.9725949764251709)
    #expect(affine.shear == [-0.5754238367080688, -0.9513044357299805])
    #expect(Generator.default.getState().equal(untouched))
  }

  @Test func coinsAndListsDrawFromGivenGenerators() {
    let generator = Generator(seed: 3), untouched = Generator.default.getState()
    #expect(!TransformDraws.RandomApply.isApplied(0, generator: generator))
    #expect(TransformDraws.RandomApply.getParams(1, generator: generator))
    #expect(TransformDraws.RandomOrder.makeParams(9, generator: generator).sorted() == Array(0..<9))
    #expect(TransformDraws.RandomChoice.makeParams(3, p: [0, 2, 0], generator: generator) == 1)
    #expect(TransformDraws.RandomErasing.draw(
      channels: 1, height: 9, width: 9, p: 0, generator: generator) == nil)
    #expect(TransformDraws.RandomPerspective.draw(
      width: 9, height: 9, p: 0, generator: generator) == nil)
    #expect(Generator.default.getState().equal(untouched))
  }

  @Test func whatIsCertainDrawsNothing() {
    let generator = Generator(seed: 3), fresh = generator.getState()
    _ = TransformDraws.RandomCrop.getParams(
      height: 5, width: 6, outputSize: (5, 6), generator: generator)
    _ = TransformDraws.RandomCrop.makeParams(
      height: 3, width: 4, size: [5, 6], padding: 1, generator: generator)
    #expect(generator.getState().equal(fresh))
  }

  @Test func badRequests() {
    func message(_ body: () -> Void) -> String {
      #expect(throws: TensorError.self) { try checked(body) }?.description ?? ""
    }
    #expect(
      message {
        _ = TransformDraws.RandomPerspective.getParams(width: 9, height: 9, distortionScale: .nan)
      } == "ValueError: cannot convert float NaN to integer")
    #expect(
      message {
        _ = TransformDraws.RandomCrop.makeParams(height: 9, width: 9, size: 3, padding: [1, 2, 3])
      }
        == "ValueError: Padding must be an int or a 1, 2, or 4 element of tuple or list, got "
        + "[1, 2, 3].")
    #expect(
      message { _ = TransformDraws.RandomCrop.makeParams(height: 9, width: 9, size: [1, 2, 3]) }
        == "ValueError: Please provide only two dimensions (h, w) for size.")
    #expect(
      message { _ = TransformDraws.RandomChoice.makeParams(2, p: [1, -1]) }
        == "RuntimeError: float division by zero")
  }
}
