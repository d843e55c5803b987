extension Functional {
  /// input @ weightᵀ + bias, `torch.nn.functional.linear`: [*, in] → [*, out] for a weight
  /// [out, in], or [*, in] → [*] for a weight [in]. Product and bias are rounded once where the
  /// bias is a vector.
  /// - Errors: 0-d operands, sizes that do not match, different dtypes, bool.
  public static func linear(_ input: Tensor, _ weight: Tensor, bias: Tensor? = nil) -> Tensor {
    guarded {
      try weight.checkInitialized("<built-in function linear>")
      try check(
        input.dim > 0 && weight.dim > 0, .runtime,
        "both arguments to linear need to be at least 1D, but they are \(input.dim)D and "
          + "\(weight.dim)D")
      let transposed = weight.t()
      guard let bias else { return input.matmul(transposed) }
      if input.dim == 2 { return bias.addmm(input, transposed) }
      guard bias.dim <= 1, weight.dim == 2 else { return input.matmul(transposed).add(bias) }
      let lead = Shape(input.shape.dropLast())
      let rows = bias.addmm(input.reshape([lead.numel, input.shape[input.dim - 1]]), transposed)
      return rows.reshape(Shape(lead + [weight.shape[0]]))
    }
  }

  /// out[…, o] = Σᵢⱼ input1[…, i] · weight[o, i, j] · input2[…, j] + bias[o],
  /// `torch.nn.functional.bilinear`; half types round once.
  /// - Errors: sizes that do not match, different dtypes, bool.
  public static func bilinear(
    _ input1: Tensor, _ input2: Tensor, _ weight: Tensor, bias: Tensor? = nil
  ) -> Tensor {
    guarded {
      try checkBilinear(input1, input2, weight, bias)
      let (out, first, second) = (weight.shape[0], weight.shape[1], weight.shape[2])
      let x = input1.reshape([-1, first]).widened
      let y = input2.reshape([-1, second]).widened
      try throwPendingError()
      let count = x.shape[0]
      let folded = weight.widened.transpose(0, 1).reshape([first, out * second])
      let products = x.mm(folded).reshape([count, out, second]).bmm(y.unsqueeze(2))
      let shape = Shape(input1.shape.dropLast() + [out])
      let sums = products.reshape(shape)
      return (bias.map { sums.add($0.widened) } ?? sums).to(input1.dtype)
    }
  }

  private static func checkBilinear(
    _ input1: Tensor, _ input2: Tensor, _ weight: Tensor, _ bias: Tensor?
  ) throws {
    let dtypes = [input1.dtype, input2.dtype, weight.dtype] + (bias.map { [$0.dtype] } ?? [])
    let names = zip(["input1", "input2", "weight", "bias"], dtypes)
    try check(
      dtypes.allSatisfy { $0 == input1.dtype }, .runtime,
      "All tensors must have the same dtype, got "
        + names.map { "\($0): \($1.cTypeName)" }.joined(separator: ", "))
    try checkBilinearSizes(input1, input2, weight, bias)
    try check(weight.dim == 3, .runtime, "number of dimensions must match")
    try input1.refuseBool("bmm")
  }

  private static func checkBilinearSizes(
    _ input1: Tensor, _ input2: Tensor, _ weight: Tensor, _ bias: Tensor?
  ) throws {
    try check(
      input1.dim == input2.dim, .runtime,
      "bilinear(): input dimensions do not match: got \(input1.dim) and \(input2.dim)")
    for d in 0..<max(input1.dim - 1, 0) {
      try check(
        input1.shape[d] == input2.shape[d], .runtime,
        "bilinear(): input batch dimensions do not match at dim \(d): got \(input1.shape[d]) and "
          + "\(input2.shape[d])")
    }
    for (index, input) in [input1, input2].enumerated() {
      let (size, expected) = (input.size(-1), weight.size(index + 1))
      try throwPendingError()
      try check(
        size == expected, .runtime,
        "bilinear(): input\(index + 1) size does not match weight size: got \(size) but expected "
          + "\(expected)")
    }
    guard let bias else { return }
    let size = bias.size(0)
    try throwPendingError()
    try check(
      size == weight.shape[0], .runtime,
      "bilinear(): bias size does not match weight size: got \(size) but expected "
        + "\(weight.shape[0])")
  }
}
