/// Every operation of the library, by PyTorch's name: what the harness iterates.
public enum Catalogue {
  /// All records; each family keeps its own list beside its operations.
  public static let all: [OperationRecord] = [
    core,
    elementwise,
    indexing,
    masked,
    views,
    viewCopies,
    splits,
    rearrangements,
    joining,
    creation,
    sequences,
    triangular,
    random,
    reductions,
    scans,
    sorting,
    statistics,
    matrixProducts,
    contractions,
    linearSolvers,
    inverses,
    matrixNorms,
    decompositions,
    triangularFactors,
  ].flatMap { $0 }

  /// The record of `name`, or nil.
  public static func record(_ name: String) -> OperationRecord? { byName[name] }

  private static let byName: [String: OperationRecord] = {
    Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }()
}

extension Catalogue {
  static let core: [OperationRecord] = [
    OperationRecord("clone", signature: "input, memory_format", metric: .movement) { a in
      let format = try a.memoryFormat("memory_format", default: .preserve)
      return [.tensor(try a.tensor("input").clone(memoryFormat: format))]
    }
  ]
}
