import Touchstone

/// One optimizer of the catalogue.
public struct OptimizerRecord: Sendable {
  /// PyTorch's name, such as `AdamW`.
  public let name: String
  /// Makes one for groups, from options by PyTorch's names.
  public let make: @Sendable ([ParamGroup], OptionDictionary) -> Optimizer

  init(_ name: String, _ make: @escaping @Sendable ([ParamGroup], OptionDictionary) -> Optimizer) {
    (self.name, self.make) = (name, make)
  }
}

/// Every optimizer of the library, by PyTorch's name.
public enum OptimizerCatalogue {
  public static let all: [OptimizerRecord] = [
    OptimizerRecord("Adam") { Adam($0, $1) },
    OptimizerRecord("AdamW") { AdamW($0, $1) },
    OptimizerRecord("SGD") { SGD($0, $1) },
    OptimizerRecord("SparseAdam") { SparseAdam($0, $1) },
  ]

  /// The record of `name`, or nil.
  public static func record(_ name: String) -> OptimizerRecord? { all.first { $0.name == name } }
}
