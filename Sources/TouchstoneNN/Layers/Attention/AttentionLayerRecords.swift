import Touchstone

extension ModuleCatalogue {
  static let attentionLayers: [ModuleRecord] = [
    ModuleRecord(
      "MultiheadAttention",
      "embed_dim, num_heads, dropout, bias, add_bias_kv, add_zero_attn, kdim, vdim, batch_first, "
        + "device, dtype",
      forward: "query, key, value, key_padding_mask, need_weights, attn_mask, "
        + "average_attn_weights, is_causal",
      construct: { a in
        MultiheadAttention(
          try a.int("embed_dim"), try a.int("num_heads"),
          dropout: try a.double("dropout", default: 0), bias: try a.bool("bias", default: true),
          addBiasKV: try a.bool("add_bias_kv", default: false),
          addZeroAttn: try a.bool("add_zero_attn", default: false),
          kdim: try a.intOrNil("kdim"), vdim: try a.intOrNil("vdim"),
          batchFirst: try a.bool("batch_first", default: false), dtype: try a.dtypeOrNil("dtype"))
      },
      call: { module, a in
        let (output, weights) = (module as! MultiheadAttention)(
          try a.tensor("query"), try a.tensor("key"), try a.tensor("value"),
          keyPaddingMask: try a.tensorOrNil("key_padding_mask"),
          needWeights: try a.bool("need_weights", default: true),
          attnMask: try a.tensorOrNil("attn_mask"),
          averageAttnWeights: try a.bool("average_attn_weights", default: true),
          isCausal: try a.bool("is_causal", default: false))
        return [.tensor(output), weights.map(Value.tensor) ?? .none]
      })
  ]
}
