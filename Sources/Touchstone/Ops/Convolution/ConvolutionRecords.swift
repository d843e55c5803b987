extension Catalogue {
  /// Convolutions, linear layers and the rearrangements of images that go with them.
  static let convolutions: [OperationRecord] =
    forwardConvolutions + transposedConvolutions

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
