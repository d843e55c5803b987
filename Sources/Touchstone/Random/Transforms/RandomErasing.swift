extension TransformDraws {
  /// A box of random area and aspect ratio, filled with a value or with noise (Zhong et al., 2017).
  public enum RandomErasing {
    /// The box, and what fills it: [channels, 1, 1], or noise [channels, height, width].
    public struct Patch: @unchecked Sendable {
      public var box = Box()
      /// Nil where no box fits: nothing is erased, and the box is the whole image.
      public var value: Tensor?
    }

    /// Up to ten times an area and a ratio until the box is smaller than the image; then the noise,
    /// where `value` is nil, and at last top and left.
    ///
    /// - Parameters:
    ///   - scale: the range of the box's part of the image's area.
    ///   - ratio: the range of height / width.
    /// - Errors: `.runtime` for a range in the wrong order.
    public static func getParams(
      channels: Int, height: Int, width: Int, scale: (Double, Double),
      ratio: (Double, Double), value: [Double]? = nil, generator: Generator? = nil
    ) -> Patch {
      guarded(Patch()) {
        let draws = SingleDraws(generator: generator)
        let shape = BoxShape(area: height * width, scale: scale, ratio: ratio)
        for _ in 0..<BoxShape.attempts {
          let (h, w) = try shape.draw(draws)
          guard h < height, w < width else { continue }
          let filling = filling(value, [channels, h, w], generator)
          let top = try draws.integer(0, height - h + 1)
          let left = try draws.integer(0, width - w + 1)
          return Patch(box: Box(top: top, left: left, height: h, width: w), value: filling)
        }
        return Patch(box: Box(height: height, width: width))
      }
    }

    private static func filling(
      _ value: [Double]?, _ shape: Shape, _ generator: Generator?
    ) -> Tensor {
      guard let value else { return Tensor.randn(shape, generator: generator, dtype: .float32) }
      return Tensor(copying: value).to(Tensor.defaultDType).reshape([value.count, 1, 1])
    }

    /// Whether anything is erased, with probability `p`, and then what; nil where nothing is.
    /// - Errors: `.value` for values that are neither one nor one for each channel.
    public static func draw(
      channels: Int, height: Int, width: Int, p: Double = 0.5,
      scale: (Double, Double) = (0.02, 0.33), ratio: (Double, Double) = (0.3, 3.3),
      value: [Double]? = [0], generator: Generator? = nil
    ) -> Patch? {
      guarded(nil) {
        guard try SingleDraws(generator: generator).isBelow(p) else { return nil }
        try check(
          value == nil || value?.count == 1 || value?.count == channels, .value,
          "If value is a sequence, it should have either a single value or \(channels) (number of "
            + "input channels)")
        return getParams(
          channels: channels, height: height, width: width, scale: scale, ratio: ratio,
          value: value, generator: generator)
      }
    }
  }
}
