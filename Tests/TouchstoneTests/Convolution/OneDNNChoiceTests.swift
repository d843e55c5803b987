import Foundation
import Testing

@testable import Touchstone

/// Which convolutions go to oneDNN, and what happens where it is not there.
@Suite(.serialized) struct OneDNNChoiceTests {
  private func sizes(
    batch: Int = 8, channels: Int = 64, kernel: Int = 3, extent: Int = 28, multiplies: Bool = false
  ) -> ConvolutionSizes {
    ConvolutionSizes(
      batch: batch, groups: 1, inChannels: channels, outChannels: 64, input: [extent, extent],
      kernel: [kernel, kernel], output: [extent, extent], stride: [1, 1],
      padding: [kernel / 2, kernel / 2], dilation: [1, 1], multipliesPadding: multiplies)
  }

  @Test(.enabled(if: CPU.OneDNN.version != nil, "libdnnl.so.2 cannot be used"))
  func choosesBySize() {
    let use = CPU.OneDNN.use
    defer { CPU.OneDNN.use = use }
    CPU.OneDNN.use = .whereFaster
    #expect(sizes().takesOneDNN(.forward, .float32))
    #expect(sizes().takesOneDNN(.weightGradient, .bfloat16))
    #expect(!sizes().takesOneDNN(.forward, .float64))
    #expect(!sizes(multiplies: true).takesOneDNN(.forward, .float32))
    #expect(!sizes(batch: 0).takesOneDNN(.forward, .float32))
    #expect(!sizes(kernel: 1).takesOneDNN(.forward, .float32))
    #expect(sizes(kernel: 1, extent: 112).takesOneDNN(.forward, .float32))
    #expect(!sizes(channels: 3).takesOneDNN(.inputGradient, .float32))
    #expect(sizes(channels: 3).takesOneDNN(.forward, .float32))
    CPU.OneDNN.use = .always
    #expect(sizes(kernel: 1).takesOneDNN(.forward, .float32))
    CPU.OneDNN.use = .never
    #expect(!sizes().takesOneDNN(.forward, .float32))
    #expect(CPU.OneDNN.summary == "oneDNN switched off")
  }

  /// A file that is not there, and one that is another library, in processes of their own.
  @Test func absenceIsSaidAndHarmless() async {
    await #expect(processExitsWith: .success) {
      setenv("TOUCHSTONE_ONEDNN_LIBRARY", "/nowhere/libdnnl.so.2", 1)
      setenv("TOUCHSTONE_ONEDNN", "1", 1)
      precondition(CPU.OneDNN.use == .always && CPU.OneDNN.version == nil)
      precondition(CPU.OneDNN.absence!.contains("/nowhere/libdnnl.so.2"))
      precondition(CPU.OneDNN.summary.hasPrefix("no oneDNN (/nowhere/"))
      let sums = F.conv2d(Tensor.ones([2, 16, 5, 5]), Tensor.ones([4, 16, 3, 3]))
      precondition(sums.eq(16 * 9).all().item() == .bool(true))
    }
    await #expect(processExitsWith: .success) {
      setenv("TOUCHSTONE_ONEDNN_LIBRARY", "libm.so.6", 1)
      precondition(CPU.OneDNN.absence == "it has no dnnl_version")
    }
  }

  @Test func environmentSwitchesItOff() async {
    await #expect(processExitsWith: .success) {
      setenv("TOUCHSTONE_ONEDNN", "0", 1)
      precondition(CPU.OneDNN.use == .never)
      _ = F.conv2d(Tensor.ones([8, 16, 30, 30]), Tensor.ones([32, 16, 3, 3]))
      precondition(CPU.OneDNN.computed == 0)
    }
  }
}
