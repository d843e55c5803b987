import Testing
import Touchstone

@testable import Conformance

@Suite struct FloatFormatTests {
  private let values: [Double] = [
    0, -0.0, 1, 1 / 3.0, -1e-3, 65504, 65519.9, 65520, 1e38, 3.4e38, 3.5e38, 1e-40, 1e-45, 7e-46,
    6e-8, 5.9e-8, 2.9e-8, 1e-5, .infinity, -.infinity,
  ]

  @Test func roundingIsTheHardwares() throws {
    let single = try #require(FloatFormat(.float32))
    let half = try #require(FloatFormat(.float16))
    for value in values {
      #expect(single.round(value) == Double(Float(value)))
      #expect(half.round(value) == Double(Float16(value)))
    }
  }

  @Test func ulps() throws {
    let single = try #require(FloatFormat(.float32))
    for value in values where value.isFinite && value.magnitude < 3.4e38 {
      #expect(single.ulp(value) == Double(Float(value).ulp))
    }
    #expect(try #require(FloatFormat(.bfloat16)).ulp(1) == 0x1p-7)
    #expect(FloatFormat(.int32) == nil)
  }
}

@Suite struct RuleTests {
  private let single = FloatFormat(.float32)!

  private func judge(
    _ ours: [Float], _ theirs: [Float], _ truth: [Double], _ family: MetricFamily,
    scales: TensorScales = TensorScales()
  ) throws -> Judgement {
    let rule = try #require(AccuracyRules.rule(family, single, hasTruth: true))
    return LeafComparison(
      label: "result", ours: Elements(tensor(ours)), theirs: Elements(tensor(theirs)), truth: truth,
      format: single, rule: rule
    ) { scales }.judge()
  }

  private func tensor(_ values: [Float]) -> Tensor {
    values.withUnsafeBytes { .copying($0, dtype: .float32, shape: [values.count]) }
  }

  @Test func pointwiseCountsUlps() throws {
    let one: Float = 1
    #expect(try judge([one.nextUp], [1], [1], .pointwise(ulps: 1)).failure == nil)
    #expect(try judge([one.nextUp], [1], [1], .pointwise(ulps: 0)).failure != nil)
    #expect(try judge([one.nextUp.nextUp], [1], [1], .pointwise(ulps: 1)).failure != nil)
    let worst = try judge([one.nextUp.nextUp], [1], [1], .pointwise(ulps: 4))
    #expect((worst.worst, worst.budget) == (2, 4))
  }

  @Test func classesComeFirst() throws {
    for family in [MetricFamily.pointwise(ulps: 4), .reduction, .reference] {
      #expect(try judge([.nan], [1], [1], family).failure != nil)
      #expect(try judge([1], [.nan], [.nan], family).failure != nil)
      #expect(try judge([.infinity], [1], [1], family).failure != nil)
      #expect(try judge([-.infinity], [.infinity], [.infinity], family).failure != nil)
      #expect(try judge([.nan], [-.nan], [.nan], family).failure == nil)
      #expect(try judge([.infinity], [.infinity], [3.5e38], family).failure == nil)
    }
    #expect(try judge([-0.0], [0], [0], .pointwise(ulps: 4)).failure != nil)
    let sum = try judge([-0.0], [0], [0], .reduction)
    #expect(sum.failure == nil)
    #expect(sum.zeroSigns == 1)
  }

  @Test func subnormalsHaveTheirOwnBudget() throws {
    let tiny = Float.leastNonzeroMagnitude
    let truth = Double(tiny * 8)
    #expect(try judge([tiny * 6], [tiny * 8], [truth], .pointwise(ulps: 1)).failure == nil)
    #expect(try judge([tiny * 5], [tiny * 8], [truth], .pointwise(ulps: 1)).failure != nil)
    #expect(try judge([0], [1e-40], [1e-40], .pointwise(ulps: 1)).failure != nil)
  }

  @Test func sumsAreMeasuredByTheirTerms() throws {
    let scales = TensorScales(magnitude: [1000])
    let inside = Float(6 * 1000 * 0x1p-24)
    let outside = Float(10 * 1000 * 0x1p-24)
    #expect(try judge([inside], [0], [0], .reduction, scales: scales).failure == nil)
    #expect(try judge([outside], [0], [0], .reduction, scales: scales).failure != nil)
  }

  @Test func pyTorchsOwnErrorIsTheMeasure() throws {
    #expect(try judge([1.0002], [1.0001], [1], .reference).failure == nil)
    #expect(try judge([1.0003], [1.0001], [1], .reference).failure != nil)
    #expect(try judge([1.001], [1], [1], .reference).failure != nil)
    let conditioned = TensorScales(conditioning: [1e-3])
    #expect(try judge([1.001], [1], [1], .reference, scales: conditioned).failure == nil)
  }

  /// A derivative that vanishes identically: both sides give what rounding leaves of its terms.
  @Test func termsThatCancelAreMeasuredByTheirRounding() throws {
    let scales = TensorScales(rounding: [1e-7])
    #expect(try judge([2e-7], [0], [1e-17], .reference, scales: scales).failure == nil)
    #expect(try judge([2e-6], [0], [1e-17], .reference, scales: scales).failure != nil)
    #expect(try judge([2e-7], [0], [1e-17], .reference).failure != nil)
  }

  @Test func failuresShowValuesInHexadecimal() throws {
    let failure = try #require(try judge([1, 2.5], [1, 2], [1, 2], .reference).failure)
    #expect(failure.contains("[1]"))
    #expect(failure.contains("2.5 (0x40200000)"))
    #expect(failure.contains("2.0 (0x40000000)"))
  }

  @Test func exactFamilies() {
    let zeros = Elements(tensor([0, .nan, 1]))
    let signed = Elements(tensor([-0.0, -.nan, 1]))
    let chosen = ExactRule.judge(
      zeros, signed, reason: "", label: "", mayBeAnyNaN: true, mayBeAnyZero: true)
    #expect(chosen.failure == nil)
    let moved = ExactRule.judge(zeros, signed, reason: "", label: "", mayBeAnyNaN: false)
    #expect(moved.worst == 2)
  }

  @Test func histogramBins() {
    var histogram = ErrorHistogram()
    for ulps in [0, 0.5, 1, 2, 3, 4, 5000, .infinity, .nan] { histogram.add(ulps) }
    #expect(histogram.total == 9)
    #expect(histogram.bins[0] == 1)
    #expect(histogram.bins[1] == 2)
    #expect(histogram.bins[ErrorHistogram.binCount - 1] == 3)
  }
}

@Suite struct ToleranceRuleTests {
  private func judge(
    _ ours: [Double], _ theirs: [Double], _ truth: [Double]?, _ dtype: DType, moves: Double = 0
  ) throws -> Judgement {
    func elements(_ values: [Double]) -> Elements { Elements(Tensor(copying: values).to(dtype)) }
    return ToleranceRule.judge(
      elements(ours), elements(theirs), truth, try #require(FloatFormat(dtype)), label: "result"
    ) { moves }
  }

  @Test func float32() throws {
    #expect(try judge([1, 0.5], [1, 0.5 + 1.9e-6], nil, .float32).failure == nil)
    let beyond = ([1, 0.5], [1, 0.5 + 3e-6])
    #expect(try judge(beyond.0, beyond.1, nil, .float32).failure != nil)
    #expect(try judge(beyond.0, beyond.1, beyond.1, .float32).failure != nil)
    let theirError = try judge(beyond.0, beyond.1, beyond.0, .float32)
    #expect(theirError.failure == nil && theirError.metric == ToleranceRule.dependentReason)
    #expect(try judge([1, .nan], [1, 0.5], [1, 0.5], .float32).failure != nil)
  }

  @Test func float64() throws {
    #expect(try judge([1, 0.5], [1, 0.5 + 3e-15], nil, .float64).failure == nil)
    #expect(try judge([1, 0.5], [1, 0.5 + 5e-15], nil, .float64).failure != nil)
    #expect(try judge([1, 0.5], [1, 0.5 + 5e-15], nil, .float64, moves: 1e-15).failure == nil)
    #expect(try judge([1, 0.5], [1, 0.5 + 1e-13], nil, .float64, moves: 1e-15).failure != nil)
  }
}

@Suite struct ElementsTests {
  @Test func stridedElementsComeInOrder() {
    let values: [Int16] = [0, 1, 2, 3, 4, 5]
    let tensor = values.withUnsafeBytes {
      Tensor.copying($0, dtype: .int16, shape: [3, 2], strides: [1, 3])
    }
    let elements = Elements(tensor)
    #expect(elements.bits == [0, 3, 1, 4, 2, 5])
    #expect(elements.position(3) == [1, 1])
    let repeated = values.withUnsafeBytes {
      Tensor.copying($0, dtype: .int16, shape: [2, 2], strides: [0, 1], storageOffset: 4)
    }
    #expect(Elements(repeated).bits == [4, 5, 4, 5])
  }

  @Test func numbersOfEveryDType() {
    func value(_ bits: UInt64, _ dtype: DType) -> Double {
      withUnsafeBytes(of: bits) {
        Elements(Tensor.copying($0, dtype: dtype, shape: [1])).value(0)
      }
    }
    #expect(value(0x3C00, .float16) == 1)
    #expect(value(0x0001, .float16) == 0x1p-24)
    #expect(value(0xFC00, .float16) == -.infinity)
    #expect(value(0x3F80, .bfloat16) == 1)
    #expect(value(0xFF, .int8) == -1)
    #expect(value(0xFF, .uint8) == 255)
    #expect(value(1, .bool) == 1)
  }
}
