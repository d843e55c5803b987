import Glibc

/// The elements of a tensor as they are printed.
enum PrintedValues {
  case floating([Double])
  case integers([Int64])
  case booleans([Bool])
}

/// The notation and the common width of all elements of one printed tensor.
///
/// Floating-point tensors whose finite values are all integers drop the fraction (`3.`);
/// a wide range of magnitudes switches to scientific notation.
struct ElementFormat {
  private enum Notation { case whole, fixed, scientific }

  private var notation = Notation.whole
  private let precision: Int
  private(set) var width = 1

  /// Chooses the notation for `values`; the width is that of the widest.
  init(_ values: PrintedValues, _ options: PrintOptions) {
    precision = options.precision
    switch values {
    case .integers(let all): width = all.reduce(1) { max($0, String($1).count) }
    case .booleans(let all): width = all.reduce(1) { max($0, pythonText($1).count) }
    case .floating(let all): chooseNotation(all.filter { $0.isFinite && $0 != 0 }, options)
    }
  }

  /// Zeros, infinities and NaNs have no say: `regular` is without them.
  private mutating func chooseNotation(_ regular: [Double], _ options: PrintOptions) {
    let magnitudes = regular.lazy.map(\.magnitude)
    guard let largest = magnitudes.max(), let smallest = magnitudes.min() else { return }
    let wide = largest / smallest > 1000 || largest > 1e8 || smallest < 1e-4
    if options.scientific ?? wide {
      notation = .scientific
    } else {
      notation = regular.allSatisfy { $0 == $0.rounded(.up) } ? .whole : .fixed
    }
    width = regular.reduce(1) { max($0, text($1).count) }
  }

  /// The texts of all elements, padded on the left to the common width.
  func texts(_ values: PrintedValues) -> [String] {
    switch values {
    case .integers(let all): all.map { padded(String($0)) }
    case .booleans(let all): all.map { padded(pythonText($0)) }
    case .floating(let all): all.map { padded(text($0)) }
    }
  }

  private func padded(_ text: String) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private func text(_ value: Double) -> String {
    guard value.isFinite else { return nonFiniteText(value) }
    switch notation {
    case .whole: return formatted(value, "%.*f", 0) + "."
    case .fixed: return formatted(value, "%.*f", precision)
    case .scientific: return formatted(value, "%.*e", precision)
    }
  }
}

/// `True` or `False`.
func pythonText(_ value: Bool) -> String { value ? "True" : "False" }

private func nonFiniteText(_ value: Double) -> String {
  value.isNaN ? "nan" : value < 0 ? "-inf" : "inf"
}

/// `value` in C's `format`, which takes a precision (`%.*f`).
func formatted(_ value: Double, _ format: String, _ precision: Int) -> String {
  withVaList([Int32(precision), value]) { arguments in
    let capacity = 400 + precision
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
      let written = vsnprintf(buffer.baseAddress, capacity, format, arguments)
      let bytes = UnsafeRawBufferPointer(buffer.extracting(0..<Int(written)))
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
