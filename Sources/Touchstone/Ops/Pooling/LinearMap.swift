/// A linear map of tensors and its transpose. Each is the other's gradient, so that derivatives of
/// every order exist.
struct LinearMap {
  /// PyTorch's `grad_fn` names of the map and of its transpose.
  let names: (forward: StaticString, backward: StaticString)
  /// Compute without recording.
  let forward: (Tensor) throws -> Tensor
  let backward: (Tensor) throws -> Tensor

  func callAsFunction(_ input: Tensor) throws -> Tensor {
    try record(names.forward, [input], try forward(input)) { ctx in
      [try transposed(ctx.grad)]
    }
  }

  var transposed: LinearMap {
    LinearMap(names: (names.backward, names.forward), forward: backward, backward: forward)
  }
}
