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
    functional,
  ].flatMap { $0 }.filter { !unproven.contains($0.name) }

  /// Operations that exist but do not yet agree with PyTorch in every case: nothing is claimed of
  /// them, their cells in the coverage grid stay empty.
  static let unproven: Set<String> = [
    "special.airy_ai", "special.bessel_j0", "special.bessel_j1",
    "special.bessel_y0", "special.bessel_y1", "special.chebyshev_polynomial_t",
    "special.chebyshev_polynomial_u", "special.chebyshev_polynomial_v",
    "special.chebyshev_polynomial_w", "special.hermite_polynomial_h",
    "special.hermite_polynomial_he", "special.i1", "special.i1e", "special.laguerre_polynomial_l",
    "special.legendre_polynomial_p", "special.log_ndtr", "special.modified_bessel_i0",
    "special.modified_bessel_i1", "special.modified_bessel_k0", "special.modified_bessel_k1",
    "special.ndtr", "special.shifted_chebyshev_polynomial_t",
    "special.shifted_chebyshev_polynomial_u", "special.shifted_chebyshev_polynomial_v",
    "special.shifted_chebyshev_polynomial_w", "special.zeta",
  ]

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

extension Catalogue {
  /// `torch.nn.functional`, and the names of `torch` that only layers use.
  static let functional: [OperationRecord] = [
    activations,
    attentions,
    convolutions,
    dropouts,
    embeddings,
    losses,
    normalizations,
    poolings,
    recurrents,
    resamplings,
  ].flatMap { $0 }
}
