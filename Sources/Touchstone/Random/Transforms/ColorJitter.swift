extension TransformDraws {
  /// Changes of brightness, contrast, saturation and hue in random order.
  public enum ColorJitter {
    public struct Parameters: Sendable, Hashable {
      /// The order in which the changes are made: 0 brightness, 1 contrast, 2 saturation, 3 hue.
      public var order = [0, 1, 2, 3]
      /// Nil for what stays.
      public var brightness: Double?
      public var contrast: Double?
      public var saturation: Double?
      public var hue: Double?
    }

    /// The order first, then a number of each range that is given.
    public static func getParams(
      brightness: (Double, Double)?, contrast: (Double, Double)?, saturation: (Double, Double)?,
      hue: (Double, Double)?, generator: Generator? = nil
    ) -> Parameters {
      guarded(Parameters()) {
        let draws = SingleDraws(generator: generator)
        let order = Tensor.randperm(4, generator: generator).toArray(Int.self)
        return Parameters(
          order: order, brightness: try brightness.map(draws.uniform),
          contrast: try contrast.map(draws.uniform), saturation: try saturation.map(draws.uniform),
          hue: try hue.map(draws.uniform))
      }
    }
  }
}
