import Testing

@testable import Conformance

@Suite struct EnvelopeTests {
  private let samples = [[1e-6, 3e-6, 0, 2e-6], [2e-6, 1e-6, 0, 8e-6]]
  private let sizes = [1.0, 1, 1, 1]

  @Test func itIsWidestSoFarTimesFour() {
    let envelope = Envelope(distances: samples, sizes: sizes)
    let floor = 2 * 0x1p-23
    let expected = [2e-6, 3e-6, 3e-6, 8e-6].map { 4 * $0 + floor }
    #expect(zip(envelope.allowed, expected).allSatisfy { abs($0 - $1) < 1e-18 })
  }

  @Test func theFirstPointBeyondIsNamed() {
    let envelope = Envelope(distances: samples, sizes: sizes)
    #expect(envelope.departure([8e-6, 12e-6, 12e-6, 32e-6]) == nil)
    #expect(envelope.departure([8e-6, 12e-6, 13e-6, 40e-6]) == 2)
    #expect(envelope.departure([0, .nan, 0, 0]) == 1)
    #expect(envelope.strain([0, .nan, 0, 0]).value == .infinity)
    let strain = envelope.strain([0, 24e-6, 0, 0])
    #expect(strain.point == 1 && strain.value > 1.9 && strain.value < 2)
  }

  /// Where no sample ever moves, nothing but the last places may.
  @Test func exactQuantitiesStayExact() {
    let envelope = Envelope(distances: [[0, 0], [0, 0]], sizes: [29, 58])
    #expect(envelope.departure([0, 0]) == nil)
    #expect(envelope.departure([0, 1]) == 1)
  }

  @Test func samplesAreMeasuredByTheOthers() {
    let alike = Envelope.selfStrain(distances: [[1e-3], [1e-3], [1e-3]], sizes: [0])
    #expect(abs(alike - 0.25) < 1e-12)
    let odd = Envelope.selfStrain(distances: [[1e-3], [1e-3], [8e-3]], sizes: [0])
    #expect(abs(odd - 2) < 1e-12)
  }
}

@Suite struct TraceTests {
  /// The generator's signs: other ones would compare other sums.
  @Test func signsAreTheGenerators() {
    #expect(Trace.of([1, 2, 3, 4, 5]) == [Double(55).squareRoot(), -3, -9, -1, -5])
  }

  /// Whatever element changes, by the change itself.
  @Test func noElementIsOverlooked() {
    let values = (0..<50).map { Double($0) / 7 }
    let whole = Trace.of(values)
    for place in values.indices {
      var changed = values
      changed[place] += 0.5
      #expect(abs(Trace.distance(Trace.of(changed)[...], whole[...]) - 0.5) < 1e-12)
    }
  }
}
