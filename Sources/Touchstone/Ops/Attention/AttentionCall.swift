/// One call of multi-head attention: its tensors on their way from inputs to heads.
struct AttentionCall {
  let parameters: AttentionParameters
  let needsWeights: Bool
  let generator: Generator?
  let isBatched: Bool
  var query: Tensor
  var key: Tensor
  var value: Tensor
  var paddingMask: Tensor?
  var mask: Tensor?
  var isCausal = false

  init(
    _ parameters: AttentionParameters, _ query: Tensor, _ key: Tensor, _ value: Tensor,
    _ needsWeights: Bool, _ generator: Generator?
  ) {
    self.parameters = parameters
    (self.query, self.key, self.value) = (query, key, value)
    self.needsWeights = needsWeights
    self.generator = generator
    isBatched = query.dim == 3
    (targetLength, batch, headDim) = (0, 0, 0)
  }

  private(set) var targetLength: Int
  private(set) var batch: Int
  private var headDim: Int
  private var rows: Int { batch * parameters.numHeads }
  private var dropout: Double { parameters.training ? parameters.dropoutP : 0 }

  /// Inputs without a batch get one of size 1.
  mutating func addBatch(_ keyPaddingMask: Tensor?) throws {
    paddingMask = keyPaddingMask
    if !isBatched {
      let isSelf = query === key && key === value
      query = query.unsqueeze(1)
      key = isSelf ? query : key.unsqueeze(1)
      value = isSelf ? query : value.unsqueeze(1)
      paddingMask = paddingMask?.unsqueeze(0)
    }
    try throwPendingError()
    (targetLength, batch) = (query.shape[0], query.shape[1])
  }

  /// Masks as numbers to add; a causal one that nothing else needs becomes a mere flag.
  mutating func takeMasks(_ attnMask: Tensor?, _ causal: Bool) throws {
    paddingMask = try additive(paddingMask, "key_padding_mask")
    try check(
      !causal || attnMask != nil, .runtime,
      "Need attn_mask if specifying the is_causal hint. You may use the Transformer module method "
        + "`generate_square_subsequent_mask` to create this mask.")
    isCausal = causal && paddingMask == nil
    mask = isCausal && !needsWeights ? nil : try additive(attnMask, "attn_mask")
  }

  private func additive(_ mask: Tensor?, _ name: String) throws -> Tensor? {
    guard let mask, mask.dtype == .bool else {
      try check(
        mask?.dtype.isFloatingPoint ?? true, .assertion,
        "only bool and floating types of \(name) are supported")
      return mask
    }
    return Tensor.zerosLike(mask, dtype: query.dtype).maskedFill(mask, -Double.infinity)
  }

  /// The three input projections; equal inputs are projected together.
  mutating func project() throws {
    let p = parameters
    let biases = try p.inProjBias.map(Self.thirds)
    if p.useSeparateProjWeight {
      let weights = try separateWeights(biases)
      query = F.linear(query, weights[0], bias: biases?[0])
      key = F.linear(key, weights[1], bias: biases?[1])
      value = F.linear(value, weights[2], bias: biases?[2])
    } else {
      guard let packed = p.inProjWeight else {
        throw TensorError(
          .assertion, "use_separate_proj_weight is False but in_proj_weight is None")
      }
      try projectPacked(packed, biases)
    }
    try throwPendingError()
  }

  private mutating func projectPacked(_ packed: Tensor, _ biases: [Tensor]?) throws {
    let weights = try Self.thirds(packed)
    if query === key && key === value {
      let parts = F.linear(query, packed, bias: parameters.inProjBias).chunk(3, dim: -1)
      try throwPendingError()
      (query, key, value) = (parts[0], parts[1], parts[2])
      return
    }
    query = F.linear(query, weights[0], bias: biases?[0])
    key = F.linear(key, weights[1], bias: biases?[1])
    value = F.linear(value, weights[2], bias: biases?[2])
  }

  /// What is packed for query, key and value along the first dimension.
  private static func thirds(_ packed: Tensor) throws -> [Tensor] {
    let parts = packed.chunk(3)
    try throwPendingError()
    try check(
      parts.count == 3, .value, "not enough values to unpack (expected 3, got \(parts.count))")
    return parts
  }

  /// A mask of all heads gets a dimension for them.
  mutating func alignMask() throws {
    try checkMaskShape()
    if mask?.dim == 2 { mask = mask?.unsqueeze(0) }
  }

  /// The learned key and value at the end of the sequence.
  mutating func appendBias() throws {
    guard let biasK = parameters.biasK, let biasV = parameters.biasV else {
      try check(parameters.biasK == nil, .assertion, "bias_k is set but bias_v is None")
      try check(parameters.biasV == nil, .assertion, "bias_v is set but bias_k is None")
      return
    }
    try check(parameters.staticK == nil, .assertion, "bias cannot be added to static key.")
    try check(parameters.staticV == nil, .assertion, "bias cannot be added to static value.")
    key = Tensor.cat([key, biasK.repeat([1, batch, 1])])
    value = Tensor.cat([value, biasV.repeat([1, batch, 1])])
    padMasks()
  }

  private mutating func padMasks() {
    mask = mask?.constantPadNd([0, 1])
    paddingMask = paddingMask?.constantPadNd([0, 1])
  }

  /// [sequence, batch, width] becomes [batch · heads, sequence, width of a head].
  mutating func splitHeads() throws {
    headDim = parameters.embedDim / parameters.numHeads
    func split(_ tensor: Tensor) -> Tensor {
      tensor.reshape([tensor.size(0), rows, headDim]).transpose(0, 1)
    }
    query = split(query)
    key = try checkedStatic(parameters.staticK, "static_k", rows, headDim) ?? split(key)
    value = try checkedStatic(parameters.staticV, "static_v", rows, headDim) ?? split(value)
    try throwPendingError()
  }

  /// A key and a value of zeros at the end of the sequence.
  mutating func appendZeros() {
    guard parameters.addZeroAttn else { return }
    let zeros = Tensor.zeros([rows, 1, headDim], dtype: key.dtype, device: key.device)
    key = Tensor.cat([key, zeros], dim: 1)
    value = Tensor.cat([value, zeros], dim: 1)
    padMasks()
  }

  /// One mask of both.
  mutating func mergeMasks() throws {
    guard let padding = paddingMask else { return }
    let length = key.size(1)
    try checkPadding(padding, length)
    let spread = padding.reshape([batch, 1, 1, length])
      .expand([-1, parameters.numHeads, -1, -1]).reshape([rows, 1, length])
    mask = mask.map { $0 + spread } ?? spread
  }

  /// Attention with the weights themselves, [batch, (heads,) L, S].
  func weighted(_ averaged: Bool) throws -> (Tensor, Tensor?) {
    let scaled = query * (1 / Double(headDim)).squareRoot()
    let transposed = key.transpose(-2, -1)
    let scores = mask.map { $0.baddbmm(scaled, transposed) } ?? scaled.bmm(transposed)
    var weights = scores.softmax(-1)
    if dropout > 0 { weights = weights * weights.dropoutNoise(dropout, generator: generator) }
    let heads = weights.bmm(value).transpose(0, 1)
    var perHead = weights.reshape([batch, parameters.numHeads, targetLength, key.size(1)])
    if averaged { perHead = perHead.mean(1) }
    return (joined(heads), isBatched ? perHead : perHead.squeeze(0))
  }

  /// Attention without weights.
  func fused() -> (Tensor, Tensor?) {
    func perBatch(_ tensor: Tensor) -> Tensor {
      tensor.reshape([batch, parameters.numHeads, tensor.size(1), headDim])
    }
    var spread = mask
    if let mask {
      spread =
        mask.shape[0] == 1
        ? mask.unsqueeze(0)
        : mask.reshape([batch, parameters.numHeads, -1, key.size(1)])
    }
    let heads = F.scaledDotProductAttention(
      perBatch(query), perBatch(key), perBatch(value), attnMask: spread, dropoutP: dropout,
      isCausal: isCausal && spread == nil, generator: generator)
    return (joined(heads.permute([2, 0, 1, 3])), nil)
  }

  /// What the heads found, side by side and projected, [L, batch, E].
  private func joined(_ heads: Tensor) -> Tensor {
    let flat = heads.reshape([targetLength * batch, parameters.embedDim])
    let projected = F.linear(flat, parameters.outProjWeight, bias: parameters.outProjBias)
    let output = projected.reshape([targetLength, batch, projected.size(1)])
    return isBatched ? output : output.squeeze(1)
  }
}
