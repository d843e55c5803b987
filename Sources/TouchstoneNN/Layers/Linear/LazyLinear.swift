import Touchstone

/// `Linear` for a number of input features not known yet, `torch.nn.LazyLinear`.
public final class LazyLinear: Linear, LazyModule {
  public convenience init(
    _ outFeatures: Int, bias: Bool = true, device: Device = .cpu, dtype: DType? = nil
  ) {
    self.init(nil, outFeatures, bias: bias, device: device, dtype: dtype)
  }

  public override func resetParameters() {
    if !hasUninitializedParams && inFeatures != 0 { super.resetParameters() }
  }

  public func initializeParameters(_ inputs: [Tensor?]) {
    attempt {
      guard let input = inputs[0] else { return }
      let features = try input.inferredSize(-1)
      if hasUninitializedParams {
        inFeatures = features
        weight.materialize([outFeatures, features])
        bias?.materialize([outFeatures])
        resetParameters()
      }
      guard inFeatures == 0 else { return }
      let known = weight.size(-1)
      try check(
        features == known, .assertion,
        "The in_features inferred from input: \(features) is not equal to in_features from "
          + "self.weight: \(known)")
      inFeatures = features
    }
  }

  public var classToBecome: String? { "Linear" }
}
