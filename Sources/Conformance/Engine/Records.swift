import Touchstone
import TouchstoneNN
import TouchstoneOptim

/// All records: the library's, those of initializers, modules, whole networks, optimizers, schedules
/// and what else trains, and training programs.
public enum Records {
  /// The record of `name`, or nil.
  public static func named(_ name: String) -> OperationRecord? {
    Catalogue.record(name) ?? initializers[name] ?? ModuleCatalogue.record(name)?.operation
      ?? NetworkCatalogue.record(name)?.operation
      ?? OptimizerCatalogue.record(name)?.operation ?? ScheduleCatalogue.record(name)?.operation
      ?? TrainingOperations.record(name) ?? ProgramCatalogue.program(name)?.operation
  }

  private static let initializers = Dictionary(
    Catalogue.initializers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}
