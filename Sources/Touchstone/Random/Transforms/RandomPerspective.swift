extension TransformDraws {
  /// Corners that move inwards.
  public enum RandomPerspective {
    /// A corner of an image.
    public struct Corner: Sendable, Hashable {
      public var x: Int, y: Int
    }

    /// Where the corners of the image go, from the top left one clockwise; x before y, each by at
    /// most half the image's size times `distortionScale`.
    public static func getParams(
      width: Int, height: Int, distortionScale: Double, generator: Generator? = nil
    ) -> [Corner] {
      guarded([]) {
        let draws = SingleDraws(generator: generator)
        let columns = try reach(width, distortionScale), rows = try reach(height, distortionScale)
        return try [(false, false), (true, false), (true, true), (false, true)].map { right, low in
          Corner(
            x: try draws.integer(right ? width - columns : 0, right ? width : columns),
            y: try draws.integer(low ? height - rows : 0, low ? height : rows))
        }
      }
    }

    /// How many positions a coordinate may take.
    private static func reach(_ size: Int, _ distortionScale: Double) throws -> Int {
      try nearestInteger((distortionScale * Double(size / 2)).rounded(.towardZero)) + 1
    }

    /// Whether anything is moved, with probability `p`, and then where; nil where nothing is.
    public static func draw(
      width: Int, height: Int, distortionScale: Double = 0.5, p: Double = 0.5,
      generator: Generator? = nil
    ) -> [Corner]? {
      guarded(nil) {
        guard try SingleDraws(generator: generator).isBelow(p) else { return nil }
        return getParams(
          width: width, height: height, distortionScale: distortionScale, generator: generator)
      }
    }
  }
}
