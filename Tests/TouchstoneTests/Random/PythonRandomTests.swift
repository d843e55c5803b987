import Testing

@testable import Touchstone

/// Numbers of Python 3's `random.Random`.
struct PythonRandomTests {
  private func numbers(_ seed: some BinaryInteger) -> ([Double], UInt64, UInt64) {
    let random = PythonRandom(seed: seed)
    return ([random.random(), random.random()], random.getrandbits(64), random.getrandbits(33))
  }

  @Test func seedsOfAllSizes() {
    let known = ([0.6394267984578837, 0.025010755222666936], UInt64(4_517_457_392_071_889_495))
    for found in [numbers(42), numbers(-42), numbers(UInt8(42))] {
      #expect(found.0 == known.0 && found.1 == known.1 && found.2 == 958_682_846)
    }
    let wide = numbers(UInt64.max)
    #expect(wide.0 == [0.021825695401270107, 0.3380953268613758])
    #expect(wide.1 == 8_412_893_781_816_475_729 && wide.2 == 2_641_946_051)
    let wider = numbers(UInt128(1) << 100 + 12345)
    #expect(wider.0 == [0.44487310994347073, 0.30211940106972124])
    #expect(wider.1 == 14_074_849_943_575_540_215 && wider.2 == 4_303_335_849)
  }

  @Test func ordersAndChoices() {
    let random = PythonRandom(seed: 5)
    #expect(random.shuffled(8) == [6, 3, 1, 0, 7, 2, 5, 4])
    #expect(random.choice(5) == 3)
    #expect((0..<6).map { _ in random.choice(3, weights: [0.2, 0.5, 0.3]) } == [2, 0, 1, 1, 1, 1])
    random.seed(7)
    #expect((0..<6).map { _ in random.choice(4) } == [1, 0, 2, 0, 2, 1])
  }

  @Test func scopesSetTheDefault() {
    let outside = PythonRandom.default
    PythonRandom.withDefault(PythonRandom(seed: 5)) {
      #expect(TransformDraws.RandomOrder.getParams(8) == [6, 3, 1, 0, 7, 2, 5, 4])
    }
    #expect(PythonRandom.default === outside)
  }

  /// The worker of a `DataLoader` seeds Python's generator as it does PyTorch's.
  @Test func workersSeedIt() {
    let seeds = WorkerSeeds(base: 40)
    #expect(PythonRandom(seed: seeds.seed(worker: 2)).random() == 0.6394267984578837)
  }

  @Test func badRequests() {
    func kind(_ body: () -> Void) -> String {
      #expect(throws: TensorError.self) { try checked(body) }?.description ?? ""
    }
    let random = PythonRandom(seed: 0)
    #expect(
      kind { _ = random.getrandbits(-1) } == "ValueError: number of bits must be non-negative")
    #expect(kind { _ = random.getrandbits(65) }.hasPrefix("NotImplementedError"))
    #expect(kind { _ = random.choice(0) } == "IndexError: list index out of range")
    #expect(kind { _ = random.choice(0, weights: []) } == "IndexError: list index out of range")
    #expect(
      kind { _ = random.choice(2, weights: [.nan, 1]) }
        == "ValueError: Total of weights must be finite")
  }
}
