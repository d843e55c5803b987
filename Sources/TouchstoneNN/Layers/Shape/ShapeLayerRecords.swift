import Touchstone

extension ModuleCatalogue {
  static let shapeLayers: [ModuleRecord] = [
    ModuleRecord("Flatten", "start_dim, end_dim", metric: .movement) { a in
      Flatten(try a.int("start_dim", default: 1), try a.int("end_dim", default: -1))
    },
    ModuleRecord("Unflatten", "dim, unflattened_size", metric: .movement) { a in
      Unflatten(try a.int("dim"), try a.ints("unflattened_size"))
    },
    ModuleRecord("PixelShuffle", "upscale_factor", metric: .movement) { a in
      PixelShuffle(try a.int("upscale_factor"))
    },
    ModuleRecord("PixelUnshuffle", "downscale_factor", metric: .movement) { a in
      PixelUnshuffle(try a.int("downscale_factor"))
    },
    ModuleRecord("ChannelShuffle", "groups", metric: .movement) { a in
      ChannelShuffle(try a.int("groups"))
    },
    ModuleRecord("Unfold", "kernel_size, dilation, padding, stride", metric: .movement) { a in
      Unfold(
        try a.givenSizes("kernel_size"), dilation: try a.givenSizes("dilation", default: 1),
        padding: try a.givenSizes("padding", default: 0),
        stride: try a.givenSizes("stride", default: 1))
    },
    ModuleRecord("Fold", "output_size, kernel_size, dilation, padding, stride") { a in
      Fold(
        try a.givenSizes("output_size"), try a.givenSizes("kernel_size"),
        dilation: try a.givenSizes("dilation", default: 1),
        padding: try a.givenSizes("padding", default: 0),
        stride: try a.givenSizes("stride", default: 1))
    },
  ]
}
