/// Seconds per call, measured over enough calls for the clock not to matter.
struct Stopwatch {
  private let body: () -> Void
  private let calls: Int

  /// Warms up and finds how many calls take `seconds`.
  init(_ body: @escaping () -> Void, seconds: Double) {
    self.body = body
    var calls = 1
    while true {
      let elapsed = Self.time(body, calls)
      if elapsed >= seconds / 2 || calls > 1 << 40 {
        self.calls = max(1, Int(Double(calls) * seconds / elapsed))
        return
      }
      calls *= elapsed > seconds / 100 ? 2 : 10
    }
  }

  /// One sample.
  func secondsPerCall() -> Double { Self.time(body, calls) / Double(calls) }

  private static func time(_ body: () -> Void, _ calls: Int) -> Double {
    let clock = ContinuousClock()
    let elapsed = clock.measure { for _ in 0..<calls { body() } }
    return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
  }
}

/// Samples of one side.
struct Samples {
  private(set) var values: [Double] = []

  mutating func add(_ value: Double) { values.append(value) }

  /// Middle sample, the mean of two for an even number.
  var median: Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
  var low: Double { values.min() ?? .nan }
  var high: Double { values.max() ?? .nan }
}
