extension Catalogue {
  /// Convolutions, linear layers and the rearrangements of images that go with them.
  static let convolutions: [OperationRecord] =
    forwardConvolutions + transposedConvolutions + products + rearrangedImages

  private static let forwardConvolutions: [OperationRecord] = (1...3).map { rank in
    .matmul(
      "nn.functional.conv\(rank)d", "input, weight, bias, stride, padding, dilation, groups"
    ) { a in
      Functional.conv(
        rank, try a.tensor("input"), try a.tensor("weight"), try a.tensorOrNil("bias"),
        try a.ints("stride", default: [1]), try a.convolutionPadding("padding"),
        try a.ints("dilation", default: [1]), try a.int("groups", default: 1))
    }
  }

  private static let transposedConvolutions: [OperationRecord] = (1...3).map { rank in
    .matmul(
      "nn.functional.conv_transpose\(rank)d",
      "input, weight, bias, stride, padding, output_padding, groups, dilation"
    ) { a in
      Functional.convTranspose(
        rank, try a.tensor("input"), try a.tensor("weight"), try a.tensorOrNil("bias"),
        try a.ints("stride", default: [1]), try a.ints("padding", default: [0]),
        try a.ints("output_padding", default: [0]), try a.int("groups", default: 1),
        try a.ints("dilation", default: [1]))
    }
  }

  private static let products: [OperationRecord] = [
    .matmul("nn.functional.linear", "input, weight, bias") { a in
      Functional.linear(
        try a.tensor("input"), try a.tensor("weight"), bias: try a.tensorOrNil("bias"))
    },
    .matmul("nn.functional.bilinear", "input1, input2, weight, bias") { a in
      Functional.bilinear(
        try a.tensor("input1"), try a.tensor("input2"), try a.tensor("weight"),
        bias: try a.tensorOrNil("bias"))
    },
  ]

  private static let rearrangedImages: [OperationRecord] = [
    .movement("nn.functional.unfold", "input, kernel_size, dilation, padding, stride") { a in
      Functional.unfold(
        try a.tensor("input"), try a.ints("kernel_size"),
        dilation: try a.ints("dilation", default: [1]),
        padding: try a.ints("padding", default: [0]), stride: try a.ints("stride", default: [1]))
    },
    .movement("nn.functional.pixel_shuffle", "input, upscale_factor") { a in
      Functional.pixelShuffle(try a.tensor("input"), try a.int("upscale_factor"))
    },
    .movement("nn.functional.pixel_unshuffle", "input, downscale_factor") { a in
      Functional.pixelUnshuffle(try a.tensor("input"), try a.int("downscale_factor"))
    },
    .movement("nn.functional.channel_shuffle", "input, groups") { a in
      Functional.channelShuffle(try a.tensor("input"), try a.int("groups"))
    },
    .movement("nn.functional.pad", "input, pad, mode, value") { a in
      let value: (any TensorScalar)? = try a.scalarOrNil("value")
      return Functional.pad(
        try a.tensor("input"), try a.ints("pad"),
        mode: try PaddingMode(name: a.string("mode", default: "constant")), value: value)
    },
  ]
}

extension OperationRecord {
  /// A product of tensors that gives one tensor.
  fileprivate static func matmul(
    _ name: String, _ signature: String,
    _ call: @escaping @Sendable (Arguments) throws -> Tensor
  ) -> OperationRecord {
    OperationRecord(name, signature: signature, metric: .matmul) { [.tensor(try call($0))] }
  }
}

extension Arguments {
  /// Sizes or a name; none when absent.
  package func convolutionPadding(_ name: String) throws -> ConvolutionPadding {
    if case .string(let text) = value(name) { return .named(text) }
    return .sizes(try ints(name, default: [0]))
  }
}
