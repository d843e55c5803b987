import Foundation
import Testing

@testable import Touchstone

/// Permutations around the length where PyTorch's algorithm changes, 214,748,364. They take some
/// minutes and up to 2 GB, so that they run only when asked for:
///
///     TOUCHSTONE_LARGE_TESTS=1 swift test --filter LongPermutation
struct LongPermutationTests {
  private static let wanted = ProcessInfo.processInfo.environment["TOUCHSTONE_LARGE_TESTS"] == "1"

  /// Σ (2i + 1) · r[i] modulo 2^64: two different permutations hardly ever agree in it.
  private func weightedSum<T: FixedWidthInteger>(_ tensor: Tensor, _ type: T.Type) -> UInt64 {
    tensor.withUnsafeBytes { bytes in
      var sum: UInt64 = 0
      for (i, x) in bytes.bindMemory(to: T.self).enumerated() {
        sum &+= UInt64(2 * i + 1) &* UInt64(truncatingIfNeeded: x)
      }
      return sum
    }
  }

  @Test(.enabled(if: wanted), arguments: ExpectedRandom.longPermutations)
  func equalPyTorch(_ expected: (n: Int, dtype: String, sum: UInt64, state: UInt64)) throws {
    let dtype = try #require(DType(name: expected.dtype))
    let generator = Generator(seed: 20)
    let order = Tensor.randperm(expected.n, generator: generator, dtype: dtype)
    let sum = dtype == .int32 ? weightedSum(order, Int32.self) : weightedSum(order, Int64.self)
    #expect(sum == expected.sum)
    var digest = Digest()
    digest.add(generator)
    #expect(digest.value == expected.state)
  }
}
