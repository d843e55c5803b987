import Touchstone

extension ModuleCatalogue {
  static let embeddingLayers: [ModuleRecord] = [
    ModuleRecord(
      "Embedding",
      "num_embeddings, embedding_dim, padding_idx, max_norm, norm_type, scale_grad_by_freq, "
        + "sparse, _weight, _freeze, device, dtype"
    ) { a in
      Embedding(
        try a.int("num_embeddings"), try a.int("embedding_dim"),
        paddingIdx: try a.intOrNil("padding_idx"), maxNorm: try a.doubleOrNil("max_norm"),
        normType: try a.double("norm_type", default: 2),
        scaleGradByFreq: try a.bool("scale_grad_by_freq", default: false),
        sparse: try a.bool("sparse", default: false), weight: try a.tensorOrNil("_weight"),
        freeze: try a.bool("_freeze", default: false), dtype: try a.dtypeOrNil("dtype"))
    },
    ModuleRecord(
      "EmbeddingBag",
      "num_embeddings, embedding_dim, max_norm, norm_type, scale_grad_by_freq, mode, sparse, "
        + "_weight, include_last_offset, padding_idx, device, dtype",
      forward: "input, offsets, per_sample_weights"
    ) { a in
      EmbeddingBag(
        try a.int("num_embeddings"), try a.int("embedding_dim"),
        maxNorm: try a.doubleOrNil("max_norm"), normType: try a.double("norm_type", default: 2),
        scaleGradByFreq: try a.bool("scale_grad_by_freq", default: false),
        mode: try BagMode(name: try a.string("mode", default: "mean")),
        sparse: try a.bool("sparse", default: false), weight: try a.tensorOrNil("_weight"),
        includeLastOffset: try a.bool("include_last_offset", default: false),
        paddingIdx: try a.intOrNil("padding_idx"), dtype: try a.dtypeOrNil("dtype"))
    } call: { module, a in
      let out = (module as! EmbeddingBag)(
        try a.tensor("input"), offsets: try a.tensorOrNil("offsets"),
        perSampleWeights: try a.tensorOrNil("per_sample_weights"))
      return [.tensor(out)]
    },
  ]
}
