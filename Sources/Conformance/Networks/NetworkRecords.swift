import Touchstone
import TouchstoneNN

/// Small whole networks written as a user of the library would write them, by the names that suite
/// `networks` has for their PyTorch twins (`Fixtures/touchstone_fixtures/networks.py`).
enum NetworkCatalogue {
  static let all: [ModuleRecord] = [
    network("LeNet") { LeNet() },
    network("AlexNet") { AlexNet() },
    network("VGG") { VGG() },
    network("BasicBlock") { BasicBlock() },
    network("Bottleneck") { Bottleneck() },
    network("ResNet") { ResNet() },
    network("Inception") { Inception() },
    ModuleRecord("LSTMClassifier", "", forward: "tokens, lengths", in: "networks") { _ in
      LSTMClassifier()
    } call: { module, a in
      let (tokens, lengths) = (try a.tensor("tokens"), try a.tensor("lengths"))
      return [.tensor((module as! LSTMClassifier)(tokens, lengths))]
    },
    network("TransformerClassifier") { TransformerClassifier() },
    network("UNet") { UNet() },
  ]

  /// The record of `name`, such as `networks.LeNet`, or nil.
  static func record(_ name: String) -> ModuleRecord? { byName[name] }

  private static let byName = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// A network from one tensor to one.
  private static func network(
    _ name: String, _ build: @escaping @Sendable () -> Module
  ) -> ModuleRecord {
    ModuleRecord(name, "", forward: "input", in: "networks") { _ in
      build()
    } call: { module, a in
      [.tensor(module(try a.tensor("input")))]
    }
  }
}
