import Touchstone
import TouchstoneIO

/// How far a random orthogonal matrix moves when the normal numbers that it is made of move by one
/// rounding error: far where these are nearly dependent.
struct RotationSensitivity {
  private let numbers: Tensor
  private let roundoff: Double
  private static let draws = 4

  /// Draws the numbers again from the state that the case began with; nil where the case has none.
  init?(_ fixture: FixtureCase, in file: FixtureFile, like tensor: Elements) throws {
    let given = fixture.keywords.compactMap { keyword -> Int? in
      if case .generator(let state) = keyword.value { state } else { nil }
    }
    guard let state = given.first ?? fixture.stateBefore, tensor.shape.count >= 2,
      let format = FloatFormat(tensor.dtype), tensor.count > 0
    else { return nil }
    let generator = try Generator(fixture.tensors[state], in: file)
    let rows = tensor.shape[0]
    let drawn = try checked {
      Tensor.randn([rows, tensor.count / rows], generator: generator, dtype: tensor.dtype)
    }
    let wide = drawn.to(.float64)
    numbers = wide.size(0) < wide.size(1) ? wide.t() : wide
    roundoff = format.unitRoundoff
  }

  /// The largest movement of an entry among a few draws.
  func movement(seed: UInt64) throws -> Double {
    try checked {
      let centre = Self.rotation(numbers)
      let signs = Generator(seed: seed)
      return (0..<Self.draws).reduce(0) { largest, _ in
        let coins = Tensor.randint(2, numbers.shape, generator: signs, dtype: .float64)
        let moved = Self.rotation(numbers * ((coins * 2 - 1) * roundoff + 1))
        return max(largest, (moved - centre).abs().max().item().doubleValue)
      }
    }
  }

  private static func rotation(_ numbers: Tensor) -> Tensor {
    let (q, r) = Linalg.qr(numbers)
    return q * r.diagonal().sign()
  }
}
