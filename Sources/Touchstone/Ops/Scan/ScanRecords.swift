extension Catalogue {
  /// Running results along a dimension, and softmax.
  static let scans: [OperationRecord] = [
    OperationRecord("cumsum", signature: "input, dim, dtype, out", metric: .reduction) { a in
      let x = try a.tensor("input")
      let out = x.cumsum(try a.int("dim"), dtype: try a.dtypeOrNil("dtype"))
      return try a.result(out, reading: x)
    },
    OperationRecord("cumprod", signature: "input, dim, dtype, out", metric: .reference) { a in
      let x = try a.tensor("input")
      let out = x.cumprod(try a.int("dim"), dtype: try a.dtypeOrNil("dtype"))
      return try a.result(out, reading: x)
    },
    OperationRecord("logcumsumexp", signature: "input, dim, out", metric: .reference) { a in
      let x = try a.tensor("input")
      return try a.result(x.logcumsumexp(try a.int("dim")), reading: x)
    },
    OperationRecord("cummax", signature: "input, dim, out", metric: .exact) { a in
      let x = try a.tensor("input")
      let result = x.cummax(try a.int("dim"))
      return try a.results([result.values, result.indices], reading: x)
    },
    OperationRecord("cummin", signature: "input, dim, out", metric: .exact) { a in
      let x = try a.tensor("input")
      let result = x.cummin(try a.int("dim"))
      return try a.results([result.values, result.indices], reading: x)
    },
    OperationRecord("softmax", signature: "input, dim, dtype, out", metric: .reference) { a in
      let x = try a.tensor("input")
      let out = x.softmax(try a.int("dim"), dtype: try a.dtypeOrNil("dtype"))
      return try a.result(out, reading: x)
    },
    OperationRecord("log_softmax", signature: "input, dim, dtype, out", metric: .reference) { a in
      let x = try a.tensor("input")
      let out = x.logSoftmax(try a.int("dim"), dtype: try a.dtypeOrNil("dtype"))
      return try a.result(out, reading: x)
    },
    OperationRecord(
      "_softmax_backward_data", signature: "grad_output, output, dim, input_dtype",
      metric: .reference
    ) { a in
      let (grad, output) = (try a.tensor("grad_output"), try a.tensor("output"))
      let out = Tensor.softmaxBackward(grad, output, try a.int("dim"))
      return [.tensor(out.to(try a.dtypeOrNil("input_dtype") ?? grad.dtype))]
    },
  ]
}
