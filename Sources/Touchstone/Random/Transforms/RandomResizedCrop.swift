extension TransformDraws {
  /// A box of random area and aspect ratio at a random place.
  public enum RandomResizedCrop {
    /// Up to ten times an area and a ratio until the box fits, then its top and left; else the
    /// largest box around the centre whose ratio lies in the range.
    ///
    /// - Parameters:
    ///   - scale: the range of the box's part of the image's area.
    ///   - ratio: the range of width / height.
    /// - Errors: `.runtime` for a range in the wrong order.
    public static func getParams(
      height: Int, width: Int, scale: (Double, Double) = (0.08, 1),
      ratio: (Double, Double) = (3.0 / 4, 4.0 / 3), generator: Generator? = nil
    ) -> Box {
      guarded(Box()) {
        let draws = SingleDraws(generator: generator)
        let shape = BoxShape(area: height * width, scale: scale, ratio: ratio)
        for _ in 0..<BoxShape.attempts {
          let (w, h) = try shape.draw(draws)
          guard 0 < w, w <= width, 0 < h, h <= height else { continue }
          return Box(
            top: try draws.integer(0, height - h + 1), left: try draws.integer(0, width - w + 1),
            height: h, width: w)
        }
        return try central(height, width, (min(ratio.0, ratio.1), max(ratio.0, ratio.1)))
      }
    }

    private static func central(
      _ height: Int, _ width: Int, _ ratio: (Double, Double)
    ) throws -> Box {
      var (h, w) = (height, width)
      let whole = Double(width) / Double(height)
      if whole < ratio.0 {
        h = try nearestInteger(Double(w) / ratio.0)
      } else if whole > ratio.1 {
        w = try nearestInteger(Double(h) * ratio.1)
      }
      return Box(top: (height - h) >> 1, left: (width - w) >> 1, height: h, width: w)
    }
  }
}
