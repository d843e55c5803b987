/// The records of embeddings, by PyTorch's names. `op_db` gives the weight first, because that is
/// what has a gradient.
extension Catalogue {
  static let embeddings: [OperationRecord] = [
    OperationRecord(
      "nn.functional.embedding",
      signature: "weight, input, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse",
      metric: .reduction
    ) { a in
      let out = F.embedding(
        try a.tensor("input"), try a.tensor("weight"), paddingIdx: try a.intOrNil("padding_idx"),
        maxNorm: try a.doubleOrNil("max_norm"), normType: try a.double("norm_type", default: 2),
        scaleGradByFreq: try a.bool("scale_grad_by_freq", default: false),
        sparse: try a.bool("sparse", default: false))
      return [.tensor(out)]
    },
    OperationRecord(
      "nn.functional.embedding_bag",
      signature: "weight, input, offsets, max_norm, norm_type, scale_grad_by_freq, mode, sparse, "
        + "per_sample_weights, include_last_offset, padding_idx",
      metric: .reduction
    ) { a in
      let out = F.embeddingBag(
        try a.tensor("input"), try a.tensor("weight"), offsets: try a.tensorOrNil("offsets"),
        maxNorm: try a.doubleOrNil("max_norm"), normType: try a.double("norm_type", default: 2),
        scaleGradByFreq: try a.bool("scale_grad_by_freq", default: false),
        mode: try BagMode(name: try a.string("mode", default: "mean")),
        sparse: try a.bool("sparse", default: false),
        perSampleWeights: try a.tensorOrNil("per_sample_weights"),
        includeLastOffset: try a.bool("include_last_offset", default: false),
        paddingIdx: try a.intOrNil("padding_idx"))
      return [.tensor(out)]
    },
    OperationRecord("nn.functional.one_hot", signature: "tensor, num_classes", metric: .exact) {
      a in [.tensor(F.oneHot(try a.tensor("tensor"), try a.int("num_classes", default: -1)))]
    },
  ]
}
