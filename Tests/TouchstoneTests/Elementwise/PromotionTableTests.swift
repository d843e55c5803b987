import Foundation
import Testing

@testable import Touchstone

/// `promotion.json`: PyTorch's answers for all pairs of dtypes and kinds of operand.
private struct PromotionTable: Decodable {
  let result_type: [String: [String: String]]
  let promote_types: [String: [String: String]]
  let can_cast: [String: [String: Bool]]

  static var file: URL? {
    let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
    let given = ProcessInfo.processInfo.environment["TOUCHSTONE_FIXTURES"].map { URL(filePath: $0) }
    let folders = [given, root.appending(path: "Fixtures/data"), root.appending(path: "Fixtures")]
    return folders.compactMap { $0?.appending(path: "promotion.json") }
      .first { FileManager.default.fileExists(atPath: $0.path) }
  }

  static func load() throws -> PromotionTable {
    try JSONDecoder().decode(PromotionTable.self, from: Data(contentsOf: #require(file)))
  }
}

@Suite(.enabled(if: PromotionTable.file != nil, "the table is part of the generated fixtures"))
struct PromotionTableTests {
  /// An operand of the kind that the table names, such as "scalar-tensor int8".
  private func operand(_ name: String) throws -> TensorOrScalar {
    let parts = name.split(separator: " ").map(String.init)
    switch (parts[0], parts[1]) {
    case ("python", "int"): return .scalar(.int(1))
    case ("python", "float"): return .scalar(.double(1))
    case ("python", "bool"): return .scalar(.bool(true))
    default:
      let dtype = try #require(DType(name: parts[1]))
      return .tensor(Tensor.ones(parts[0] == "tensor" ? [2] : [], dtype: dtype))
    }
  }

  @Test func resultTypes() throws {
    for (first, row) in try PromotionTable.load().result_type {
      for (second, expected) in row {
        let dtype = resultType(try operand(first), try operand(second))
        #expect(dtype.name == expected, "\(first) with \(second)")
      }
    }
  }

  @Test func operationsFollowTheTable() throws {
    for (first, row) in try PromotionTable.load().result_type where first.hasPrefix("tensor") {
      for (second, expected) in row {
        guard case .tensor(let a) = try operand(first) else { continue }
        #expect(a.mul(try operand(second)).dtype.name == expected, "\(first) * \(second)")
      }
    }
  }

  @Test func promotedTypesAndCasts() throws {
    let table = try PromotionTable.load()
    for a in DType.allCases {
      for b in DType.allCases {
        #expect(promoteTypes(a, b).name == table.promote_types[a.name]?[b.name])
        #expect(canCast(from: a, to: b) == table.can_cast[a.name]?[b.name])
      }
    }
  }
}
