import Touchstone

extension ModuleCatalogue {
  static let transformerLayers: [ModuleRecord] = [
    ModuleRecord(
      "TransformerEncoderLayer", layerSignature,
      forward: "src, src_mask, src_key_padding_mask, is_causal",
      construct: { TransformerEncoderLayer(try TransformerForm($0)) },
      call: { module, a in
        let layer = module as! TransformerEncoderLayer
        return [
          .tensor(
            layer(
              try a.tensor("src"), srcMask: try a.tensorOrNil("src_mask"),
              srcKeyPaddingMask: try a.tensorOrNil("src_key_padding_mask"),
              isCausal: try a.bool("is_causal", default: false)))
        ]
      }),
    ModuleRecord(
      "TransformerDecoderLayer", layerSignature, forward: "tgt, memory, \(decoderMasks)",
      construct: { TransformerDecoderLayer(try TransformerForm($0)) },
      call: { module, a in
        let layer = module as! TransformerDecoderLayer
        return [
          .tensor(layer(try a.tensor("tgt"), try a.tensor("memory"), masks: try DecoderMasks(a)))
        ]
      }),
    ModuleRecord(
      "TransformerEncoder", "encoder_layer, num_layers, norm, enable_nested_tensor, mask_check",
      forward: "src, mask, src_key_padding_mask, is_causal",
      construct: { a in
        TransformerEncoder(
          try a.part("encoder_layer", TransformerEncoderLayer.self), try a.int("num_layers"),
          norm: a.has("norm") ? try a.part("norm", Module.self) : nil,
          enableNestedTensor: try a.bool("enable_nested_tensor", default: true),
          maskCheck: try a.bool("mask_check", default: true))
      },
      call: { module, a in
        let encoder = module as! TransformerEncoder
        return [
          .tensor(
            encoder(
              try a.tensor("src"), mask: try a.tensorOrNil("mask"),
              srcKeyPaddingMask: try a.tensorOrNil("src_key_padding_mask"),
              isCausal: try a.boolOrNil("is_causal")))
        ]
      }),
    ModuleRecord(
      "TransformerDecoder", "decoder_layer, num_layers, norm",
      forward: "tgt, memory, \(decoderMasks)",
      construct: { a in
        TransformerDecoder(
          try a.part("decoder_layer", TransformerDecoderLayer.self), try a.int("num_layers"),
          norm: a.has("norm") ? try a.part("norm", Module.self) : nil)
      },
      call: { module, a in
        let decoder = module as! TransformerDecoder
        return [
          .tensor(decoder(try a.tensor("tgt"), try a.tensor("memory"), masks: try DecoderMasks(a)))
        ]
      }),
    ModuleRecord(
      "Transformer",
      "d_model, nhead, num_encoder_layers, num_decoder_layers, dim_feedforward, dropout, "
        + "activation, custom_encoder, custom_decoder, layer_norm_eps, batch_first, norm_first, "
        + "bias, device, dtype",
      forward: "src, tgt, src_mask, tgt_mask, memory_mask, src_key_padding_mask, "
        + "tgt_key_padding_mask, memory_key_padding_mask, src_is_causal, tgt_is_causal, "
        + "memory_is_causal",
      construct: transformer, call: transformed),
  ]

  private static let layerSignature =
    "d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps, batch_first, "
    + "norm_first, bias, device, dtype"
  private static let decoderMasks =
    "tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask, tgt_is_causal, "
    + "memory_is_causal"

  @Sendable private static func transformer(_ a: Arguments) throws -> Module {
    let form = try TransformerForm(a)
    return Transformer(
      dModel: form.dModel, nhead: form.nhead,
      numEncoderLayers: try a.int("num_encoder_layers", default: 6),
      numDecoderLayers: try a.int("num_decoder_layers", default: 6),
      dimFeedforward: form.dimFeedforward, dropout: form.dropout, activation: form.activation,
      layerNormEps: form.layerNormEps, batchFirst: form.batchFirst, normFirst: form.normFirst,
      bias: form.bias, dtype: form.dtype)
  }

  @Sendable private static func transformed(_ module: Module, _ a: Arguments) throws -> [Value] {
    let masks = try DecoderMasks(a)
    let output = (module as! Transformer)(
      try a.tensor("src"), try a.tensor("tgt"), srcMask: try a.tensorOrNil("src_mask"),
      tgtMask: masks.tgt, memoryMask: masks.memory,
      srcKeyPaddingMask: try a.tensorOrNil("src_key_padding_mask"),
      tgtKeyPaddingMask: masks.tgtKeyPadding, memoryKeyPaddingMask: masks.memoryKeyPadding,
      srcIsCausal: try a.boolOrNil("src_is_causal"), tgtIsCausal: masks.tgtIsCausal,
      memoryIsCausal: masks.memoryIsCausal)
    return [.tensor(output)]
  }
}

extension TransformerForm {
  fileprivate init(_ a: Arguments) throws {
    self.init(
      dModel: try a.int("d_model", default: 512), nhead: try a.int("nhead", default: 8),
      dimFeedforward: try a.int("dim_feedforward", default: 2048),
      dropout: try a.double("dropout", default: 0.1),
      activation: .named(try a.string("activation", default: "relu")),
      layerNormEps: try a.double("layer_norm_eps", default: 1e-5),
      batchFirst: try a.bool("batch_first", default: false),
      normFirst: try a.bool("norm_first", default: false),
      bias: try a.bool("bias", default: true), device: .cpu, dtype: try a.dtypeOrNil("dtype"))
  }
}

extension DecoderMasks {
  fileprivate init(_ a: Arguments) throws {
    self.init(
      tgt: try a.tensorOrNil("tgt_mask"), memory: try a.tensorOrNil("memory_mask"),
      tgtKeyPadding: try a.tensorOrNil("tgt_key_padding_mask"),
      memoryKeyPadding: try a.tensorOrNil("memory_key_padding_mask"),
      tgtIsCausal: try a.boolOrNil("tgt_is_causal"),
      memoryIsCausal: try a.bool("memory_is_causal", default: false))
  }
}

extension Arguments {
  /// A module among the arguments, written as `["module", class, arguments, [[name, value], …]]`.
  fileprivate func part<M: Module>(_ name: String, _ type: M.Type) throws -> M {
    guard case .list(let parts) = value(name), parts.count == 4,
      case .string(let path) = parts[1], case .list(let positional) = parts[2],
      case .list(let pairs) = parts[3], let record = ModuleCatalogue.record(path)
    else { throw TensorError(.type, "\(operation)(): argument '\(name)' must be a module") }
    let keywords: [(String, Value)] = pairs.compactMap {
      guard case .list(let pair) = $0, case .string(let key) = pair[0] else { return nil }
      return (key, pair[1])
    }
    let names = record.signature.split(separator: ",").map { $0.filter { $0 != " " } }
    let module = try record.construct(
      try Arguments(
        operation: path, signature: names, positional: positional,
        keywords: Dictionary(keywords, uniquingKeysWith: { first, _ in first })))
    guard let module = module as? M else {
      throw TensorError(.type, "\(operation)(): argument '\(name)' must be a \(type)")
    }
    return module
  }
}
