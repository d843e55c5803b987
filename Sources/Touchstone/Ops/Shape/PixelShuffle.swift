/// Rearrangements between channels and positions of images.
extension Functional {
  /// [*, C · r², H, W] → [*, C, H · r, W · r] with r = `upscaleFactor`: channels become pixels,
  /// `torch.nn.functional.pixel_shuffle`.
  /// - Errors: fewer than three dimensions, channels that r² does not divide.
  public static func pixelShuffle(_ input: Tensor, _ upscaleFactor: Int) -> Tensor {
    guarded {
      let r = upscaleFactor
      try checkPixelShuffle(input, r)
      let c = input.dim - 3
      var sizes = input.shape
      sizes[c] /= r * r
      sizes[c + 1] *= r
      sizes[c + 2] *= r
      let out = try input.emptyImage(sizes)
      let channels = input.splitting(c, [sizes[c], r, r])
      let pixels = out.splitting(c + 2, [input.shape[c + 2], r])
        .splitting(c + 1, [input.shape[c + 1], r])
      backend(for: input.device).copy(
        channels.reordered(c, [0, 3, 1, 4, 2]), into: pixels)
      return try record("PixelShuffleBackward0", [input], out) { ctx in
        [pixelUnshuffle(ctx.grad, r)]
      }
    }
  }

  /// The inverse of `pixelShuffle`: [*, C, H · r, W · r] → [*, C · r², H, W],
  /// `torch.nn.functional.pixel_unshuffle`.
  /// - Errors: fewer than three dimensions, sizes that r does not divide.
  public static func pixelUnshuffle(_ input: Tensor, _ downscaleFactor: Int) -> Tensor {
    guarded {
      let r = downscaleFactor
      try checkPixelUnshuffle(input, r)
      let c = input.dim - 3
      var sizes = input.shape
      sizes[c] *= r * r
      sizes[c + 1] /= r
      sizes[c + 2] /= r
      let out = try input.emptyImage(sizes)
      let pixels = input.splitting(c + 2, [sizes[c + 2], r]).splitting(c + 1, [sizes[c + 1], r])
      let channels = out.splitting(c, [input.shape[c], r, r])
      backend(for: input.device).copy(pixels, into: channels.reordered(c, [0, 3, 1, 4, 2]))
      return try record("PixelUnshuffleBackward0", [input], out) { ctx in
        [pixelShuffle(ctx.grad, r)]
      }
    }
  }

  /// Deals the channels of `groups` groups out in turn: channel g · (C / groups) + i becomes
  /// channel i · groups + g, `torch.nn.functional.channel_shuffle`.
  /// - Errors: fewer than three dimensions, groups that do not divide the channels.
  public static func channelShuffle(_ input: Tensor, _ groups: Int) -> Tensor {
    guarded {
      try checkChannelShuffle(input, groups)
      let out = try input.emptyImage(input.shape)
      let count = input.shape[1] / groups
      let dealt = input.splitting(1, [groups, count]).reordered(1, [1, 0])
      backend(for: input.device).copy(dealt, into: out.splitting(1, [count, groups]))
      return try record("ChannelShuffleBackward0", [input], out) { ctx in
        [channelShuffle(ctx.grad, max(count, 1))]
      }
    }
  }

  private static func checkPixelShuffle(_ input: Tensor, _ r: Int) throws {
    try checkImage(input, "pixel_shuffle")
    try check(r > 0, .runtime, "pixel_shuffle expects a positive upscale_factor, but got \(r)")
    let (square, overflow) = r.multipliedReportingOverflow(by: r)
    try check(
      !overflow, .value,
      "upscale factor is too large, (upscale_factor)^2 overflowed: upscale_factor=\(r)")
    let channels = input.shape[input.dim - 3]
    try check(
      channels % square == 0, .runtime,
      "pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of "
        + "upscale_factor, but input.size(-3)=\(channels) is not divisible by \(square)")
  }

  private static func checkPixelUnshuffle(_ input: Tensor, _ r: Int) throws {
    try checkImage(input, "pixel_unshuffle")
    try check(r > 0, .runtime, "pixel_unshuffle expects a positive downscale_factor, but got \(r)")
    for (name, d) in [("height", -2), ("width", -1)] {
      let size = input.shape[input.dim + d]
      try check(
        size % r == 0, .runtime,
        "pixel_unshuffle expects \(name) to be divisible by downscale_factor, but input.size(\(d))"
          + "=\(size) is not divisible by \(r)")
    }
  }

  private static func checkImage(_ input: Tensor, _ name: String) throws {
    try check(
      input.dim >= 3, .runtime,
      "\(name) expects input to have at least 3 dimensions, but got input with \(input.dim) "
        + "dimension(s)")
  }

  private static func checkChannelShuffle(_ input: Tensor, _ groups: Int) throws {
    try check(
      input.dim > 2, .runtime,
      "channel_shuffle expects input with > 2 dims, but got input with sizes \(input.shape)")
    try check(
      groups > 0, .runtime,
      "Number of groups to divide channels in must be positive. Value of groups:\(groups)")
    try check(
      input.shape[1] % groups == 0, .runtime,
      "Number of channels must be divisible by groups. Got \(input.shape[1]) channels and "
        + "\(groups) groups.")
  }
}

extension Tensor {
  /// Dimension `d` as several, over the same memory and without history.
  fileprivate func splitting(_ d: Int, _ sizes: [Int]) -> Tensor {
    var steps: [Int] = []
    var step = strides[d]
    for size in sizes.reversed() {
      steps.insert(step, at: 0)
      step *= size
    }
    return shapedView(
      Shape(shape[..<d] + sizes + shape[(d + 1)...]),
      Shape(strides[..<d] + steps + strides[(d + 1)...]))
  }

  /// The dimensions from `d` in the order given, over the same memory and without history.
  fileprivate func reordered(_ d: Int, _ order: [Int]) -> Tensor {
    let all = Array(0..<d) + order.map { $0 + d } + Array((d + order.count)..<dim)
    return shapedView(Shape(all.map { shape[$0] }), Shape(all.map { strides[$0] }))
  }
}
