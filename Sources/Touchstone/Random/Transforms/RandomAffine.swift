extension TransformDraws {
  /// A rotation, translation, scaling and shearing.
  public enum RandomAffine {
    public struct Parameters: Sendable, Hashable {
      /// In degrees.
      public var angle = 0.0
      /// Right and down, in pixels.
      public var translations = [0, 0]
      public var scale = 1.0
      /// Along x and y, in degrees.
      public var shear = [0.0, 0.0]
    }

    /// Angle, then translation right and down, scale, and shears along x and y; what is nil is not
    /// drawn.
    ///
    /// - Parameters:
    ///   - translate: the largest translations as parts of `imgSize`.
    ///   - shears: the range along x, or those along x and y.
    ///   - imgSize: width and height.
    /// - Errors: `.runtime` for a range in the wrong order.
    public static func getParams(
      degrees: (Double, Double), translate: (Double, Double)? = nil,
      scaleRanges: (Double, Double)? = nil, shears: [Double]? = nil, imgSize: (Int, Int),
      generator: Generator? = nil
    ) -> Parameters {
      guarded(Parameters()) {
        let draws = SingleDraws(generator: generator)
        var result = Parameters(angle: try draws.uniform(degrees))
        if let translate {
          result.translations = [
            try shift(translate.0 * Double(imgSize.0), draws),
            try shift(translate.1 * Double(imgSize.1), draws),
          ]
        }
        if let scaleRanges { result.scale = try draws.uniform(scaleRanges) }
        for (axis, start) in [0, 2].enumerated() where start + 1 < shears?.count ?? 0 {
          result.shear[axis] = try draws.uniform((shears![start], shears![start + 1]))
        }
        return result
      }
    }

    private static func shift(_ most: Double, _ draws: SingleDraws) throws -> Int {
      try nearestInteger(draws.uniform((-most, most)))
    }
  }

  /// A rotation.
  public enum RandomRotation {
    /// The angle, in degrees.
    public static func getParams(
      degrees: (Double, Double), generator: Generator? = nil
    ) -> Double {
      guarded(0) { try SingleDraws(generator: generator).uniform(degrees) }
    }
  }

  /// A blur.
  public enum GaussianBlur {
    /// The standard deviation, in pixels.
    public static func getParams(
      sigmaMin: Double, sigmaMax: Double, generator: Generator? = nil
    ) -> Double {
      guarded(0) { try SingleDraws(generator: generator).uniform((sigmaMin, sigmaMax)) }
    }
  }
}
