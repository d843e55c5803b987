import Testing

import Touchstone

/// `checked`: the first bad call is thrown and nothing after it has an effect.
@Suite struct ErrorScopeTests {
  @Test func firstErrorWins() {
    let error = #expect(throws: TensorError.self) {
      try checked {
        let x = Tensor.zeros([2, 3])
        _ = x.select(5, 0)
        _ = x.view([7])
      }
    }
    #expect(error!.kind == .index)
    #expect(
      error!.message
        == "Dimension out of range (expected to be in range of [-2, 1], but got 5)")
  }

  @Test func nothingIsTouchedAfterAnError() {
    let x = Tensor.zeros([2])
    #expect(throws: TensorError.self) {
      try checked {
        _ = x.view([3])
        x.fill_(1)
      }
    }
    #expect(x.toArray(Float.self) == [0, 0])
    #expect(x.version == 0)
  }

  @Test func scopesNest() throws {
    try checked {
      #expect(throws: TensorError.self) { try checked { _ = Tensor.zeros([2]).view([3]) } }
      #expect(Tensor.ones([2]).shape == [2])
    }
  }

  @Test func valuesPassThrough() throws {
    #expect(try checked { Tensor.ones([2]).size(-1) } == 2)
  }

  @Test func foreignErrorsPassThrough() {
    struct Foreign: Error {}
    #expect(throws: Foreign.self) { try checked { throw Foreign() } }
  }
}
