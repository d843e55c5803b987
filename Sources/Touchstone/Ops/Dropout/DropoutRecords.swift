/// The records of dropout, by PyTorch's names.
extension Catalogue {
  static let dropouts: [OperationRecord] = [
    dropout(
      "dropout", { F.dropout($0, p: $1, training: $2) },
      { F.dropout_($0, p: $1, training: $2) }),
    dropout(
      "dropout1d", { F.dropout1d($0, p: $1, training: $2) },
      { F.dropout1d_($0, p: $1, training: $2) }),
    dropout(
      "dropout2d", { F.dropout2d($0, p: $1, training: $2) },
      { F.dropout2d_($0, p: $1, training: $2) }),
    dropout(
      "dropout3d", { F.dropout3d($0, p: $1, training: $2) },
      { F.dropout3d_($0, p: $1, training: $2) }),
    dropout(
      "alpha_dropout", training: false, { F.alphaDropout($0, p: $1, training: $2) },
      { F.alphaDropout_($0, p: $1, training: $2) }),
    dropout(
      "feature_alpha_dropout", training: false, { F.featureAlphaDropout($0, p: $1, training: $2) },
      { F.featureAlphaDropout_($0, p: $1, training: $2) }),
    OperationRecord(
      "native_dropout_backward", signature: "grad_output, mask, scale", metric: .pointwise(ulps: 1)
    ) { a in
      let out = Tensor.nativeDropoutBackward(
        try a.tensor("grad_output"), try a.tensor("mask"), try a.double("scale"))
      return [.tensor(out)]
    },
  ]

  private typealias Form = @Sendable (Tensor, Double, Bool) -> Tensor

  private static func dropout(
    _ name: String, training: Bool = true, _ call: @escaping Form, _ inPlace: @escaping Form
  ) -> OperationRecord {
    OperationRecord(
      "nn.functional.\(name)", signature: "input, p, training, inplace",
      metric: .pointwise(ulps: 1)
    ) { a in
      let form = try a.bool("inplace", default: false) ? inPlace : call
      let out = form(
        try a.tensor("input"), try a.double("p", default: 0.5),
        try a.bool("training", default: training))
      return [.tensor(out)]
    }
  }
}
