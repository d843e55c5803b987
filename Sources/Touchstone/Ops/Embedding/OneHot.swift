extension Functional {
  /// int64 zeros with a one at each class, in a new last dimension of `numClasses` entries (one
  /// more than the largest class when −1), `torch.nn.functional.one_hot`.
  ///
  /// - Errors: `.runtime` for classes outside 0 ..< numClasses or another dtype than int64.
  public static func oneHot(_ classes: Tensor, _ numClasses: Int = -1) -> Tensor {
    guarded {
      try check(
        classes.dtype == .int64, .runtime,
        "one_hot is only applicable to index tensor of type LongTensor.")
      let count = try classCount(classes, numClasses)
      let shape = Shape(classes.shape + [count])
      let zeros = Tensor.zeros(shape, dtype: .int64, device: classes.device)
      return classes.numel == 0 ? zeros : zeros.scatter(-1, classes.unsqueeze(-1), 1)
    }
  }

  private static func classCount(_ classes: Tensor, _ given: Int) throws -> Int {
    if classes.numel == 0 {
      try check(
        given > 0, .runtime, "Can not infer total number of classes from empty tensor.")
      return given
    }
    try check(
      classes.min().item().int64Value >= 0, .runtime, "Class values must be non-negative.")
    let largest = Int(classes.max().item().int64Value)
    try check(
      given == -1 || given > largest, .runtime, "Class values must be smaller than num_classes.")
    return given == -1 ? largest + 1 : given
  }
}
