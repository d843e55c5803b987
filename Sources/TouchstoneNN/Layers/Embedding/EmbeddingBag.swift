import Touchstone

/// Sums, means or maxima of bags of rows of a table, `torch.nn.EmbeddingBag`.
open class EmbeddingBag: Module {
  public let numEmbeddings, embeddingDim: Int
  public let maxNorm: Double?
  public let normType: Double
  public let scaleGradByFreq: Bool
  public let mode: BagMode
  public let sparse, includeLastOffset: Bool
  /// Row that bags leave out, counted from the front.
  public let paddingIdx: Int?
  @Parameter public var weight: Tensor

  /// See `Functional.embeddingBag` for the arguments. Rows are standard normal numbers.
  /// - Errors: `.assertion` for a padding index out of range.
  public init(
    _ numEmbeddings: Int, _ embeddingDim: Int, maxNorm: Double? = nil, normType: Double = 2,
    scaleGradByFreq: Bool = false, mode: BagMode = .mean, sparse: Bool = false,
    weight: Tensor? = nil, includeLastOffset: Bool = false, paddingIdx: Int? = nil,
    freeze: Bool = false, device: Device = .cpu, dtype: DType? = nil
  ) {
    let table = EmbeddingTable(
      numEmbeddings, embeddingDim, paddingIdx, given: weight, "padding_idx", device, dtype)
    (self.numEmbeddings, self.embeddingDim) = (numEmbeddings, embeddingDim)
    (self.maxNorm, self.normType) = (maxNorm, normType)
    (self.scaleGradByFreq, self.sparse) = (scaleGradByFreq, sparse)
    (self.mode, self.includeLastOffset) = (mode, includeLastOffset)
    self.paddingIdx = table.padding
    self.weight = table.weight
    super.init()
    if weight == nil { resetParameters() }
    if freeze { self.weight.requiresGrad = false }
  }

  /// A table of given rows, `torch.nn.EmbeddingBag.from_pretrained`, frozen unless told otherwise.
  /// - Errors: `.assertion` unless there are two dimensions.
  public static func fromPretrained(
    _ embeddings: Tensor, freeze: Bool = true, maxNorm: Double? = nil, normType: Double = 2,
    scaleGradByFreq: Bool = false, mode: BagMode = .mean, sparse: Bool = false,
    includeLastOffset: Bool = false, paddingIdx: Int? = nil
  ) -> EmbeddingBag {
    let (rows, columns) = EmbeddingTable.sizes(embeddings)
    return EmbeddingBag(
      rows, columns, maxNorm: maxNorm, normType: normType, scaleGradByFreq: scaleGradByFreq,
      mode: mode, sparse: sparse, weight: embeddings, includeLastOffset: includeLastOffset,
      paddingIdx: paddingIdx, freeze: freeze)
  }

  /// Standard normal rows, the padding row zero.
  open func resetParameters() { EmbeddingTable.reset(weight, paddingIdx) }

  open override func forward(_ input: Tensor) -> Tensor { forward(input, offsets: nil) }

  open func forward(
    _ input: Tensor, offsets: Tensor?, perSampleWeights: Tensor? = nil
  ) -> Tensor {
    F.embeddingBag(
      input, weight, offsets: offsets, maxNorm: maxNorm, normType: normType,
      scaleGradByFreq: scaleGradByFreq, mode: mode, sparse: sparse,
      perSampleWeights: perSampleWeights, includeLastOffset: includeLastOffset,
      paddingIdx: paddingIdx)
  }

  public func callAsFunction(
    _ input: Tensor, offsets: Tensor?, perSampleWeights: Tensor? = nil
  ) -> Tensor {
    invoke([input, offsets, perSampleWeights], outputs: 1) { [self] in
      [forward($0[0]!, offsets: $0[1], perSampleWeights: $0[2])]
    }[0]!
  }

  open override var extraRepr: String {
    var text = "\(numEmbeddings), \(embeddingDim)"
    if let maxNorm { text += ", max_norm=\(maxNorm)" }
    if normType != 2 { text += ", norm_type=\(normType)" }
    if scaleGradByFreq { text += ", scale_grad_by_freq=True" }
    text += ", mode='\(mode.rawValue)'"
    return text + (paddingIdx.map { ", padding_idx=\($0)" } ?? "")
  }
}
