extension Functional {
  /// Gradient of `maxPool2dWithIndices`, `torch.ops.aten.max_pool2d_with_indices_backward`. It
  /// depends on `input` through the places of the maxima only: the gradient for it is 0.
  public static func maxPool2dWithIndicesBackward(
    _ gradOutput: Tensor, _ input: Tensor, _ kernelSize: some SizeArgument,
    stride: (any SizeArgument)? = nil, padding: some SizeArgument = 0,
    dilation: some SizeArgument = 1, ceilMode: Bool = false, indices: Tensor
  ) -> Tensor {
    guarded {
      let pooling = try SlidingPooling(
        "max_pool2d", spatial: 2, kernel: kernelSize.sizeList, stride: stride?.sizeList,
        padding: padding.sizeList, dilation: dilation.sizeList, ceilMode: ceilMode)
      try check(
        gradOutput.dtype == input.dtype, .runtime,
        "expected dtype \(input.dtype.cTypeName) for `gradOutput` but got dtype "
          + gradOutput.dtype.cTypeName)
      try check(
        input.dim == 3 || input.dim == 4, .runtime,
        "non-empty 3D or 4D (batch mode) tensor expected for input")
      let sizes = input.shape(spatial: try pooling.outputSizes(input))
      try check(
        gradOutput.shape == sizes && indices.shape == sizes && indices.dtype == .int64, .runtime,
        "max_pool2d_with_indices_backward: expected gradient and int64 indices of shape \(sizes), "
          + "but got \(gradOutput.shape) and \(indices.dtype.scalarTypeName) \(indices.shape)")
      try check(
        input.dtype.isFloatingPoint, .notImplemented,
        "\"max_pool2d_backward\" not implemented for '\(input.dtype.scalarTypeName)'")
      let planes = Planes(sizes: input.shape, spatial: 2, format: input.suggestedMemoryFormat)
      let out = try noGrad {
        try planes.scatter(gradOutput, indices, accumulating: true, "ScatterAddBackward0")
      }
      return try record(
        "MaxPool2DWithIndicesBackwardBackward0", [gradOutput, input], out, saving: [indices]
      ) { ctx in
        [
          ctx.needs(0) ? try planes.gather(ctx.grad, ctx.saved[0]) : nil,
          ctx.needs(1) ? Tensor.zerosLike(ctx.grad) : nil,
        ]
      }
    }
  }
}
