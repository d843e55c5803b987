import Testing

@testable import Touchstone

struct PhiloxTests {
  /// The published answers of Philox4x32-10.
  @Test func knownAnswers() {
    #expect(
      Philox.words(counter: .zero, key: .zero)
        == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
    #expect(
      Philox.words(counter: .init(repeating: .max), key: .init(repeating: .max))
        == [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd])
    #expect(
      Philox.words(
        counter: [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
        key: [0xa409_3822, 0x299f_31d0])
        == [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1])
  }

  /// PyTorch's Philox words for seed 1234 from counter 5 on.
  @Test func wordsEqualPyTorch() {
    var philox = Philox(seed: 1234, offset: 20)
    let expected: [UInt64] = [
      0x3342_f66b_ca29_21c9, 0x9605_1f38_b1f2_cfa6, 0xaa1a_e8fe_fd0c_a21e, 0xb028_7d17_cc60_c15c,
      0x6eb5_361a_b30e_22ad, 0x8651_32fe_925f_4117,
    ]
    for pair in stride(from: 0, to: 6, by: 2) {
      let w = philox.nextFour()
      #expect(UInt64(w[0]) | UInt64(w[1]) << 32 == expected[pair])
      #expect(UInt64(w[2]) | UInt64(w[3]) << 32 == expected[pair + 1])
    }
    #expect(philox.offset == 32)
  }

  @Test func launchCoversEveryElementOnce() {
    let launch = PhiloxLaunch(
      numel: 10_000, multiprocessors: 4, threadsPerMultiprocessor: 512)
    #expect(launch.gridSize == 8)
    #expect(launch.callsPerThread == 2)
    #expect(launch.offsetIncrement == 8)
    let last = launch.source(of: 9_999)
    #expect(last.thread == 9_999 % 2048 && last.call == 1 && last.lane == 0)
    let places = (0..<10_000).map { launch.source(of: $0) }
    let unique = Set(places.map { [$0.thread, $0.call, $0.lane] })
    #expect(unique.count == 10_000)
    #expect(places.allSatisfy { $0.call < launch.callsPerThread && $0.lane < 4 })
  }

  @Test func offsetsOfSmallAndEmptyFills() {
    func increment(_ numel: Int, _ unroll: Int) -> UInt64 {
      PhiloxLaunch(
        numel: numel, unroll: unroll, multiprocessors: 108, threadsPerMultiprocessor: 2048
      ).offsetIncrement
    }
    #expect(increment(1, 4) == 4)
    #expect(increment(108 * 8 * 256 * 4, 4) == 4)
    #expect(increment(108 * 8 * 256 * 4 + 1, 4) == 8)
    #expect(increment(108 * 8 * 256 * 4, 2) == 8)
    #expect(increment(0, 4) == 0)
  }

  @Test func uniformNumbersLieAboveZero() {
    #expect(Philox.uniform(0) == 0x1p-33)
    #expect(Philox.uniform(.max) == 1)
    #expect(Philox.uniform(.max, from: 2, to: 3) == 2)
    #expect(Philox.uniform(0, 0) == 0x1p-54)
  }
}
