import Foundation
import Testing
import Touchstone

/// Every expression of the table `indexing.json`: what PyTorch reads, writes and refuses.
@Suite struct IndexingFixtureTests {
  @Test(.enabled(if: IndexingTable.exists, "the table is part of the generated fixtures"))
  func agreesWithPyTorch() throws {
    let cases = try IndexingTable.load()
    #expect(cases.count > 250)
    var failures: [String] = []
    for entry in cases where !entry.isStatic {
      if let complaint = entry.complaint() { failures.append("\(entry.id): \(complaint)") }
    }
    #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
  }
}

enum IndexingTable {
  static let candidates: [URL] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let given = ProcessInfo.processInfo.environment["TOUCHSTONE_FIXTURES"].map { URL(filePath: $0) }
    let folders = [given, root.appending(path: "Fixtures/data"), root.appending(path: "Fixtures")]
    return folders.compactMap { $0?.appending(path: "indexing.json") }
  }()

  static var file: URL? {
    candidates.first { FileManager.default.fileExists(atPath: $0.path) }
  }

  static var exists: Bool { file != nil }

  static func load() throws -> [IndexingCase] {
    let data = try Data(contentsOf: try #require(file))
    let table = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let cases = try #require(table["cases"] as? [[String: Any]])
    return cases.map(IndexingCase.init)
  }
}

/// One `x[index]` or `x[index] = value` on a tensor whose elements count up from 0.
struct IndexingCase {
  let json: [String: Any]

  var id: String { json["id"] as! String }
  private var shape: [Int] { json["shape"] as! [Int] }

  private var error: [String: Any]? { json["error"] as? [String: Any] }

  /// Whether Swift's types refuse the expression before it runs.
  var isStatic: Bool {
    (try? entries()) == nil || json["value"] is String
  }

  private enum Unsupported: Error { case entry }

  private func tensor(_ object: Any) -> Tensor {
    let object = object as! [String: Any]
    let dtype = DType(name: object["dtype"] as! String)!
    let values = (object["values"] as! [Any]).map { Double("\($0)")! }
    return Tensor(values, dtype: .float64).to(dtype).reshape(Shape(object["shape"] as! [Int]))
  }

  private func entries() throws -> [any TensorIndex] {
    let index = json["index"]!
    if let object = index as? [String: Any], let items = object["tuple"] as? [Any] {
      return try items.map(entry)
    }
    return [try entry(index)]
  }

  private func entry(_ value: Any) throws -> any TensorIndex {
    if value is NSNull { return IndexItem.newAxis }
    if let number = value as? NSNumber { return entry(number) }
    if let list = value as? [Int] { return list }
    guard let object = value as? [String: Any] else { throw Unsupported.entry }
    if object["ellipsis"] != nil { return IndexItem.ellipsis }
    if let bounds = object["slice"] as? [Any] {
      return IndexItem.slice(
        bounds[0] as? Int, bounds[1] as? Int, step: bounds[2] as? Int ?? 1)
    }
    if let number = object["t"] as? Int { return tensor((json["tensors"] as! [Any])[number]) }
    throw Unsupported.entry
  }

  private func entry(_ number: NSNumber) -> any TensorIndex {
    let isBool = String(cString: number.objCType) == "c"
    return isBool ? number.boolValue as any TensorIndex : number.intValue
  }

  /// What differs from PyTorch; nil when nothing does.
  func complaint() -> String? {
    let source = Tensor.arange(Int(shape.reduce(1, *))).reshape(Shape(shape))
    do {
      let isRead = json["kind"] as! String == "read"
      let out = try checked { isRead ? try read(source) : try write(source) }
      if let error { return "gave \(out), PyTorch says \(error["message"]!)" }
      return differences(out)
    } catch let failure as TensorError {
      guard let error else { return "threw \(failure)" }
      let expected = "\(error["type"]!): \(error["message"]!)"
      return "\(failure)" == expected ? nil : "threw \(failure)\n  PyTorch: \(expected)"
    } catch {
      return "\(error)"
    }
  }

  private func read(_ source: Tensor) throws -> Tensor { source[items: try entries()] }

  private func write(_ source: Tensor) throws -> Tensor {
    let value = json["value"]!
    if let object = value as? [String: Any], let number = object["t"] as? Int {
      source[items: try entries()] = tensor((json["tensors"] as! [Any])[number])
    } else {
      source.set(number(value), items: try entries())
    }
    return source
  }

  private func number(_ value: Any) -> Double {
    if let number = value as? NSNumber { return number.doubleValue }
    return Double((value as! [String: Any])["f"] as! String)!
  }

  private func numbers(_ tensor: Tensor) -> [Double] { tensor.to(.float64).toArray() }

  private func differences(_ out: Tensor) -> String? {
    let expected = tensor(json["out"]!)
    if out.shape != expected.shape { return "shape \(out.shape), PyTorch \(expected.shape)" }
    if out.dtype != expected.dtype { return "dtype \(out.dtype), PyTorch \(expected.dtype)" }
    if numbers(out) != numbers(expected) { return "\(out), PyTorch \(expected)" }
    guard let isView = json["view"] as? Bool else { return nil }
    if isView != out.isView { return "view \(out.isView), PyTorch \(isView)" }
    guard isView else { return nil }
    let strides = json["strides"] as! [Int]
    let offset = json["offset"] as! Int
    if out.numel > 0 && !out.strides.elementsEqual(strides) {
      return "strides \(out.strides), PyTorch \(strides)"
    }
    return out.storageOffset == offset ? nil : "offset \(out.storageOffset), PyTorch \(offset)"
  }
}
