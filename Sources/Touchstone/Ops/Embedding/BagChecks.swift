/// What `embedding_bag` refuses, in PyTorch's words.
enum BagChecks {
  static func shapes(
    _ input: Tensor, _ weight: Tensor, _ offsets: Tensor?, _ factors: Tensor?
  ) throws {
    if let factors {
      try check(
        factors.shape == input.shape, .value,
        "embedding_bag: If per_sample_weights (torch.Size(\(factors.shape))) is not None, then it "
          + "must have the same shape as the input (torch.Size(\(input.shape)))")
    }
    try check(
      weight.dim == 2, .value,
      "weight has to be a 2D Tensor, but got Tensor of dimension \(weight.dim)")
    try check(
      input.dim == 1 || input.dim == 2, .value,
      "input has to be 1D or 2D Tensor, but got Tensor of dimension \(input.dim)")
    if input.dim == 1 { return try oneDimensional(offsets) }
    try check(
      offsets == nil, .value,
      "if input is 2D, then offsets has to be None, as input is treated is a mini-batch of fixed "
        + "length sequences. However, found offsets of type <class 'torch.Tensor'>")
    try check(input.shape[1] > 0, .runtime, "step must be nonzero")
  }

  private static func oneDimensional(_ offsets: Tensor?) throws {
    guard let offsets else {
      throw TensorError(.value, "offsets has to be a 1D Tensor but got None")
    }
    try check(offsets.dim == 1, .value, "offsets has to be a 1D Tensor")
  }

  static func mode(_ mode: BagMode, _ byFrequency: Bool, _ sparse: Bool) throws {
    try check(
      mode != .max || !byFrequency, .value,
      "max mode does not support scaling the gradient by the frequency")
    try check(mode != .max || !sparse, .value, "max mode does not support sparse weights")
  }

  static func factors(_ factors: Tensor?, _ weight: Tensor, _ mode: BagMode) throws {
    guard let factors else { return }
    try check(
      mode == .sum, .notImplemented,
      "embedding_bag: per_sample_weights was not None. per_sample_weights is only supported for "
        + "mode='sum' (got mode='\(mode.rawValue)'). Please open a feature request on GitHub.")
    try check(
      factors.dtype == weight.dtype, .runtime,
      "Expected tensor for argument #1 'weight' to have the same type as tensor for argument #1 "
        + "'per_sample_weights'; but type \(weight.dtype.legacyTypeName) does not equal "
        + "\(factors.dtype.legacyTypeName) (while checking arguments for embedding_bag)")
  }

  static func dtypes(_ input: Tensor, _ offsets: Tensor?, _ weight: Tensor) throws {
    try Functional.checkIndices(input, "embedding_bag")
    if let offsets { try Functional.checkIndices(offsets, "embedding_bag") }
    try check(
      weight.dtype.isFloatingPoint, .runtime,
      "Expected tensor for argument #1 'weight' to have one of the following scalar types: Half, "
        + "BFloat16, Float, Double; but got \(weight.dtype.legacyTypeName) instead (while checking "
        + "arguments for embedding_bag)")
  }

  static func padding(_ index: Int?, _ weight: Tensor) throws -> Int? {
    guard let index else { return nil }
    let rows = weight.shape[0]
    try check(
      index >= -rows && index < rows, .runtime,
      "padding_idx must be within the number of embeddings, \(-rows) through \(rows - 1), but got "
        + "\(index)")
    return index < 0 ? index + rows : index
  }

  static func offsets(_ offsets: Tensor, _ input: Tensor, _ includeLast: Bool) throws {
    try check(
      !includeLast || offsets.numel > 0, .runtime,
      "include_last_offset: number of offset should be at least 1")
    guard offsets.numel > 0 else { return }
    let first = offsets.select(0, 0).item().int64Value
    try check(
      first == 0, .runtime,
      "offsets[0] has to be 0, i.e., the first sequence in the mini-batch has to start from "
        + "position 0. However, got \(first)")
    let last = offsets.select(0, -1).item().int64Value
    try check(
      last <= input.numel, .runtime,
      "offsets[-1] can not be greater than input's length \(input.numel) but got offsets[-1] of "
        + "\(last)")
    try check(
      noGrad { !offsets.diff().lt(0).any().item().boolValue }, .runtime,
      "embedding_bag: offsets must not decrease")
  }

  static func range(_ input: Tensor, _ weight: Tensor, _ mode: BagMode) throws {
    let rows = weight.shape[0]
    try input.checkIndexRange(rows, .runtime) { value in
      if mode == .max {
        return "embedding_bag: Expected idx >= 0 && idx < num_embeddings but found idx to be "
          + "\(value)"
      }
      let place = noGrad { input.reshape([-1]).eq(value).nonzero().min().item().int64Value }
      return "Index \(place) of input takes value \(value) which is not in the valid range [0, "
        + "\(rows))"
    }
  }
}
