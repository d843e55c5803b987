import Touchstone

/// All elements of `parameters` in one vector, `torch.nn.utils.parameters_to_vector`.
public func parametersToVector(_ parameters: some Sequence<Tensor>) -> Tensor {
  guarded {
    let parts = try parameters.map { parameter in
      try parameter.checkInitialized("<method 'view' of 'torch._C.TensorBase' objects>")
      return parameter.view([-1])
    }
    return Tensor.cat(parts)
  }
}

/// Makes slices of `vector` the elements of `parameters`, `torch.nn.utils.vector_to_parameters`;
/// they share its memory.
///
/// - Errors: `.runtime` for a vector that is too short.
public func vectorToParameters(_ vector: Tensor, _ parameters: some Sequence<Tensor>) {
  attempt {
    var start = 0
    for parameter in parameters {
      let count = parameter.numel
      let slice = vector[start..<Swift.min(start + count, vector.numel)]
      parameter.data = slice.view(parameter.shape).data
      try throwPendingError()
      start += count
    }
  }
}
