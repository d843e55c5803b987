import CKernels

/// The host processor: C++ vector kernels and OpenBLAS.
struct CPUBackend: Backend {
  static let shared = CPUBackend()
}

extension CPUBackend {
  func copy(_ source: Tensor, into target: Tensor) {
    withViews(target, source) { ts_copy(&$0, &$1) }
  }

  func fill(_ target: Tensor, _ value: Scalar) {
    withView(target) { ts_fill(&$0, ts_scalar(value)) }
  }
}

extension ts_scalar {
  init(_ value: Scalar) { self.init(f: value.doubleValue, i: value.int64Value) }
}

/// Calls `body` with the kernel's description of a tensor's memory. A sparse tensor is refused in
/// the name of the backend's function; the kernel then reads zeros.
@inline(__always)
func withView<R>(
  _ tensor: Tensor, function: StaticString = #function, _ body: (inout ts_view) throws -> R
) rethrows -> R {
  tensor.requireStrided(operationName(ofFunction: function.description))
  return try tensor.shape.withPointer { sizes in
    try tensor.strides.withPointer { strides in
      var view = ts_view(
        data: tensor.storage.pointer + tensor.storageOffset * tensor.dtype.itemSize,
        dtype: tensor.dtype.rawValue, ndim: Int32(tensor.shape.count), sizes: sizes,
        strides: strides)
      return try body(&view)
    }
  }
}

/// The same for a tensor that may be absent; kernels take a null pointer for it.
func withView<R>(
  ifPresent tensor: Tensor?, function: StaticString = #function,
  _ body: (UnsafePointer<ts_view>?) throws -> R
) rethrows -> R {
  guard let tensor else { return try body(nil) }
  return try withView(tensor, function: function) { view in try withUnsafePointer(to: view) { try body($0) } }
}

@inline(__always)
func withViews<R>(
  _ a: Tensor, _ b: Tensor, function: StaticString = #function,
  _ body: (inout ts_view, inout ts_view) throws -> R
) rethrows -> R {
  try withView(a, function: function) { va in
    try withView(b, function: function) { vb in try body(&va, &vb) }
  }
}

@inline(__always)
func withViews<R>(
  _ a: Tensor, _ b: Tensor, _ c: Tensor, function: StaticString = #function,
  _ body: (inout ts_view, inout ts_view, inout ts_view) throws -> R
) rethrows -> R {
  try withViews(a, b, function: function) { va, vb in
    try withView(c, function: function) { vc in try body(&va, &vb, &vc) }
  }
}

@inline(__always)
func withViews<R>(
  _ a: Tensor, _ b: Tensor, _ c: Tensor, _ d: Tensor, function: StaticString = #function,
  _ body: (inout ts_view, inout ts_view, inout ts_view, inout ts_view) throws -> R
) rethrows -> R {
  try withViews(a, b, function: function) { va, vb in
    try withViews(c, d, function: function) { vc, vd in try body(&va, &vb, &vc, &vd) }
  }
}

/// Calls `body` with the descriptions of any number of tensors.
func withViews<R>(
  _ tensors: [Tensor], function: StaticString = #function, _ body: ([ts_view]) throws -> R
) rethrows -> R {
  func descend(_ index: Int, _ views: [ts_view]) throws -> R {
    guard index < tensors.count else { return try body(views) }
    return try withView(tensors[index], function: function) { try descend(index + 1, views + [$0]) }
  }
  return try descend(0, [])
}
