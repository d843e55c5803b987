// What multi-head attention demands of its arguments, in PyTorch's words.

extension AttentionCall {
  func checkRanks(_ keyPaddingMask: Tensor?, _ attnMask: Tensor?) throws {
    try check(
      query.dim == 2 || query.dim == 3, .assertion,
      "query should be unbatched 2D or batched 3D tensor but received \(query.dim)-D query tensor")
    let rank = query.dim
    let form = "For \(rank == 3 ? "batched" : "unbatched") (\(rank)-D) `query`, expected"
    try check(
      key.dim == rank && value.dim == rank, .assertion,
      "\(form) `key` and `value` to be \(rank)-D but found \(key.dim)-D and \(value.dim)-D "
        + "tensors respectively")
    if let keyPaddingMask {
      try check(
        keyPaddingMask.dim == rank - 1, .assertion,
        "\(form) `key_padding_mask` to be `None` or \(rank - 1)-D but found "
          + "\(keyPaddingMask.dim)-D tensor instead")
    }
    guard let attnMask else { return }
    try check(
      attnMask.dim == 2 || attnMask.dim == 3, .assertion,
      "\(form) `attn_mask` to be `None`, 2-D or 3-D but found \(attnMask.dim)-D tensor instead")
    let expected: Shape = [parameters.numHeads, query.shape[0], key.shape[0]]
    try check(
      rank == 3 || attnMask.dim == 2 || attnMask.shape == expected, .assertion,
      "Expected `attn_mask` shape to be \(pythonTuple(expected)) but got "
        + "torch.Size(\(attnMask.shape))")
  }

  func checkWidths() throws {
    let width = query.shape[2]
    let heads = parameters.numHeads
    try check(
      width == parameters.embedDim, .assertion,
      "was expecting embedding dimension of \(parameters.embedDim), but got \(width)")
    try check(
      heads > 0 && width % heads == 0, .assertion,
      "embed_dim \(width) not divisible by num_heads \(heads)")
    if parameters.useSeparateProjWeight {
      let (k, v) = (Shape(key.shape.prefix(2)), Shape(value.shape.prefix(2)))
      try check(
        k == v, .assertion,
        "key's sequence and batch dims torch.Size(\(k)) do not match value's torch.Size(\(v))")
    } else {
      try check(
        key.shape == value.shape, .assertion,
        "key shape torch.Size(\(key.shape)) does not match value shape torch.Size(\(value.shape))")
    }
  }

  /// The weights of separate projections, whose shapes fit the inputs.
  func separateWeights(_ biases: [Tensor]?) throws -> [Tensor] {
    let width = query.shape[2]
    let given = [
      ("q", "query", parameters.qProjWeight, width),
      ("k", "key", parameters.kProjWeight, key.shape[2]),
      ("v", "value", parameters.vProjWeight, value.shape[2]),
    ]
    let weights = try given.map { letter, _, weight, _ in
      guard let weight else {
        throw TensorError(
          .assertion, "use_separate_proj_weight is True but \(letter)_proj_weight is None")
      }
      return weight
    }
    for (weight, (_, name, _, inputs)) in zip(weights, given) {
      try check(
        weight.shape == [width, inputs], .assertion,
        "expecting \(name) weights shape of \(pythonTuple([width, inputs])), but got "
          + "torch.Size(\(weight.shape))")
    }
    for (bias, (_, name, _, _)) in zip(biases ?? [], given) {
      try check(
        bias.shape == [width], .assertion,
        "expecting \(name) bias shape of (\(width),), but got torch.Size(\(bias.shape))")
    }
    return weights
  }

  func checkMaskShape() throws {
    guard let mask else { return }
    let length = key.shape[0]
    let plain: Shape = [targetLength, length]
    let perHead: Shape = [batch * parameters.numHeads, targetLength, length]
    let expected = mask.dim == 2 ? plain : perHead
    try check(
      mask.shape == expected, .runtime,
      "The shape of the \(mask.dim)D attn_mask is torch.Size(\(mask.shape)), but should be "
        + "\(pythonTuple(expected)).")
  }

  /// Projected keys or values given from outside, if they fit.
  func checkedStatic(
    _ tensor: Tensor?, _ name: String, _ rows: Int, _ width: Int
  ) throws -> Tensor? {
    guard let tensor else { return nil }
    try check(
      tensor.dim == 3 && tensor.shape[0] == rows, .assertion,
      "expecting \(name).size(0) of \(rows), but got \(tensor.size(0))")
    try check(
      tensor.shape[2] == width, .assertion,
      "expecting \(name).size(2) of \(width), but got \(tensor.shape[2])")
    return tensor
  }

  func checkPadding(_ mask: Tensor, _ length: Int) throws {
    for (index, expected) in [batch, length].enumerated() {
      try check(
        mask.shape[index] == expected, .assertion,
        "Expected key_padded_mask.shape[\(index)] to be \(expected), but got "
          + "\(mask.shape[index])")
    }
  }
}
