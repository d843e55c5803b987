/// Convolution as one bilinear form and its two adjoints, each the others' derivative:
///
///     ⟨conv(x, w), y⟩ = ⟨x, inputGradient(y, w)⟩ = ⟨w, weightGradient(x, y)⟩
///
/// so that gradients of every order are convolutions again. A transposed convolution is
/// `inputGradient`.
struct Convolution {
  let parameters: ConvolutionParameters
  let x: Shape
  let w: Shape
  let y: Shape
  /// See `ConvolutionParameters.isAccelerated`.
  let accelerated: Bool

  private var sizes: ConvolutionSizes {
    parameters.sizes(x: x, w: w, y: y, multipliesPadding: !accelerated)
  }

  /// conv(x, w) + bias.
  func forward(
    _ input: Tensor, _ weight: Tensor, _ bias: Tensor?, _ name: StaticString = backwardName
  ) throws -> Tensor {
    let out = try newImage(y, like: input, weight)
    try backend(for: out.device).convolve(sizes, input, weight, bias: bias, into: out)
    return try record(
      name, [input, weight] + list(bias), out, saving: savedFactors(input, weight)
    ) { ctx in
      try [
        ctx.needs(0) ? inputGradient(ctx.grad, ctx.saved[1], nil, secondName) : nil,
        ctx.needs(1) ? weightGradient(ctx.saved[0], ctx.grad) : nil,
      ] + (bias == nil ? [] : [biasGradient(ctx, ctx.grad)])
    }
  }

  /// The gradient of x for a gradient of y, plus a bias for each of its channels.
  func inputGradient(
    _ grad: Tensor, _ weight: Tensor, _ bias: Tensor?, _ name: StaticString
  ) throws -> Tensor {
    let out = try newImage(x, like: grad, weight)
    try backend(for: out.device).convolveInputGradient(
      sizes, grad, weight, bias: bias, into: out)
    return try record(
      name, [grad, weight] + list(bias), out, saving: savedFactors(grad, weight)
    ) { ctx in
      try [
        ctx.needs(0) ? forward(ctx.grad, ctx.saved[1], nil, secondName) : nil,
        ctx.needs(1) ? weightGradient(ctx.grad, ctx.saved[0]) : nil,
      ] + (bias == nil ? [] : [biasGradient(ctx, ctx.grad)])
    }
  }

  /// The gradient of w for a gradient of y.
  func weightGradient(_ input: Tensor, _ grad: Tensor) throws -> Tensor {
    let out = try Tensor.uninitialized(w, input.dtype, input.device)
    try backend(for: out.device).convolveWeightGradient(sizes, input, grad, into: out)
    return try record(secondName, [input, grad], out, saving: savedFactors(input, grad)) { ctx in
      try [
        ctx.needs(0) ? inputGradient(ctx.saved[1], ctx.grad, nil, secondName) : nil,
        ctx.needs(1) ? forward(ctx.saved[0], ctx.grad, nil, secondName) : nil,
      ]
    }
  }

  private func list(_ bias: Tensor?) -> [Tensor] { bias.map { [$0] } ?? [] }

  private func biasGradient(_ ctx: Pullback, _ grad: Tensor) -> Tensor? {
    ctx.needs(2) ? grad.sum([0] + Array(2..<grad.dim)) : nil
  }

  /// Channels innermost when an operand has them so and PyTorch keeps that: always in two
  /// dimensions, for one in which the weight decides, in three for what oneDNN computes.
  private func newImage(_ shape: Shape, like image: Tensor, _ weight: Tensor) throws -> Tensor {
    let kept = shape.count < 5 || accelerated
    let last = weight.hasChannelsLast || (shape.count > 3 && image.hasChannelsLast)
    return kept && last
      ? Tensor.emptyStrided(
        shape, channelsLastStrides(shape), dtype: image.dtype, device: image.device)
      : try Tensor.uninitialized(shape, image.dtype, image.device)
  }
}

private let backwardName: StaticString = "ConvolutionBackward0"
private let secondName: StaticString = "ConvolutionBackwardBackward0"

extension Convolution {
  /// PyTorch's `convolution` of an input with a batch dimension.
  static func apply(
    _ parameters: ConvolutionParameters, _ input: Tensor, _ weight: Tensor, _ bias: Tensor?
  ) throws -> Tensor {
    try parameters.checkOperands(input, weight, bias)
    if input.shape[0] == 0 || input.shape[1] == 0 {
      return try empty(parameters, input, weight, bias)
    }
    try parameters.checkKernel(input, weight)
    try checkBiasDType(input, bias)
    let out = parameters.outputShape(input.shape, weight.shape)
    let (x, y) = parameters.transposed ? (out, input.shape) : (input.shape, out)
    let form = Convolution(
      parameters: parameters, x: x, w: weight.shape, y: y,
      accelerated: parameters.isAccelerated(input, weight))
    guard parameters.transposed else { return try form.forward(input, weight, bias) }
    return try form.inputGradient(input, weight, bias, backwardName)
  }

  /// Without images there is nothing to compute; without channels PyTorch's result has none either.
  private static func empty(
    _ parameters: ConvolutionParameters, _ input: Tensor, _ weight: Tensor, _ bias: Tensor?
  ) throws -> Tensor {
    var shape = parameters.outputShape(input.shape, weight.shape)
    if input.shape[1] == 0 { shape[1] = 0 }
    let out = try Tensor.uninitialized(shape, resultType(input, weight), input.device)
    let operands = [input, weight] + (bias.map { [$0] } ?? [])
    let infos = operands.map(\.outputInfo)
    return try record(backwardName, operands, out) { ctx in
      infos.indices.map { index in
        let info = infos[index]
        return ctx.needs(index)
          ? Tensor.zeros(info.shape, dtype: info.dtype, device: info.device) : nil
      }
    }
  }

  static func checkBiasDType(_ input: Tensor, _ bias: Tensor?) throws {
    guard let bias else { return }
    try check(
      bias.dtype == input.dtype, .runtime,
      "Input type (\(input.dtype.cTypeName)) and bias type (\(bias.dtype.cTypeName)) should be the "
        + "same")
  }
}
