import Touchstone

extension ModuleCatalogue {
  static let linearLayers: [ModuleRecord] = [
    ModuleRecord("Linear", "in_features, out_features, bias, device, dtype") { a in
      Linear(
        try a.int("in_features"), try a.int("out_features"),
        bias: try a.bool("bias", default: true),
        dtype: try a.dtypeOrNil("dtype"))
    },
    ModuleRecord("LazyLinear", "out_features, bias, device, dtype") { a in
      LazyLinear(
        try a.int("out_features"), bias: try a.bool("bias", default: true),
        dtype: try a.dtypeOrNil("dtype"))
    },
    ModuleRecord(
      "Bilinear", "in1_features, in2_features, out_features, bias, device, dtype",
      forward: "input1, input2",
      construct: { a in
        Bilinear(
          try a.int("in1_features"), try a.int("in2_features"), try a.int("out_features"),
          bias: try a.bool("bias", default: true), dtype: try a.dtypeOrNil("dtype"))
      }
    ) { module, a in
      guard let layer = module as? Bilinear else { return [] }
      return [.tensor(layer(try a.tensor("input1"), try a.tensor("input2")))]
    },
    ModuleRecord("Identity", "argument, unused, device, dtype") { _ in Identity() },
  ]
}
