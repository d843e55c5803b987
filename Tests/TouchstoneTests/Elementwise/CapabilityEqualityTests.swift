import Testing

import Touchstone

/// Every vector level gives the same bits.
@Suite(.serialized) struct CapabilityEqualityTests {
  private func results() -> [[Float]] {
    let x = (Tensor.arange(1000).to(.float32) - 500) / 37, y = x.flip([0]) + 0.5
    let outputs = [
      x + y, x - y, x * y, x / y, x.maximum(y), x.abs(), x.floor(), x.round(), x.square(),
      x.sqrt(), x.reciprocal(), x.add(y, alpha: 0.3), x.addcmul(x, y, value: 0.7), x.lerp(y, 0.3),
      x.clamp(min: -1, max: 2), Tensor.where(x.gt(y), x, y), x.half().float(),
      x.bfloat16().float(), x.int().float(), x.isclose(y).float(), x.exp(), x.tanh(),
    ]
    return outputs.map { $0.toArray(Float.self) }
  }

  @Test func levelsAgree() {
    let best = CPU.capability
    defer { CPU.capability = best }
    let expected = results().map { $0.map(\.bitPattern) }
    for level in CPU.Capability.allCases where level < best {
      CPU.capability = level
      let bits = results().map { $0.map(\.bitPattern) }
      for (index, pair) in zip(bits, expected).enumerated() {
        #expect(pair.0 == pair.1, "output \(index) at \(level.name)")
      }
    }
  }
}
