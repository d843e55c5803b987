import Conformance
import Foundation
import Testing
import Touchstone
import TouchstoneIO

struct NetworkTests {
  private let folder = NSTemporaryDirectory() + "touchstone-networks-\(UUID().uuidString)"

  /// Every network has a file with its names in order; what PyTorch has not answered is an error.
  @Test func weightsAreWritten() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try NetworkExchange.write(to: folder)
    let state = try StateDict(hdf5: folder + "/touchstone/ResNet.h5")
    #expect(state.keys.count == 62)
    #expect(
      state.keys.prefix(7) == [
        "conv1.weight", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var",
        "bn1.num_batches_tracked", "layer1.0.conv1.weight",
      ])
    #expect(state["bn1.num_batches_tracked"]?.dtype == .int64)
    #expect(state["layer1.1.downsample.0.weight"]?.shape == [6, 4, 1, 1])
    #expect(throws: FileError.self) { try NetworkExchange.check(folder) }
  }
}
