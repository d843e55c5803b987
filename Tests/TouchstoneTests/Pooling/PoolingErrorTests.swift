import Testing

import Touchstone

/// PyTorch's refusals that no fixture holds.
@Suite struct PoolingErrorTests {
  private func message(_ body: () -> Tensor) -> String? {
    do {
      _ = try checked(body)
      return nil
    } catch { return "\(error)" }
  }

  @Test func listsOfSizes() {
    let x = Tensor.zeros([2, 3, 8, 8])
    #expect(
      message { F.maxPool2d(x, [3, 3, 3]) }
        == "RuntimeError: max_pool2d: kernel_size must either be a single int, or a tuple of two "
        + "ints")
    #expect(
      message { F.avgPool3d(Tensor.zeros([2, 3, 4, 4]), 2, stride: [1, 1]) }
        == "RuntimeError: avg_pool3d: stride must be omitted, a single int, or a tuple of three "
        + "ints")
    #expect(
      message { F.adaptiveAvgPool2d(x, [3, 3, 3]) }
        == "RuntimeError: adaptive_avg_pool2d: output_size must be 2")
    #expect(
      message { F.adaptiveMaxPool1d(x.select(0, 0), [nil] as [Int?]) }
        == "TypeError: adaptive_max_pool1d(): argument 'output_size' (position 2) must be tuple of "
        + "ints, but found element of type NoneType at pos 0")
  }

  @Test func windows() {
    let x = Tensor.zeros([2, 3, 8, 8])
    #expect(
      message { F.maxPool2d(x, 9) }
        == "RuntimeError: Given input size: (3x8x8). Calculated output size: (3x0x0). Output size "
        + "is too small")
    #expect(
      message { F.avgPool2d(x, 3, padding: 2) }
        == "RuntimeError: pad should be at most half of effective kernel size, but got pad=2, "
        + "kernel_size=3 and dilation=1")
    #expect(
      message { F.maxPool2d(x, 2, stride: 1 << 40) }
        == "RuntimeError: value cannot be converted to type int without overflow")
    #expect(
      message { F.maxPool1d(x.select(0, 0), 1 << 40, padding: 1 << 39, dilation: Int.max) }
        == "RuntimeError: effective kernel size overflows, but got kernel_size=\(1 << 40) and "
        + "dilation=\(Int.max)")
    #expect(F.maxPool1d(x.select(0, 0), 2, stride: Int.max).shape == [3, 8, 1])
    #expect(
      message { F.avgPool2d(x, 2, divisorOverride: 0) } == "RuntimeError: divisor must be not zero")
  }

  @Test func unpooling() {
    let x = Tensor.zeros([1, 1, 2, 2])
    let places = Tensor.full([1, 1, 2, 2], 16, dtype: .int64)
    #expect(
      message { F.maxUnpool2d(x, places, 2) }
        == "RuntimeError: Found an invalid max index: 16 (output volumes are of size 4x4)")
    #expect(
      message { F.maxUnpool2d(x, places, 2, outputSize: [9, 9]) }
        == "ValueError: invalid output_size \"(9, 9)\" (dim 0 must be between 2 and 6)")
  }

  @Test func dtypes() {
    let x = Tensor.zeros([2, 3, 8, 8], dtype: .bool)
    #expect(
      message { F.maxPool2d(x, 2) }
        == "NotImplementedError: \"max_pool2d\" not implemented for 'Bool'")
    #expect(
      message { F.avgPool3d(Tensor.zeros([1, 4, 4, 4], dtype: .float16), 2) }
        == "NotImplementedError: \"avg_pool3d_out_frame\" not implemented for 'Half'")
  }
}
