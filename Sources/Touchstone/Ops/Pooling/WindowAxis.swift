extension WindowAxis {
  /// Number of windows of a sliding pooling,
  /// ⌊(in + 2 · pad − dilation · (kernel − 1) − 1) / stride⌋ + 1; in `ceilMode` rounded up, less
  /// a last window that would start in the padding on the right.
  ///
  /// - Throws: `TensorError` with PyTorch's message for a stride of zero, a kernel whose reach no
  ///   `Int` holds, and a padding that is negative or beyond half of the kernel.
  static func count(_ size: Int, _ window: SlidingWindow) throws -> Int {
    let (kernel, stride, pad) = (window.kernel, window.stride, window.padding)
    try check(stride != 0, .runtime, "stride should not be zero")
    try check(pad >= 0, .runtime, "pad must be non-negative, but got pad: \(pad)")
    try check(
      pad <= (try window.reach()) / 2, .runtime,
      "pad should be at most half of effective kernel size, but got pad=\(pad), "
        + "kernel_size=\(kernel) and dilation=\(window.dilation)")
    let span = size &+ 2 &* pad &- window.dilation &* (kernel &- 1) &- 1
    let room = span &+ (window.ceilMode ? stride &- 1 : 0)
    let quotient = room / stride - (room % stride != 0 && (room < 0) != (stride < 0) ? 1 : 0)
    let count = quotient &+ 1
    let startsOutside = window.ceilMode && (count &- 1) &* stride >= size &+ pad
    return startsOutside ? count &- 1 : count
  }

  /// Windows that slide over a dimension of `size`, cut at its ends. The divisor of a window is the
  /// number of its positions, with `countingPadding` that of its positions on the padding too.
  static func sliding(
    _ size: Int, count: Int, _ window: SlidingWindow, countingPadding: Bool = false
  ) -> WindowAxis {
    var axis = WindowAxis(starts: [], counts: [], divisors: [], step: Int64(window.dilation))
    for o in 0..<count {
      let first = o &* window.stride &- window.padding
      let start = first < 0 ? first &+ rounded(-first, up: window.dilation) : first
      let end = Swift.min(first &+ (window.kernel &- 1) &* window.dilation &+ 1, size)
      let held = end > start ? (end - start - 1) / window.dilation + 1 : 0
      let padded = Swift.min(first &+ window.kernel, size &+ window.padding) &- first
      axis.starts.append(Int64(start))
      axis.counts.append(Int64(held))
      axis.divisors.append(Int64(countingPadding ? padded : held))
    }
    return axis
  }

  /// The least multiple of `step` from `value`, which is positive, on.
  private static func rounded(_ value: Int, up step: Int) -> Int {
    ((value - 1) / step + 1) &* step
  }

  /// `count` windows that share a dimension of `size` evenly: from ⌊o · size / count⌋ to
  /// ⌈(o + 1) · size / count⌉.
  static func adaptive(_ size: Int, count: Int) -> WindowAxis {
    var axis = WindowAxis(starts: [], counts: [], divisors: [])
    for o in 0..<count {
      let start = o / count * size + o % count * size / count
      let end = ((o + 1) * size + count - 1) / count
      axis.starts.append(Int64(start))
      axis.counts.append(Int64(end - start))
      axis.divisors.append(Int64(end - start))
    }
    return axis
  }

  /// One window of one position.
  static let single = WindowAxis(starts: [0], counts: [1], divisors: [1])

  /// For each of `size` input positions the windows that hold it, with the windows' divisors: what
  /// the gradient of a mean sums over. Windows must not leave gaps between their positions.
  func transposed(_ size: Int) -> WindowAxis {
    var axis = WindowAxis(starts: [], counts: [], divisors: divisors)
    var (first, end) = (0, 0)
    for i in 0..<Int64(size) {
      while first < starts.count, starts[first] + counts[first] <= i { first += 1 }
      while end < starts.count, starts[end] <= i { end += 1 }
      axis.starts.append(Int64(first))
      axis.counts.append(Int64(Swift.max(end - first, 0)))
    }
    return axis
  }
}

/// How windows of one dimension slide.
struct SlidingWindow: Sendable {
  var kernel: Int
  var stride: Int
  var padding: Int
  var dilation: Int = 1
  var ceilMode: Bool

  /// Positions from the first to the last of the kernel, dilation · (kernel − 1) + 1.
  func reach() throws -> Int {
    let (span, tooFar) = dilation.multipliedReportingOverflow(by: kernel &- 1)
    let (reach, overflow) = span.addingReportingOverflow(1)
    try check(
      !tooFar && !overflow, .runtime,
      "effective kernel size overflows, but got kernel_size=\(kernel) and dilation=\(dilation)")
    return reach
  }
}
