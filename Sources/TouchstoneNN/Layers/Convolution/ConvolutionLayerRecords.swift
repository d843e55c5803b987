import Touchstone

extension Arguments {
  /// Sizes of a layer's argument; a single one counts for all dimensions.
  func layerSizes(_ name: String, default fallback: Int) throws -> [Int] {
    try ints(name, default: [fallback])
  }

  fileprivate func forwardOptions(_ rank: Int) throws -> ConvOptions {
    .forward(
      rank, try int("out_channels"), try ints("kernel_size"), try layerSizes("stride", default: 1),
      try convolutionPadding("padding"), try layerSizes("dilation", default: 1),
      try int("groups", default: 1), try bool("bias", default: true),
      try string("padding_mode", default: "zeros"), .cpu, try dtypeOrNil("dtype"))
  }

  fileprivate func transposedOptions(_ rank: Int) throws -> ConvOptions {
    .transposed(
      rank, try int("out_channels"), try ints("kernel_size"), try layerSizes("stride", default: 1),
      try layerSizes("padding", default: 0), try layerSizes("output_padding", default: 0),
      try int("groups", default: 1), try bool("bias", default: true),
      try layerSizes("dilation", default: 1), try string("padding_mode", default: "zeros"), .cpu,
      try dtypeOrNil("dtype"))
  }
}

extension ModuleCatalogue {
  static let convolutionLayers: [ModuleRecord] = forwards + transposes

  private static let forwardNames =
    "out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode, device, "
    + "dtype"
  private static let transposedNames =
    "out_channels, kernel_size, stride, padding, output_padding, groups, bias, dilation, "
    + "padding_mode, device, dtype"

  private static let forwards: [ModuleRecord] = [
    convolution("Conv1d", 1) { Conv1d($0, $1) },
    convolution("LazyConv1d", 1, isLazy: true) { LazyConv1d($0, $1) },
    convolution("Conv2d", 2) { Conv2d($0, $1) },
    convolution("LazyConv2d", 2, isLazy: true) { LazyConv2d($0, $1) },
    convolution("Conv3d", 3) { Conv3d($0, $1) },
    convolution("LazyConv3d", 3, isLazy: true) { LazyConv3d($0, $1) },
  ]

  private static let transposes: [ModuleRecord] = [
    transposed("ConvTranspose1d", 1) { ConvTranspose1d($0, $1) },
    transposed("LazyConvTranspose1d", 1, isLazy: true) { LazyConvTranspose1d($0, $1) },
    transposed("ConvTranspose2d", 2) { ConvTranspose2d($0, $1) },
    transposed("LazyConvTranspose2d", 2, isLazy: true) { LazyConvTranspose2d($0, $1) },
    transposed("ConvTranspose3d", 3) { ConvTranspose3d($0, $1) },
    transposed("LazyConvTranspose3d", 3, isLazy: true) { LazyConvTranspose3d($0, $1) },
  ]

  private static func convolution(
    _ name: String, _ rank: Int, isLazy: Bool = false,
    _ make: @escaping @Sendable (Int?, ConvOptions) -> Module
  ) -> ModuleRecord {
    ModuleRecord(name, (isLazy ? "" : "in_channels, ") + forwardNames) { a in
      make(isLazy ? nil : try a.int("in_channels"), try a.forwardOptions(rank))
    }
  }

  private static func transposed(
    _ name: String, _ rank: Int, isLazy: Bool = false,
    _ make: @escaping @Sendable (Int?, ConvOptions) -> Module
  ) -> ModuleRecord {
    ModuleRecord(
      name, (isLazy ? "" : "in_channels, ") + transposedNames, forward: "input, output_size",
      construct: { a in
        make(isLazy ? nil : try a.int("in_channels"), try a.transposedOptions(rank))
      }
    ) { module, a in
      let input = try a.tensor("input")
      guard let size = try a.intsOrNil("output_size"), let layer = module as? ConvNd else {
        return [.tensor(module(input))]
      }
      return [.tensor(layer.transposed(input, outputSize: size))]
    }
  }
}
