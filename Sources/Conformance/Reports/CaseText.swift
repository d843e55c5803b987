import Touchstone
import TouchstoneIO

/// What the tool prints about a case.
public enum CaseText {
  /// A failed or skipped case: what is wrong, judged how, and how to run it again.
  public static func outcome(_ result: CaseResult) -> String {
    var lines = ["\(result.status.rawValue.uppercased()) \(result.id)"]
    lines += result.reason.split(separator: "\n").map { "  \($0)" }
    if !result.metric.isEmpty { lines.append("  metric: \(result.metric)") }
    if result.status != .skipped, !result.unit.isEmpty {
      lines.append(
        "  worst: \(shortText(result.worst)) \(result.unit), budget \(shortText(result.budget))")
    }
    if let matches = result.messageMatches {
      lines.append("  message\(matches ? "" : " (differs from PyTorch's)"): \(result.message)")
    }
    lines.append("  rerun: touchstone \(command(result.id)) '\(result.id)'")
    return lines.joined(separator: "\n")
  }

  /// The command that runs a case alone.
  private static func command(_ id: String) -> String {
    id.hasPrefix("statistics/") ? "precision --filter" : "repro"
  }

  /// The stored case: arguments, results and gradients with their values.
  public static func stored(_ fixture: FixtureCase, in file: FixtureFile) throws(FileError)
    -> String
  {
    var lines = ["\(fixture.id) (\(fixture.kind.rawValue))"]
    let literals = LiteralWriter(fixture, file, style: .plain)
    for (index, argument) in fixture.arguments.enumerated() {
      lines.append("  argument \(index): \(try literals.text(argument))")
    }
    for (name, argument) in fixture.keywords {
      lines.append("  \(name): \(try literals.text(argument))")
    }
    if let error = fixture.error {
      lines.append("  PyTorch throws \(error.type): \(error.message)")
      lines.append("  pattern: \(error.regex)")
    }
    if !fixture.process.isEmpty { lines.append("  results mapped by: \(fixture.process)") }
    for (index, output) in fixture.outputs.enumerated() {
      lines.append("  result \(index): \(try literals.text(output))")
      if let truth = fixture.truths[index] {
        lines.append("  float64 \(index): \(try literals.text(.tensor(truth)))")
      }
    }
    for (index, gradient) in fixture.gradients.enumerated() {
      let text = try gradient.map { (index) throws(FileError) in
        try literals.text(.tensor(index))
      }
      lines.append("  gradient \(index): \(text ?? "none")")
    }
    return lines.joined(separator: "\n")
  }
}

/// Writes arguments as source text.
struct LiteralWriter {
  enum Style { case plain, swift, python }

  private let fixture: FixtureCase
  private let file: FixtureFile
  private let style: Style
  /// Tensors with more elements are cut short.
  private static let longest = 64

  init(_ fixture: FixtureCase, _ file: FixtureFile, style: Style) {
    (self.fixture, self.file, self.style) = (fixture, file, style)
  }

  func text(_ value: FixtureValue) throws(FileError) -> String {
    switch value {
    case .none: return style == .swift ? ".none" : "None"
    case .bool(let value): return bool(value)
    case .int(let value): return style == .swift ? ".int(\(value))" : "\(value)"
    case .double(let value): return style == .swift ? ".double(\(number(value)))" : number(value)
    case .complex(let a, let b): return "\(style == .swift ? "." : "")complex(\(a), \(b))"
    case .string(let value): return style == .swift ? ".string(\"\(value)\")" : "\"\(value)\""
    case .tensor(let index): return try tensor(index)
    case .list(let items): return try list(items, "[", "]")
    case .tuple(let items): return try list(items, "(", items.count == 1 ? ",)" : ")")
    case .dtype(let name): return style == .swift ? ".dtype(.\(name))" : "torch.\(name)"
    case .slice(let a, let b, let c):
      let parts = [try text(a), try text(b), try text(c)].joined(separator: ", ")
      return style == .swift ? ".slice(\(parts))" : "slice(\(parts))"
    case .ellipsis: return style == .swift ? ".ellipsis" : "..."
    case .device(let name): return named("device", name, "torch.device(\"\(name)\")")
    case .memoryFormat(let name):
      let suffix = name.hasPrefix("channels") ? "" : "_format"
      return named("memory_format", name, "torch.\(name)\(suffix)")
    case .layout(let name): return named("layout", name, "torch.\(name)")
    case .generator(let state): return generator(state)
    case .shared(let name): return shared(name)
    }
  }

  private func bool(_ value: Bool) -> String {
    switch style {
    case .swift: ".bool(\(value))"
    default: value ? "True" : "False"
    }
  }

  private func number(_ value: Double) -> String {
    guard !value.isFinite else { return "\(value)" }
    let word = value.isNaN ? "nan" : "infinity"
    switch style {
    case .swift: return (value < 0 ? "-." : ".") + word
    case .python: return "float(\"\(value)\")"
    case .plain: return "\(value)"
    }
  }

  private func named(_ kind: String, _ name: String, _ python: String) -> String {
    style == .swift ? ".named(kind: \"\(kind)\", name: \"\(name)\")" : python
  }

  private func list(
    _ items: [FixtureValue], _ open: String, _ close: String
  ) throws(FileError) -> String {
    var texts: [String] = []
    for item in items { texts.append(try text(item)) }
    let inner = texts.joined(separator: ", ")
    return style == .swift ? ".list([\(inner)])" : open + inner + close
  }

  private func tensor(_ index: Int) throws(FileError) -> String {
    let entry = fixture.tensors[index]
    let elements = try Elements(index, of: fixture, in: file)
    switch style {
    case .plain: return plain(entry, elements)
    case .swift: return ".tensor(\(Self.name(index)))"
    case .python: return Self.name(index)
    }
  }

  private func plain(_ entry: FixtureTensor, _ elements: Elements) -> String {
    let shown = (0..<min(elements.count, Self.longest)).map(elements.number)
    let more = elements.count > Self.longest ? ", … \(elements.count) in all" : ""
    let layout =
      entry.strides == Array(Shape(entry.shape).contiguousStrides)
      ? "" : " strides \(entry.strides)"
    let grad = entry.requiresGrad ? " requires grad" : ""
    return "\(entry.dtype.name) \(entry.shape)\(layout)\(grad): "
      + "[\(shown.joined(separator: ", "))\(more)]"
  }

  private func generator(_ state: Int) -> String {
    switch style {
    case .plain: "a generator with a state of its own"
    case .swift: ".generator(\(Self.generatorName(state)))"
    case .python: Self.generatorName(state)
    }
  }

  private func shared(_ name: String) -> String {
    switch style {
    case .plain: "the data set \(name)"
    case .swift: ".tensor(try FixtureFile(\"\(file.path)\").shared(\"\(name)\"))"
    case .python: "digits.tensor(\"\(name)\")"
    }
  }

  static func name(_ index: Int) -> String { "t\(index)" }

  static func generatorName(_ state: Int) -> String { "generator\(state)" }
}
