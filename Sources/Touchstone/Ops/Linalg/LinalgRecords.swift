extension OperationRecord {
  /// An operation with one tensor result, judged by PyTorch's own error, norm-wise.
  static func solver(
    _ name: String, _ signature: String,
    _ call: @escaping @Sendable (Arguments) throws -> Tensor
  ) -> OperationRecord {
    OperationRecord(name, signature: signature, metric: .decomposition) { [.tensor(try call($0))] }
  }

  /// An operation that computes each number by itself, judged by PyTorch's own error.
  fileprivate static func measured(
    _ name: String, _ signature: String,
    _ call: @escaping @Sendable (Arguments) throws -> Tensor
  ) -> OperationRecord {
    OperationRecord(name, signature: signature, metric: .reference) { [.tensor(try call($0))] }
  }

  /// An operation with several results, judged by PyTorch's own error, norm-wise.
  static func factorisation(
    _ name: String, _ signature: String,
    process: (@Sendable (_ map: String, [Tensor]) throws -> [Tensor])? = nil,
    _ call: @escaping @Sendable (Arguments) throws -> [Tensor]
  ) -> OperationRecord {
    OperationRecord(name, signature: signature, metric: .decomposition, process: process) { arguments in
      try call(arguments).map(Value.tensor)
    }
  }
}

extension Arguments {
  fileprivate var matrix: Tensor { get throws { try tensor("A") } }

  fileprivate func flag(_ name: String) throws -> Bool { try bool(name, default: false) }

  /// A tolerance: a number or a tensor.
  fileprivate func tolerance(_ name: String) throws -> Tolerance? {
    switch try tensorOrScalarOrNil(name) {
    case nil: nil
    case .scalar(let number): .value(number.doubleValue)
    case .tensor(let tensor): .tensor(tensor)
    }
  }

  /// A norm's order: a number, "fro" or "nuc".
  fileprivate func order(_ name: String, function: String) throws -> NormOrder? {
    guard has(name) else { return nil }
    guard case .string(let text) = value(name) else { return .p(try double(name)) }
    switch text {
    case "fro": return .fro
    case "nuc": return .nuc
    default: throw TensorError(.runtime, "linalg.\(function): Order \(text) not supported.")
    }
  }
}

extension Catalogue {
  static let linearSolvers: [OperationRecord] = [
    .solver("linalg.solve", "A, B, left") { a in
      Linalg.solve(try a.matrix, try a.tensor("B"), left: try a.bool("left", default: true))
    },
    .factorisation("linalg.solve_ex", "A, B, left, check_errors") { a in
      let (x, info) = Linalg.solveEx(
        try a.matrix, try a.tensor("B"), left: try a.bool("left", default: true),
        checkErrors: try a.flag("check_errors"))
      return [x, info]
    },
    .solver("linalg.solve_triangular", "A, B, upper, left, unitriangular") { a in
      guard let upper = try a.boolOrNil("upper") else {
        throw TensorError(
          .type, "linalg_solve_triangular() missing 1 required positional arguments: \"upper\"")
      }
      return Linalg.solveTriangular(
        try a.matrix, try a.tensor("B"), upper: upper, left: try a.bool("left", default: true),
        unitriangular: try a.flag("unitriangular"))
    },
    .factorisation("triangular_solve", "b, A, upper, transpose, unitriangular") { a in
      let (x, coefficient) = try a.tensor("b").triangularSolve(
        try a.matrix, upper: try a.bool("upper", default: true),
        transpose: try a.flag("transpose"), unitriangular: try a.flag("unitriangular"))
      return [x, coefficient]
    },
    .solver("cholesky_solve", "B, L, upper") { a in
      try a.tensor("B").choleskySolve(try a.tensor("L"), upper: try a.flag("upper"))
    },
    .solver("cholesky_inverse", "L, upper") { a in
      try a.tensor("L").choleskyInverse(upper: try a.flag("upper"))
    },
    .solver("linalg.lu_solve", "LU, pivots, B, left, adjoint") { a in
      Linalg.luSolve(
        try a.tensor("LU"), try a.tensor("pivots"), try a.tensor("B"),
        left: try a.bool("left", default: true), adjoint: try a.flag("adjoint"))
    },
    .solver("lu_solve", "b, LU_data, LU_pivots") { a in
      try a.tensor("b").luSolve(try a.tensor("LU_data"), try a.tensor("LU_pivots"))
    },
    .solver("linalg.ldl_solve", "LD, pivots, B, hermitian") { a in
      Linalg.ldlSolve(
        try a.tensor("LD"), try a.tensor("pivots"), try a.tensor("B"),
        hermitian: try a.flag("hermitian"))
    },
    .factorisation("linalg.lstsq", "input, b, rcond, driver") { a in
      let result = Linalg.lstsq(
        try a.tensor("input"), try a.tensor("b"), rcond: try a.doubleOrNil("rcond"),
        driver: try a.stringOrNil("driver"))
      let differentiable = [result.solution, result.residuals]
      if a.variant == "grad_oriented" { return differentiable }
      return differentiable + [result.rank, result.singularValues]
    },
  ]

  static let inverses: [OperationRecord] = [
    .solver("linalg.inv", "A") { Linalg.inv(try $0.matrix) },
    .factorisation("linalg.inv_ex", "A, check_errors") { a in
      let (inverse, info) = Linalg.invEx(try a.matrix, checkErrors: try a.flag("check_errors"))
      return [inverse, info]
    },
    .solver("linalg.tensorinv", "A, ind") { a in
      Linalg.tensorinv(try a.matrix, ind: try a.int("ind", default: 2))
    },
    .solver("linalg.tensorsolve", "A, B, dims") { a in
      Linalg.tensorsolve(try a.matrix, try a.tensor("B"), dims: try a.intsOrNil("dims"))
    },
    .solver("linalg.pinv", "A, factor, atol, rtol, hermitian") { a in
      // The variant "singular" passes two factors whose product is of low rank.
      let matrix = try a.tensorOrNil("factor").map { try a.matrix.matmul($0.mT) } ?? a.matrix
      return Linalg.pinv(
        matrix, atol: try a.tolerance("atol"), rtol: try a.tolerance("rtol"),
        hermitian: try a.flag("hermitian"))
    },
    .solver("pinverse", "input, rcond") { a in
      try a.tensor("input").pinverse(rcond: try a.double("rcond", default: 1e-15))
    },
    .solver("linalg.det", "A") { Linalg.det(try $0.matrix) },
    .factorisation("linalg.slogdet", "A") { a in
      let (sign, logarithm) = Linalg.slogdet(try a.matrix)
      return [sign, logarithm]
    },
    .solver("logdet", "input") { try $0.tensor("input").logdet() },
    .solver("linalg.matrix_power", "A, n") { a in
      Linalg.matrixPower(try a.matrix, try a.int("n"))
    },
    .solver("matrix_exp", "input") { try $0.tensor("input").matrixExp() },
    .solver("linalg.matrix_sqrth", "A") { Linalg.matrixSqrth(try $0.matrix) },
  ]

  static let matrixNorms: [OperationRecord] = [
    .measured("linalg.matrix_norm", "A, ord, dim, keepdim, dtype") { a in
      Linalg.matrixNorm(
        try a.matrix, ord: try a.order("ord", function: "matrix_norm") ?? .fro,
        dim: try a.ints("dim", default: [-2, -1]), keepdim: try a.flag("keepdim"),
        dtype: try a.dtypeOrNil("dtype"))
    },
    .measured("linalg.norm", "A, ord, dim, keepdim, dtype") { a in
      Linalg.norm(
        try a.matrix, ord: try a.order("ord", function: "matrix_norm"),
        dim: try a.intsOrNil("dim"), keepdim: try a.flag("keepdim"),
        dtype: try a.dtypeOrNil("dtype"))
    },
    .solver("linalg.cond", "A, p") { a in
      Linalg.cond(try a.matrix, try a.order("p", function: "cond"))
    },
    OperationRecord(
      "linalg.matrix_rank", signature: "A, tol, hermitian, atol, rtol", metric: .exact
    ) { a in
      let atol = try a.tolerance("atol") ?? a.tolerance("tol")
      let rtol = try a.has("tol") ? .value(0) : a.tolerance("rtol")
      return [
        .tensor(
          Linalg.matrixRank(
            try a.matrix, atol: atol, rtol: rtol, hermitian: try a.flag("hermitian")))
      ]
    },
    .measured("cross", "input, other, dim") { a in
      try a.tensor("input").cross(try a.tensor("other"), dim: try a.intOrNil("dim"))
    },
    .measured("linalg.cross", "input, other, dim") { a in
      Linalg.cross(
        try a.tensor("input"), try a.tensor("other"), dim: try a.int("dim", default: -1))
    },
    .measured("linalg.vander", "x, N") { a in
      Linalg.vander(try a.tensor("x"), n: try a.intOrNil("N"))
    },
  ]
}
