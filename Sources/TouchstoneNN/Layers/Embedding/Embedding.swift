import Touchstone

/// A table of `numEmbeddings` rows that indices look up, `torch.nn.Embedding`.
open class Embedding: Module {
  public let numEmbeddings, embeddingDim: Int
  /// Row that gets no gradient and starts at zero, counted from the front.
  public let paddingIdx: Int?
  public let maxNorm: Double?
  public let normType: Double
  public let scaleGradByFreq, sparse: Bool
  @Parameter public var weight: Tensor

  /// See `Functional.embedding` for the arguments. Rows are standard normal numbers.
  /// - Errors: `.assertion` for a padding index out of range.
  public init(
    _ numEmbeddings: Int, _ embeddingDim: Int, paddingIdx: Int? = nil, maxNorm: Double? = nil,
    normType: Double = 2, scaleGradByFreq: Bool = false, sparse: Bool = false,
    weight: Tensor? = nil, freeze: Bool = false, device: Device = .cpu, dtype: DType? = nil
  ) {
    let table = EmbeddingTable(
      numEmbeddings, embeddingDim, paddingIdx, given: weight, "Padding_idx", device, dtype)
    (self.numEmbeddings, self.embeddingDim) = (numEmbeddings, embeddingDim)
    (self.maxNorm, self.normType) = (maxNorm, normType)
    (self.scaleGradByFreq, self.sparse) = (scaleGradByFreq, sparse)
    self.paddingIdx = table.padding
    self.weight = table.weight
    super.init()
    if weight == nil { resetParameters() }
    if freeze { self.weight.requiresGrad = false }
  }

  /// A table of given rows, `torch.nn.Embedding.from_pretrained`, frozen unless told otherwise.
  /// - Errors: `.assertion` unless there are two dimensions.
  public static func fromPretrained(
    _ embeddings: Tensor, freeze: Bool = true, paddingIdx: Int? = nil, maxNorm: Double? = nil,
    normType: Double = 2, scaleGradByFreq: Bool = false, sparse: Bool = false
  ) -> Embedding {
    let (rows, columns) = EmbeddingTable.sizes(embeddings)
    return Embedding(
      rows, columns, paddingIdx: paddingIdx, maxNorm: maxNorm, normType: normType,
      scaleGradByFreq: scaleGradByFreq, sparse: sparse, weight: embeddings, freeze: freeze)
  }

  /// Standard normal rows, the padding row zero.
  open func resetParameters() { EmbeddingTable.reset(weight, paddingIdx) }

  open override func forward(_ input: Tensor) -> Tensor {
    F.embedding(
      input, weight, paddingIdx: paddingIdx, maxNorm: maxNorm, normType: normType,
      scaleGradByFreq: scaleGradByFreq, sparse: sparse)
  }

  open override var extraRepr: String {
    var text = "\(numEmbeddings), \(embeddingDim)"
    if let paddingIdx { text += ", padding_idx=\(paddingIdx)" }
    if let maxNorm { text += ", max_norm=\(maxNorm)" }
    if normType != 2 { text += ", norm_type=\(normType)" }
    if scaleGradByFreq { text += ", scale_grad_by_freq=True" }
    return text + (sparse ? ", sparse=True" : "")
  }
}

/// The table of both embedding layers.
struct EmbeddingTable {
  let padding: Int?
  let weight: Tensor

  init(
    _ rows: Int, _ columns: Int, _ padding: Int?, given: Tensor?, _ name: String, _ device: Device,
    _ dtype: DType?
  ) {
    attempt {
      if let padding {
        try check(
          padding < rows && padding >= -rows, .assertion, "\(name) must be within num_embeddings")
      }
      if let given {
        try check(
          given.shape == [rows, columns], .assertion,
          "Shape of weight does not match num_embeddings and embedding_dim")
      }
    }
    self.padding = padding.map { $0 < 0 ? $0 + rows : $0 }
    weight = given ?? Tensor.empty([rows, columns], dtype: dtype, device: device)
  }

  static func sizes(_ embeddings: Tensor) -> (Int, Int) {
    guarded((0, 0)) {
      try check(
        embeddings.dim == 2, .assertion, "Embeddings parameter is expected to be 2-dimensional")
      return (embeddings.shape[0], embeddings.shape[1])
    }
  }

  static func reset(_ weight: Tensor, _ padding: Int?) {
    Init.normal_(weight)
    guard let padding else { return }
    noGrad { _ = weight.select(0, padding).fill_(0) }
  }
}
