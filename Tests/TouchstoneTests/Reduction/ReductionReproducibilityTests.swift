import Testing

@testable import Touchstone

/// Results have the same bits whatever the number of threads, and agree at every vector level.
/// The settings are the process's, so these tests run one after the other.
@Suite(.serialized) struct ReductionReproducibilityTests {
  private static func data() -> Tensor {
    let ramp = Tensor.arange(300 * 1000).to(.float32)
    return ramp.mul(0.37).sin().mul(100).view([300, 1000])
  }

  private static let operations: [@Sendable (Tensor) -> Tensor] = [
    { $0.sum() }, { $0.sum(0) }, { $0.sum(1) }, { $0.transpose(0, 1).sum(0) }, { $0.prod(0) },
    { $0.var() }, { $0.std(0) }, { $0.logsumexp([0, 1]) }, { $0.norm(3) }, { $0.amax(0) },
    { $0.max(1).indices }, { $0.reshape([-1]).argmin() }, { $0.cumsum(0) }, { $0.cumsum(1) },
    { $0.softmax(0) }, { $0.logSoftmax(1) }, { $0.sort(1).indices }, { $0.median(0).values },
    { $0.view([100_000, 3]).sum(0) }, { $0.to(.float64).sum([0]) }, { $0.to(.bfloat16).mean(1) },
  ]

  private func bits(_ tensor: Tensor) -> [UInt8] { tensor.withUnsafeBytes { Array($0) } }

  @Test func threadsDoNotMatter() {
    let count = CPU.threadCount
    defer { CPU.threadCount = count }
    let x = Self.data()
    for (index, operation) in Self.operations.enumerated() {
      CPU.threadCount = 1
      let alone = bits(operation(x))
      CPU.threadCount = 2
      #expect(bits(operation(x)) == alone, "operation \(index)")
      CPU.threadCount = 5
      #expect(bits(operation(x)) == alone, "operation \(index)")
    }
  }

  @Test func everyLevelAgrees() {
    let best = CPU.capability
    defer { CPU.capability = best }
    let x = Self.data()
    for (index, operation) in Self.operations.enumerated() {
      CPU.capability = best
      let reference = operation(x).to(.float64)
      for level in CPU.Capability.allCases where level.rawValue < best.rawValue {
        CPU.capability = level
        let distance = operation(x).to(.float64).sub(reference).abs()
        let near = distance.le(reference.abs().mul(1e-6).add(1e-30)).logicalOr(reference.isinf())
        #expect(near.all().item() == true, "operation \(index) at \(level.name)")
      }
    }
  }
}
