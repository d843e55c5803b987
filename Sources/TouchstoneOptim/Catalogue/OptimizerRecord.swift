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
    OptimizerRecord("ASGD") { ASGD($0, $1) },
    OptimizerRecord("Adadelta") { Adadelta($0, $1) },
    OptimizerRecord("Adafactor") { Adafactor($0, $1) },
    OptimizerRecord("Adagrad") { Adagrad($0, $1) },
    OptimizerRecord("Adam") { Adam($0, $1) },
    OptimizerRecord("AdamW") { AdamW($0, $1) },
    OptimizerRecord("Adamax") { Adamax($0, $1) },
    OptimizerRecord("LBFGS") { LBFGS($0, $1) },
    OptimizerRecord("Muon") { Muon($0, $1) },
    OptimizerRecord("NAdam") { NAdam($0, $1) },
    OptimizerRecord("RAdam") { RAdam($0, $1) },
    OptimizerRecord("RMSprop") { RMSprop($0, $1) },
    OptimizerRecord("Rprop") { Rprop($0, $1) },
    OptimizerRecord("SGD") { SGD($0, $1) },
    OptimizerRecord("SparseAdam") { SparseAdam($0, $1) },
  ]

  /// The record of `name`, or nil.
  public static func record(_ name: String) -> OptimizerRecord? { all.first { $0.name == name } }
}
