import Touchstone

/// `F.linearCrossEntropy` as a module with a linear layer of its own.
///
/// State: `weight` [C] where given, `linear.weight` [C · d₁ … dₖ, in], `linear.bias`.
open class LinearCrossEntropyLoss: WeightedLoss {
  public let numClasses: Int
  public let outFeatures: [Int]
  public let ignoreIndex: Int?
  public let labelSmoothing: Double
  public let linear: Linear
  public let options: LinearCrossEntropyOptions?

  /// - Errors: `.runtime` for weights that are not one for each class, and for a label smoothing
  ///   outside [0, 1].
  public init(
    _ inFeatures: Int, _ numClasses: Int, outFeatures: [Int] = [], bias: Bool = false,
    device: Device = .cpu, dtype: DType? = nil, reduction: LossReduction = .mean,
    weight: Tensor? = nil, ignoreIndex: Int? = nil, labelSmoothing: Double = 0,
    options: LinearCrossEntropyOptions? = nil
  ) {
    attempt {
      try check(
        weight == nil || weight!.shape == [numClasses], .runtime,
        "expected weight shape to be (\(numClasses),), got "
          + Array(weight?.shape ?? []).pythonTuple)
      try check(
        (0...1).contains(labelSmoothing), .runtime,
        "expected label_smoothing to be in range [0, 1], got \(labelSmoothing)")
    }
    self.numClasses = numClasses
    self.outFeatures = outFeatures
    self.ignoreIndex = ignoreIndex
    self.labelSmoothing = labelSmoothing
    linear = Linear(
      inFeatures, outFeatures.reduce(numClasses, *), bias: bias, device: device, dtype: dtype)
    self.options = options
    super.init(weight: weight, reduction: reduction)
  }

  open override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
    let outputs = [numClasses] + outFeatures
    return F.linearCrossEntropy(
      input, linear.weight.reshape(Shape(outputs + [linear.inFeatures])), target,
      linearBias: linear.bias?.reshape(Shape(outputs)), weight: weight, reduction: reduction,
      ignoreIndex: ignoreIndex, labelSmoothing: labelSmoothing, options: options)
  }

  open override var extraRepr: String {
    "in_features=\(linear.inFeatures), num_classes=\(numClasses), "
      + "out_features=\(outFeatures.pythonTuple), bias=\((linear.bias != nil).python), "
      + "reduction=\(reduction.rawValue), "
      + "ignore_index=\(ignoreIndex.map(String.init) ?? "None"), "
      + "label_smoothing=\(labelSmoothing), options=\(options?.description ?? "None")"
  }
}
