/// A pattern for case ids: `*` stands for any text, `?` for one character, `[abc]` for one of them.
///
/// Without any of these it selects the case of that id, or all cases below it.
public struct IDPattern: Sendable {
  private let pattern: [Character]
  private let isLiteral: Bool
  /// What every matching id begins with.
  let prefix: String

  public init(_ pattern: String) {
    self.pattern = Array(pattern)
    let wild: Set<Character> = ["*", "?", "["]
    isLiteral = !pattern.contains { wild.contains($0) }
    prefix = String(pattern.prefix { !wild.contains($0) })
  }

  public func matches(_ id: String) -> Bool {
    if isLiteral { return id == prefix || id.hasPrefix(prefix + "/") }
    return Self.match(pattern[...], Array(id)[...])
  }

  /// Whether some id that begins with `stem` may match.
  func mayMatch(stem: String) -> Bool { prefix.hasPrefix(stem) || stem.hasPrefix(prefix) }

  private static func match(_ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>) -> Bool
  {
    var (p, t) = (pattern.startIndex, text.startIndex)
    var retry: (p: Int, t: Int)?
    while t < text.endIndex {
      if p < pattern.endIndex, pattern[p] == "*" {
        retry = (p + 1, t)
        p += 1
      } else if let next = step(pattern, p, text[t]) {
        (p, t) = (next, t + 1)
      } else if let point = retry {
        retry = (point.p, point.t + 1)
        (p, t) = (point.p, point.t + 1)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }

  /// The position after the element at `p` when it accepts `character`.
  private static func step(
    _ pattern: ArraySlice<Character>, _ p: Int, _ character: Character
  ) -> Int? {
    guard p < pattern.endIndex else { return nil }
    if pattern[p] == "[", let close = pattern[p...].firstIndex(of: "]") {
      return pattern[(p + 1)..<close].contains(character) ? close + 1 : nil
    }
    return pattern[p] == "?" || pattern[p] == character ? p + 1 : nil
  }
}

/// Part `index` of `count`: cases are dealt by a hash of their id, whatever else is selected.
public struct Shard: Sendable {
  public let index: Int
  public let count: Int

  /// Nil unless 0 ≤ index < count.
  public init?(index: Int, count: Int) {
    guard count > 0, (0..<count).contains(index) else { return nil }
    (self.index, self.count) = (index, count)
  }

  /// Parses `i/n`.
  public init?(_ text: String) {
    let parts = text.split(separator: "/").map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1] else { return nil }
    self.init(index: index, count: count)
  }

  public func contains(_ id: String) -> Bool { stableHash(id) % UInt64(count) == UInt64(index) }
}

/// Which cases to run.
public struct Selection: Sendable {
  public var patterns: [IDPattern]
  public var shard: Shard?

  public init(patterns: [String] = [], shard: Shard? = nil) {
    self.patterns = patterns.map(IDPattern.init)
    self.shard = shard
  }

  public func contains(_ id: String) -> Bool {
    (patterns.isEmpty || patterns.contains { $0.matches(id) }) && (shard?.contains(id) ?? true)
  }

  /// Whether cases whose id begins with `stem` may be selected.
  func mayContain(stem: String) -> Bool {
    patterns.isEmpty || patterns.contains { $0.mayMatch(stem: stem) }
  }
}

/// FNV-1a: the same on every machine and in every run.
func stableHash(_ text: String) -> UInt64 {
  text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}
