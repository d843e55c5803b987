extension OperationRecord {
  /// An operation with one tensor result and the metric of matrix products.
  static func product(
    _ name: String, _ signature: String,
    _ call: @escaping @Sendable (Arguments) throws -> Tensor
  ) -> OperationRecord {
    OperationRecord(name, signature: signature, metric: .matmul) { [.tensor(try call($0))] }
  }

  /// A product of two tensors.
  fileprivate static func pair(
    _ name: String, _ first: String, _ second: String,
    _ call: @escaping @Sendable (Tensor, Tensor) -> Tensor
  ) -> OperationRecord {
    .product(name, "\(first), \(second)") { call(try $0.tensor(first), try $0.tensor(second)) }
  }

  /// `beta * input + alpha * (a @ b)`.
  fileprivate static func added(
    _ name: String, _ first: String, _ second: String,
    _ call: @escaping @Sendable (Tensor, Tensor, Tensor, _ beta: Scalar, _ alpha: Scalar) -> Tensor
  ) -> OperationRecord {
    .product(name, "input, \(first), \(second), beta, alpha") { a in
      call(
        try a.tensor("input"), try a.tensor(first), try a.tensor(second),
        try a.scalar("beta", default: 1), try a.scalar("alpha", default: 1))
    }
  }
}

extension Catalogue {
  static let matrixProducts: [OperationRecord] = [
    .pair("mm", "input", "mat2") { $0.mm($1) },
    .pair("bmm", "input", "mat2") { $0.bmm($1) },
    .pair("mv", "input", "vec") { $0.mv($1) },
    .pair("dot", "input", "tensor") { $0.dot($1) },
    .pair("vdot", "input", "other") { $0.vdot($1) },
    .pair("matmul", "input", "other") { $0.matmul($1) },
    .pair("__rmatmul__", "input", "other") { $0.rmatmul($1) },
    .pair("outer", "input", "vec2") { $0.outer($1) },
    .pair("inner", "input", "other") { $0.inner($1) },
    .pair("kron", "input", "other") { $0.kron($1) },
    .added("addmm", "mat1", "mat2") { $0.addmm($1, $2, beta: $3, alpha: $4) },
    .added("addmv", "mat", "vec") { $0.addmv($1, $2, beta: $3, alpha: $4) },
    .added("addr", "vec1", "vec2") { $0.addr($1, $2, beta: $3, alpha: $4) },
    .added("baddbmm", "batch1", "batch2") { $0.baddbmm($1, $2, beta: $3, alpha: $4) },
    .added("addbmm", "batch1", "batch2") { $0.addbmm($1, $2, beta: $3, alpha: $4) },
  ]

  static let contractions: [OperationRecord] = [
    .product("einsum", "operands, equation") { a in
      Tensor.einsum(try a.string("equation"), try a.tensors("operands"))
    },
    .product("tensordot", "a, b, dims") { a in
      let (x, y) = (try a.tensor("a"), try a.tensor("b"))
      if case .list(let lists) = a.value("dims"), lists.count == 2 {
        return x.tensordot(y, dims: (try ints(lists[0], a), try ints(lists[1], a)))
      }
      return x.tensordot(y, dims: try a.int("dims", default: 2))
    },
    .product("linalg.multi_dot", "tensors") { Linalg.multiDot(try $0.tensors("tensors")) },
    .product("linalg.vecdot", "x, y, dim") { a in
      Linalg.vecdot(try a.tensor("x"), try a.tensor("y"), dim: try a.int("dim", default: -1))
    },
  ]

  private static func ints(_ value: Value, _ arguments: Arguments) throws -> [Int] {
    switch value {
    case .int(let single): return [Int(single)]
    case .list(let items):
      return try items.flatMap { try ints($0, arguments) }
    default: throw arguments.invalidCombination
    }
  }
}
