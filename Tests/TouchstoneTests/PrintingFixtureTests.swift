import Foundation
import Testing

@testable import Touchstone

/// `printing.json`: tensors with the text that PyTorch prints for them.
private struct PrintingTable: Decodable {
  struct Case: Decodable {
    let id: String
    let tensor: Contents
    let requires_grad: Bool
    let options: Options
    let repr: String
  }

  struct Contents: Decodable {
    let dtype: String
    let shape: [Int]
    let values: Values
  }

  /// Numbers as JSON has them, floating ones as text, or the word for a counting tensor.
  enum Values: Decodable {
    case counting
    case doubles([Double])
    case integers([Int])
    case booleans([Bool])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode([String].self) {
        self = .doubles(text.map { Double($0)! })
      } else if let booleans = try? container.decode([Bool].self) {
        self = .booleans(booleans)
      } else if let integers = try? container.decode([Int].self) {
        self = .integers(integers)
      } else {
        #expect(try container.decode(String.self) == "arange")
        self = .counting
      }
    }
  }

  struct Options: Decodable {
    var precision: Int?
    var threshold: Double?
    var edgeitems: Int?
    var linewidth: Int?
    var sci_mode: Bool?
    var profile: String?

    var printed: PrintOptions {
      var options =
        switch profile {
        case "short": PrintOptions.short
        case "full": PrintOptions.full
        default: PrintOptions.default
        }
      options.precision = precision ?? options.precision
      options.threshold = threshold ?? options.threshold
      options.edgeItems = edgeitems ?? options.edgeItems
      options.lineWidth = linewidth ?? options.lineWidth
      options.scientific = sci_mode
      return options
    }
  }

  let cases: [Case]
}

extension PrintingTable.Contents {
  func tensor() throws -> Tensor {
    let dtype = try #require(DType(name: dtype))
    let sizes = Shape(shape)
    return switch values {
    case .counting: Tensor.arange(sizes.numel, dtype: dtype).view(sizes)
    case .doubles(let all): Tensor(copying: all, shape: sizes).to(dtype)
    case .integers(let all): Tensor(copying: all, shape: sizes).to(dtype)
    case .booleans(let all): Tensor(copying: all, shape: sizes).to(dtype)
    }
  }
}

struct PrintingFixtureTests {
  static let table: URL = {
    let package = URL(filePath: #filePath).appending(path: "../../../Fixtures").standardized
    let folder = ProcessInfo.processInfo.environment["TOUCHSTONE_FIXTURES"]
    return (folder.map { URL(filePath: $0) } ?? package).appending(path: "printing.json")
  }()

  @Test(.enabled(if: FileManager.default.fileExists(atPath: table.path)))
  func everyTensorPrintsAsInPyTorch() throws {
    let table = try JSONDecoder().decode(
      PrintingTable.self, from: try Data(contentsOf: Self.table))
    #expect(table.cases.count > 100)
    for fixture in table.cases {
      let tensor = try fixture.tensor.tensor().requiresGrad_(fixture.requires_grad)
      let text = tensor.text(fixture.options.printed)
      #expect(text == fixture.repr, "\(fixture.id)")
    }
  }
}
