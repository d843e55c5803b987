/// The records of what torchvision's transforms draw, and of Python's generator.
extension Catalogue {
  static let transforms: [OperationRecord] = crops + erasings + changes + coins + lists + python

  /// Draws whose results are numbers, tensors and Python's None.
  private static func draws(
    _ name: String, _ signature: String, _ call: @escaping @Sendable (Arguments) throws -> [Value]
  ) -> OperationRecord {
    OperationRecord(
      "transforms.\(name)", signature: signature, metric: .movement, call)
  }

  private static let crops: [OperationRecord] = [
    draws("RandomCrop", "height, width, output_size") { a in
      let size = try a.ints("output_size")
      return TransformDraws.RandomCrop.getParams(
        height: try a.int("height"), width: try a.int("width"), outputSize: (size[0], size[1])
      ).values
    },
    draws("v2.RandomCrop", "height, width, size, padding, pad_if_needed") { a in
      let drawn = TransformDraws.RandomCrop.makeParams(
        height: try a.int("height"), width: try a.int("width"), size: try a.ints("size"),
        padding: try a.intsOrNil("padding"),
        padIfNeeded: try a.bool("pad_if_needed", default: false))
      return drawn.box.values + [.bool(drawn.needsCrop), .bool(drawn.needsPad)]
        + drawn.padding.map { .int(Int64($0)) }
    },
    draws("RandomResizedCrop", "height, width, scale, ratio") { a in
      TransformDraws.RandomResizedCrop.getParams(
        height: try a.int("height"), width: try a.int("width"), scale: try a.range("scale"),
        ratio: try a.range("ratio")
      ).values
    },
  ]

  private static let erasings: [OperationRecord] = [
    draws("RandomErasing", "channels, height, width, scale, ratio, value") { a in
      TransformDraws.RandomErasing.getParams(
        channels: try a.int("channels"), height: try a.int("height"), width: try a.int("width"),
        scale: try a.range("scale"), ratio: try a.range("ratio"), value: try a.doublesOrNil("value")
      ).values
    },
    draws("RandomErasing.forward", "channels, height, width, p, scale, ratio, value") { a in
      let drawn = TransformDraws.RandomErasing.draw(
        channels: try a.int("channels"), height: try a.int("height"), width: try a.int("width"),
        p: try a.double("p"), scale: try a.range("scale"), ratio: try a.range("ratio"),
        value: try a.doublesOrNil("value"))
      return [.bool(drawn != nil)] + (drawn?.values ?? [])
    },
  ]

  private static let changes: [OperationRecord] = [
    draws("RandomAffine", "degrees, translate, scale_ranges, shears, img_size") { a in
      let size = try a.ints("img_size")
      let drawn = TransformDraws.RandomAffine.getParams(
        degrees: try a.range("degrees"), translate: try a.rangeOrNil("translate"),
        scaleRanges: try a.rangeOrNil("scale_ranges"), shears: try a.doublesOrNil("shears"),
        imgSize: (size[0], size[1]))
      return [.double(drawn.angle)] + drawn.translations.map { .int(Int64($0)) }
        + [.double(drawn.scale)] + drawn.shear.map(Value.double)
    },
    draws("RandomRotation", "degrees") { a in
      [.double(TransformDraws.RandomRotation.getParams(degrees: try a.range("degrees")))]
    },
    draws("GaussianBlur", "sigma_min, sigma_max") { a in
      let (least, most) = (try a.double("sigma_min"), try a.double("sigma_max"))
      return [.double(TransformDraws.GaussianBlur.getParams(sigmaMin: least, sigmaMax: most))]
    },
    draws("ColorJitter", "brightness, contrast, saturation, hue") { a in
      let drawn = TransformDraws.ColorJitter.getParams(
        brightness: try a.rangeOrNil("brightness"), contrast: try a.rangeOrNil("contrast"),
        saturation: try a.rangeOrNil("saturation"), hue: try a.rangeOrNil("hue"))
      let factors = [drawn.brightness, drawn.contrast, drawn.saturation, drawn.hue]
      return [.tensor(Tensor(copying: drawn.order))]
        + factors.map { $0.map(Value.double) ?? .none }
    },
    draws("RandomPerspective", "width, height, distortion_scale") { a in
      [
        .tensor(
          table(
            TransformDraws.RandomPerspective.getParams(
              width: try a.int("width"), height: try a.int("height"),
              distortionScale: try a.double("distortion_scale"))))
      ]
    },
    draws("RandomPerspective.forward", "width, height, distortion_scale, p") { a in
      let corners = TransformDraws.RandomPerspective.draw(
        width: try a.int("width"), height: try a.int("height"),
        distortionScale: try a.double("distortion_scale"), p: try a.double("p"))
      return [.bool(corners != nil)] + (corners.map { [.tensor(table($0))] } ?? [])
    },
  ]

  private static func table(_ corners: [TransformDraws.RandomPerspective.Corner]) -> Tensor {
    Tensor(copying: corners.flatMap { [$0.x, $0.y] }).reshape([corners.count, 2])
  }

  private static let coins: [OperationRecord] = [
    draws("RandomHorizontalFlip", "p") { a in
      [.bool(TransformDraws.RandomApply.isApplied(try a.double("p")))]
    },
    draws("v2.RandomApply", "p") { a in
      [.bool(TransformDraws.RandomApply.isApplied(try a.double("p")))]
    },
    draws("RandomApply", "p") { a in
      [.bool(TransformDraws.RandomApply.getParams(try a.double("p")))]
    },
  ]

  private static func positions(
    _ name: String, _ signature: String, _ call: @escaping @Sendable (Arguments) throws -> [Int]
  ) -> OperationRecord {
    OperationRecord.movement(name, signature) { Tensor(copying: try call($0)) }
  }

  private static let lists: [OperationRecord] = [
    positions("transforms.RandomOrder", "count, seed") { a in
      TransformDraws.RandomOrder.getParams(try a.int("count"), random: try a.python())
    },
    positions("transforms.RandomChoice", "count, p, seed, times") { a in
      let (count, p, random) = (try a.int("count"), try a.doublesOrNil("p"), try a.python())
      return try (0..<a.int("times")).map { _ in
        TransformDraws.RandomChoice.getParams(count, p: p, random: random)
      }
    },
    positions("transforms.v2.RandomOrder", "count") { a in
      TransformDraws.RandomOrder.makeParams(try a.int("count"))
    },
    positions("transforms.v2.RandomChoice", "count, p") { a in
      [TransformDraws.RandomChoice.makeParams(try a.int("count"), p: try a.doublesOrNil("p"))]
    },
  ]

  private static let python: [OperationRecord] = [
    OperationRecord.movement("random.random", "seed, count") { a in
      let random = try a.python()
      return Tensor(copying: try (0..<a.int("count")).map { _ in random.random() })
    },
    positions("random.getrandbits", "seed, bits, count") { a in
      let random = try a.python()
      let bits = try a.int("bits")
      return try (0..<a.int("count")).map { _ in Int(random.getrandbits(bits)) }
    },
    positions("random.shuffle", "seed, count") { a in
      let random = try a.python()
      return random.shuffled(try a.int("count")) + [Int(random.getrandbits(30))]
    },
  ]
}

extension TransformDraws.Box {
  fileprivate var values: [Value] { [top, left, height, width].map { .int(Int64($0)) } }
}

extension TransformDraws.RandomErasing.Patch {
  fileprivate var values: [Value] { box.values + [value.map(Value.tensor) ?? .none] }
}

extension Arguments {
  /// Python's generator, started with the argument `seed`.
  fileprivate func python() throws -> PythonRandom { PythonRandom(seed: try int("seed")) }

  fileprivate func range(_ name: String) throws -> (Double, Double) {
    (try double(name, at: 0), try double(name, at: 1))
  }

  fileprivate func rangeOrNil(_ name: String) throws -> (Double, Double)? {
    has(name) ? try range(name) : nil
  }
}
