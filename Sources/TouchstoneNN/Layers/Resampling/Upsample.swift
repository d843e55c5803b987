import Touchstone

/// Resamples [N, C, …] to a size or by factors, `torch.nn.Upsample`.
open class Upsample: Module {
  public let size: (any SizeArgument)?
  public let scaleFactor: [Double]?
  public let mode: InterpolationMode
  public let alignCorners: Bool?
  public let recomputeScaleFactor: Bool?

  public init(
    size: (any SizeArgument)? = nil, scaleFactor: [Double]? = nil,
    mode: InterpolationMode = .nearest, alignCorners: Bool? = nil,
    recomputeScaleFactor: Bool? = nil
  ) {
    self.size = size
    self.scaleFactor = scaleFactor
    (self.mode, self.alignCorners) = (mode, alignCorners)
    self.recomputeScaleFactor = recomputeScaleFactor
    super.init()
  }

  /// One factor for all dimensions.
  public convenience init(
    scaleFactor: Double, mode: InterpolationMode = .nearest, alignCorners: Bool? = nil,
    recomputeScaleFactor: Bool? = nil
  ) {
    self.init(
      scaleFactor: [scaleFactor], mode: mode, alignCorners: alignCorners,
      recomputeScaleFactor: recomputeScaleFactor)
  }

  open override func forward(_ input: Tensor) -> Tensor {
    let factors: (any ScaleArgument)? =
      scaleFactor?.count == 1 ? scaleFactor?.first : scaleFactor
    return F.interpolate(
      input, size: size, scaleFactor: factors, mode: mode, alignCorners: alignCorners,
      recomputeScaleFactor: recomputeScaleFactor)
  }

  open override var extraRepr: String {
    if let scaleFactor {
      let texts = scaleFactor.map { "\($0)" }
      let factors = texts.count == 1 ? texts[0] : "(" + texts.joined(separator: ", ") + ")"
      return "scale_factor=\(factors), mode='\(mode.rawValue)'"
    }
    return "size=\(size?.pythonForm ?? "None"), mode='\(mode.rawValue)'"
  }
}

/// Nearest pixels of an image, `torch.nn.UpsamplingNearest2d`.
open class UpsamplingNearest2d: Upsample {
  public init(size: (any SizeArgument)? = nil, scaleFactor: [Double]? = nil) {
    super.init(size: size, scaleFactor: scaleFactor, mode: .nearest)
  }
}

/// Bilinear interpolation of an image with aligned corners, `torch.nn.UpsamplingBilinear2d`.
open class UpsamplingBilinear2d: Upsample {
  public init(size: (any SizeArgument)? = nil, scaleFactor: [Double]? = nil) {
    super.init(size: size, scaleFactor: scaleFactor, mode: .bilinear, alignCorners: true)
  }
}
