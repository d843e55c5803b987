import Foundation
import Touchstone
import TouchstoneIO
import TouchstoneNN
import TouchstoneOptim

/// A small training with everything that has a state: dropout, batch normalisation, a shuffled data
/// set, an optimizer with moments, and a schedule that moves rate and momentum.
final class Training {
  let model: Sequential
  let optimizer: Optimizer
  let schedule: LRScheduler
  let generator: Generator
  private let input: Tensor
  private let target: Tensor

  init(
    seed: UInt64, optimizer: (Module) -> Optimizer = { Adam($0.parameters(), lr: 0.02) },
    schedule: (Optimizer) -> LRScheduler = { OneCycleLR($0, maxLR: 0.05, totalSteps: 40) }
  ) {
    generator = Generator(seed: seed)
    (model, input, target) = Generator.withDefault(generator) {
      (
        Sequential(
          Linear(5, 16), BatchNorm1d(16), ReLU(), Dropout(0.4), Linear(16, 16, bias: false),
          BatchNorm1d(16, momentum: nil), Tanh(), AlphaDropout(0.1), Linear(16, 3)),
        Tensor.randn([22, 5]), Tensor.randint(0, 3, [22])
      )
    }
    self.optimizer = optimizer(model)
    self.schedule = schedule(self.optimizer)
  }

  func epoch() {
    Generator.withDefault(generator) {
      for batch in LoadingOrder(count: 22, batchSize: 6, shuffle: true) {
        let rows = Tensor(batch.map(Int64.init))
        optimizer.zeroGrad()
        F.crossEntropy(model(input.indexSelect(0, rows)), target.indexSelect(0, rows)).backward()
        clipGradNorm_(model.parameters(), maxNorm: 1)
        optimizer.step()
        if let plateau = schedule as? ReduceLROnPlateau {
          plateau.step(Double(batch[0]))
        } else {
          schedule.step()
        }
      }
    }
  }

  /// Hashes of the bits of all that has a state.
  var bits: [String] {
    let state = [model.checkpointState, optimizer.checkpointState, schedule.checkpointState]
    return (state.flatMap(\.tensors) + [generator.getState()]).map { tensor in
      tensor.withUnsafeBytes { SHA256.hex(of: Array($0)) }
    }
  }
}

/// A folder that is removed with its contents when the test ends.
final class Folder: Sendable {
  let path = NSTemporaryDirectory() + "touchstone-optim-\(UUID().uuidString)"

  init() {
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }
}
