/// The records of resampling images, by PyTorch's names.
extension Catalogue {
  static let resamplings: [OperationRecord] = interpolations + gridSamplers

  private static let interpolations: [OperationRecord] = [
    OperationRecord(
      "nn.functional.interpolate",
      signature: "input, size, scale_factor, mode, align_corners, recompute_scale_factor, "
        + "antialias",
      metric: .reference
    ) { a in
      let input = try a.tensor("input")
      return [
        .tensor(
          F.interpolate(
            input, size: try a.sizeOrNil("size"), scaleFactor: try a.scaleOrNil("scale_factor"),
            mode: try a.interpolationMode(input), alignCorners: try a.boolOrNil("align_corners"),
            recomputeScaleFactor: try a.boolOrNil("recompute_scale_factor"),
            antialias: try a.bool("antialias", default: false)))
      ]
    },
    upsampling("nn.functional.upsample_nearest", .movement) {
      F.upsampleNearest($0, size: $1, scaleFactor: $2)
    },
    upsampling("nn.functional.upsample_bilinear", .reference) {
      F.upsampleBilinear($0, size: $1, scaleFactor: $2)
    },
    OperationRecord(
      "_upsample_bilinear2d_aa",
      signature: "input, output_size, align_corners, scales_h, scales_w, scale_factors",
      metric: .reference
    ) { a in
      [.tensor(try a.antialiased(.bilinear))]
    },
  ]

  private static func upsampling(
    _ name: String, _ metric: MetricFamily,
    _ call: @escaping @Sendable (Tensor, (any SizeArgument)?, (any ScaleArgument)?) -> Tensor
  ) -> OperationRecord {
    OperationRecord(name, signature: "input, size, scale_factor", metric: metric) { a in
      let scale = try a.scaleOrNil("scale_factor")
      return [.tensor(call(try a.tensor("input"), try a.sizeOrNil("size"), scale))]
    }
  }

  private static let gridSamplers: [OperationRecord] = [
    OperationRecord(
      "nn.functional.grid_sample", signature: "input, grid, mode, padding_mode, align_corners",
      metric: .reference
    ) { a in
      let result = F.gridSample(
        try a.tensor("input"), try a.tensor("grid"), mode: try a.gridMode(),
        paddingMode: try a.gridPadding(), alignCorners: try a.bool("align_corners", default: false))
      return [.tensor(result)]
    },
    gridSampler("grid_sampler_2d"),
    gridSampler("grid_sampler_3d"),
  ]

  private static func gridSampler(_ name: String) -> OperationRecord {
    OperationRecord(
      name, signature: "input, grid, interpolation_mode, padding_mode, align_corners",
      metric: .reference
    ) { a in
      let result = F.gridSample(
        try a.tensor("input"), try a.tensor("grid"),
        mode: GridSampleMode.allCases[try a.int("interpolation_mode")],
        paddingMode: GridSamplePadding.allCases[try a.int("padding_mode")],
        alignCorners: try a.bool("align_corners", default: false))
      return [.tensor(result)]
    }
  }
}

extension Arguments {
  fileprivate func sizeOrNil(_ name: String) throws -> (any SizeArgument)? {
    guard has(name) else { return nil }
    if case .list = value(name) { return try ints(name) }
    return try int(name)
  }

  fileprivate func scaleOrNil(_ name: String) throws -> (any ScaleArgument)? {
    guard has(name) else { return nil }
    if case .list = value(name) { return try doublesOrNil(name) }
    return try double(name)
  }

  fileprivate func interpolationMode(_ input: Tensor) throws -> InterpolationMode {
    let name = try string("mode", default: "nearest")
    guard let mode = InterpolationMode(rawValue: name) else {
      throw unsupportedInterpolation(input, name)
    }
    return mode
  }

  fileprivate func gridMode() throws -> GridSampleMode {
    let name = try string("mode", default: "bilinear")
    guard let mode = GridSampleMode(rawValue: name) else {
      throw TensorError(
        .value,
        "nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', but "
          + "got: '\(name)'")
    }
    return mode
  }

  fileprivate func gridPadding() throws -> GridSamplePadding {
    let name = try string("padding_mode", default: "zeros")
    guard let padding = GridSamplePadding(rawValue: name) else {
      throw TensorError(
        .value,
        "nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or "
          + "'reflection', but got: '\(name)'")
    }
    return padding
  }

  /// PyTorch's own function below `interpolate`: sizes and factors may both be given.
  fileprivate func antialiased(_ mode: InterpolationMode) throws -> Tensor {
    let input = try tensor("input")
    let factors = try doublesOrNil("scale_factors")
    let given = [try doubleOrNil("scales_h"), try doubleOrNil("scales_w")]
    let sizes = try intsOrNil("output_size")
    let scaled = try factors.map { factors in
      try zip(input.shape.suffix(2), factors).map { try wholeNumber(Double($0) * $1) }
    }
    guard let out = sizes ?? scaled, out.count == 2, input.dim == 4 else {
      throw TensorError(
        .runtime, "It is expected output_size equals to 2, but got size \(sizes?.count ?? 0)")
    }
    return try Upsampling(
      mode: mode, spatial: 2, out: out, scales: factors ?? given,
      alignCorners: bool("align_corners", default: false), antialias: true)(input)
  }
}
