/// The records of attention, by PyTorch's names.
extension Catalogue {
  static let attentions: [OperationRecord] = [
    OperationRecord(
      "nn.functional.scaled_dot_product_attention",
      signature: "query, key, value, attn_mask, dropout_p, is_causal, scale, enable_gqa",
      metric: .reference
    ) { a in
      [
        .tensor(
          F.scaledDotProductAttention(
            try a.tensor("query"), try a.tensor("key"), try a.tensor("value"),
            attnMask: try a.tensorOrNil("attn_mask"),
            dropoutP: try a.double("dropout_p", default: 0),
            isCausal: try a.bool("is_causal", default: false), scale: try a.doubleOrNil("scale"),
            enableGQA: try a.bool("enable_gqa", default: false), generator: seeded))
      ]
    },
    OperationRecord(
      "nn.functional.multi_head_attention_forward",
      signature: "query, key, value, embed_dim_to_check, num_heads, in_proj_weight, in_proj_bias, "
        + "bias_k, bias_v, add_zero_attn, dropout_p, out_proj_weight, out_proj_bias, training, "
        + "key_padding_mask, need_weights, attn_mask, use_separate_proj_weight, q_proj_weight, "
        + "k_proj_weight, v_proj_weight, static_k, static_v, average_attn_weights, is_causal",
      metric: .reference
    ) { a in
      let (output, weights) = F.multiHeadAttentionForward(
        try a.tensor("query"), try a.tensor("key"), try a.tensor("value"),
        try AttentionParameters(a), keyPaddingMask: try a.tensorOrNil("key_padding_mask"),
        needWeights: try a.bool("need_weights", default: true),
        attnMask: try a.tensorOrNil("attn_mask"),
        averageAttnWeights: try a.bool("average_attn_weights", default: true),
        isCausal: try a.bool("is_causal", default: false), generator: seeded)
      return [.tensor(output), weights.map(Value.tensor) ?? .none]
    },
  ]

  /// PyTorch's database seeds the default generator so before each call that may draw.
  private static var seeded: Generator { Generator(seed: 42) }
}

extension AttentionParameters {
  fileprivate init(_ a: Arguments) throws {
    self.init(
      embedDim: try a.int("embed_dim_to_check"), numHeads: try a.int("num_heads"),
      outProjWeight: try a.tensor("out_proj_weight"),
      outProjBias: try a.tensorOrNil("out_proj_bias"))
    inProjWeight = try a.tensorOrNil("in_proj_weight")
    inProjBias = try a.tensorOrNil("in_proj_bias")
    useSeparateProjWeight = try a.bool("use_separate_proj_weight", default: false)
    qProjWeight = try a.tensorOrNil("q_proj_weight")
    kProjWeight = try a.tensorOrNil("k_proj_weight")
    vProjWeight = try a.tensorOrNil("v_proj_weight")
    biasK = try a.tensorOrNil("bias_k")
    biasV = try a.tensorOrNil("bias_v")
    addZeroAttn = try a.bool("add_zero_attn", default: false)
    staticK = try a.tensorOrNil("static_k")
    staticV = try a.tensorOrNil("static_v")
    dropoutP = try a.double("dropout_p", default: 0)
    training = try a.bool("training", default: true)
  }
}
