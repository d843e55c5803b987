import Conformance
import Testing
import Touchstone
import TouchstoneNN

@Suite struct CopiedModuleTests {
  /// Every layer is copied and its original spoiled; the copy gives PyTorch's names, bits, printed
  /// form, results and gradients.
  @Test func copiesDoWhatTheirOriginalsDid() {
    var options = ConformanceOptions()
    options.selection = Selection(
      patterns: ["modules/nn.*/float32/?", "modules/nn.MultiheadAttention/float32/*"])
    options.verifiesHashes = false
    let results = ConformanceRun(CommittedFixtures.corpus, options) { name in
      ModuleCatalogue.record(name)?.copied.operation
    }.run()
    #expect(results.failed == 0, "\(results.cases.first { $0.status == .failed }?.id ?? "")")
    let covered = Set(results.cases.filter { $0.status == .passed }.map(\.op))
    #expect(ModuleCatalogue.all.map(\.name).filter { !covered.contains($0) } == [])
  }
}

extension ModuleRecord {
  /// The class with each of its modules replaced by a copy, once the original holds other numbers.
  fileprivate var copied: ModuleRecord {
    ModuleRecord(
      String(name.dropFirst("nn.".count)), signature, forward: forwardSignature, metric: metric,
      construct: { arguments in
        let original = try construct(arguments)
        let copy = original.copy()
        noGrad {
          for tensor in original.stateDict().values where !tensor.isUninitialized {
            _ = tensor.fill_(77)
          }
        }
        return copy
      }, call: forward)
  }
}
