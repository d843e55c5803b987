import Touchstone

/// Joins dimensions `startDim`…`endDim` to one, `torch.nn.Flatten`.
open class Flatten: Module {
  public let startDim, endDim: Int

  public init(_ startDim: Int = 1, _ endDim: Int = -1) {
    (self.startDim, self.endDim) = (startDim, endDim)
    super.init()
  }

  open override func forward(_ input: Tensor) -> Tensor { input.flatten(startDim, endDim) }
  open override var extraRepr: String { "start_dim=\(startDim), end_dim=\(endDim)" }
}

/// Splits a dimension into several, one of which may be −1, `torch.nn.Unflatten`.
open class Unflatten: Module {
  public let dim: Int
  public let unflattenedSize: [Int]

  public init(_ dim: Int, _ unflattenedSize: [Int]) {
    (self.dim, self.unflattenedSize) = (dim, unflattenedSize)
    super.init()
  }

  open override func forward(_ input: Tensor) -> Tensor { input.unflatten(dim, unflattenedSize) }
  open override var extraRepr: String {
    "dim=\(dim), unflattened_size=\(unflattenedSize.pythonTuple)"
  }
}

/// [N, C r², H, W] → [N, C, H r, W r], `torch.nn.PixelShuffle`.
open class PixelShuffle: Module {
  public let upscaleFactor: Int

  public init(_ upscaleFactor: Int) {
    self.upscaleFactor = upscaleFactor
    super.init()
  }

  open override func forward(_ input: Tensor) -> Tensor { F.pixelShuffle(input, upscaleFactor) }
  open override var extraRepr: String { "upscale_factor=\(upscaleFactor)" }
}

/// [N, C, H r, W r] → [N, C r², H, W], `torch.nn.PixelUnshuffle`.
open class PixelUnshuffle: Module {
  public let downscaleFactor: Int

  public init(_ downscaleFactor: Int) {
    self.downscaleFactor = downscaleFactor
    super.init()
  }

  open override func forward(_ input: Tensor) -> Tensor {
    F.pixelUnshuffle(input, downscaleFactor)
  }
  open override var extraRepr: String { "downscale_factor=\(downscaleFactor)" }
}

/// Deals the channels of `groups` groups out in turn, `torch.nn.ChannelShuffle`.
open class ChannelShuffle: Module {
  public let groups: Int

  public init(_ groups: Int) {
    self.groups = groups
    super.init()
  }

  open override func forward(_ input: Tensor) -> Tensor { F.channelShuffle(input, groups) }
  open override var extraRepr: String { "groups=\(groups)" }
}
