import Touchstone

extension ModuleCatalogue {
  static let resamplingLayers: [ModuleRecord] = [
    ModuleRecord("Upsample", "size, scale_factor, mode, align_corners, recompute_scale_factor") {
      a in
      Upsample(
        size: try a.givenSizesOrNil("size"), scaleFactor: try a.factors(),
        mode: try a.interpolation(), alignCorners: try a.boolOrNil("align_corners"),
        recomputeScaleFactor: try a.boolOrNil("recompute_scale_factor"))
    },
    ModuleRecord("UpsamplingNearest2d", "size, scale_factor") { a in
      UpsamplingNearest2d(size: try a.givenSizesOrNil("size"), scaleFactor: try a.factors())
    },
    ModuleRecord("UpsamplingBilinear2d", "size, scale_factor") { a in
      UpsamplingBilinear2d(size: try a.givenSizesOrNil("size"), scaleFactor: try a.factors())
    },
  ]
}

extension Arguments {
  fileprivate func factors() throws -> [Double]? { try doublesOrNil("scale_factor") }

  /// - Throws: PyTorch's error for a mode that it does not have, which it raises at the call.
  fileprivate func interpolation() throws -> InterpolationMode {
    let name = try string("mode", default: "nearest")
    guard let mode = InterpolationMode(rawValue: name) else {
      throw TensorError(
        .notImplemented,
        "Input Error: Only 3D, 4D and 5D input Tensors supported (got \(name) for the modes: "
          + "nearest | linear | bilinear | bicubic | trilinear | area | nearest-exact)")
    }
    return mode
  }
}
