/// Element p of an indexed access lies at target[p] + offsets[p] · scale, where `target` is a view
/// with stride 0 along the dimensions whose coordinate the offsets give.
struct Positions {
  let target: Tensor
  let offsets: Tensor
  let scale: Int

  init(target: Tensor, offsets: Tensor, scale: Int) {
    self.target = target
    self.offsets = offsets
    self.scale = scale
  }

  /// The elements of `tensor` whose coordinate along `dim` is `index[p]` and whose other
  /// coordinates are those of p; `index` (int64) broadcasts to `shape`.
  init(_ tensor: Tensor, _ dim: Int, _ index: Tensor, shape: Shape) {
    var strides = tensor.strides
    let scale = strides[dim]
    strides[dim] = 0
    self.init(target: tensor.restrided(shape, strides), offsets: index, scale: scale)
  }

  /// The elements of `tensor` with these row-major numbers (checked, may be negative).
  init(_ tensor: Tensor, numbers: Tensor) throws {
    let offsets = try Tensor(
      uninitialized: numbers.shape, dtype: .int64, device: tensor.device)
    backend(for: tensor.device).unravelOffsets(offsets, linear: numbers, in: tensor)
    let still = Shape(repeating: 0, count: numbers.dim)
    self.init(target: tensor.restrided(numbers.shape, still), offsets: offsets, scale: 1)
  }

  /// A new tensor of the elements.
  func read() throws -> Tensor {
    let out = try Tensor(
      uninitialized: target.shape, dtype: target.dtype, device: target.device)
    backend(for: target.device).gather(target, offsets: offsets, scale: scale, into: out)
    return out
  }

  /// Combines the elements with those of `source` (same dtype, broadcasts).
  func write(_ source: Tensor, _ mode: ScatterMode = .set) {
    backend(for: target.device).scatter(
      source, offsets: offsets, scale: scale, mode: mode, into: target)
  }
}

extension Tensor {
  /// Other sizes and strides over the same storage, without history.
  func restrided(_ shape: Shape, _ strides: Shape, offset: Int = 0) -> Tensor {
    requireStrided("as_strided")
    return Tensor(
      storage: storage, shape: shape, strides: strides, storageOffset: storageOffset + offset,
      dtype: dtype)
  }

  /// This tensor without history; a 0-d tensor becomes one of shape [1].
  var atLeast1D: Tensor { dim == 0 ? restrided([1], [1]) : alias() }

  /// A 1-D index laid along dimension `dim` of `rank`, size 1 elsewhere, as int64.
  func laid(along dim: Int, rank: Int) -> Tensor {
    let index = asInt64.atLeast1D
    var shape = Shape(repeating: 1, count: rank)
    var strides = Shape(repeating: 0, count: rank)
    shape[dim] = index.shape[0]
    strides[dim] = index.strides[0]
    return index.restrided(shape, strides)
  }

  /// These positions with negative ones counted from the end of `size`.
  func wrappedIndex(_ size: Int) -> Tensor {
    let result = Tensor.zeros(shape, dtype: .int64, device: device)
    backend(for: device).accumulateOffsets(result, index: self, size: size, stride: 1)
    return result
  }

  var asInt64: Tensor { dtype == .int64 ? self : to(.int64) }
}
