import Touchstone
import TouchstoneNN

/// Twice convolution, batch normalisation and ReLU.
final class DoubleConv: Module {
  let conv: Sequential

  init(_ inputs: Int, _ outputs: Int) {
    conv = Sequential(
      Conv2d(inputs, outputs, 3, padding: 1, bias: false), BatchNorm2d(outputs),
      ReLU(inplace: true),
      Conv2d(outputs, outputs, 3, padding: 1, bias: false), BatchNorm2d(outputs),
      ReLU(inplace: true)
    )
    super.init()
  }

  override func forward(_ input: Tensor) -> Tensor { conv(input) }
}

/// Down twice and up again, with the same level's features beside (Ronneberger et al. 2015).
final class UNet: Module {
  let downs = ModuleList()
  let ups = ModuleList()
  let pool = MaxPool2d(2)
  let bottom: DoubleConv
  let head: Conv2d

  init(features: [Int] = [2, 4], classes: Int = 2) {
    var channels = 1
    for width in features {
      downs.append(DoubleConv(channels, width))
      channels = width
    }
    bottom = DoubleConv(channels, 2 * channels)
    for width in features.reversed() {
      ups.append(ConvTranspose2d(2 * width, width, 2, stride: 2))
      ups.append(DoubleConv(2 * width, width))
    }
    head = Conv2d(features[0], classes, 1)
    super.init()
  }

  override func forward(_ input: Tensor) -> Tensor {
    var (x, skips) = (input, [Tensor]())
    for down in downs {
      x = down(x)
      skips.append(x)
      x = pool(x)
    }
    x = bottom(x)
    for level in stride(from: 0, to: ups.count, by: 2) {
      x = ups[level](x)
      x = ups[level + 1](Tensor.cat([skips.removeLast(), x], dim: 1))
    }
    return head(x)
  }
}
