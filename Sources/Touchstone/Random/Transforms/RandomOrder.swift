extension TransformDraws {
  /// All of some transforms in random order.
  public enum RandomOrder {
    /// Version 1 draws from Python's generator.
    public static func getParams(_ count: Int, random: PythonRandom = .default) -> [Int] {
      random.shuffled(count)
    }

    /// Version 2 draws a permutation.
    /// - Errors: `.value` where there is nothing to order.
    public static func makeParams(_ count: Int, generator: Generator? = nil) -> [Int] {
      guarded([]) {
        try check(count > 0, .value, "Pass at least one transform")
        return Tensor.randperm(count, generator: generator).toArray()
      }
    }
  }

  /// One of some transforms.
  public enum RandomChoice {
    /// Version 1 draws from Python's generator; `p` are weights.
    /// - Errors: as `PythonRandom.choice`.
    public static func getParams(
      _ count: Int, p: [Double]? = nil, random: PythonRandom = .default
    ) -> Int {
      random.choice(count, weights: p)
    }

    /// Version 2 draws a category of probability p / Σp, all alike where `p` is nil.
    /// - Errors: `.value` where there is nothing to choose from, or for another number of weights.
    public static func makeParams(
      _ count: Int, p: [Double]? = nil, generator: Generator? = nil
    ) -> Int {
      guarded(0) {
        try check(count > 0, .value, "Pass at least one transform")
        let p = p ?? Array(repeating: 1, count: count)
        try check(
          p.count == count, .value,
          "Length of p doesn't match the number of transforms: \(p.count) != \(count)")
        let total = p.reduce(0, +)
        try check(total != 0, .runtime, "float division by zero")
        let weights = Tensor(copying: p.map { $0 / total }).to(Tensor.defaultDType)
        let chosen = weights.multinomial(1, generator: generator)
        try throwPendingError()
        return Int(chosen.item().int64Value)
      }
    }
  }
}
