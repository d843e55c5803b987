import CKernels

extension CPUBackend {
  func cat(_ inputs: [Tensor], dim: Int, into out: Tensor) {
    let rows = out.shape[..<dim].reduce(1, *)
    let block = out.shape[(dim + 1)...].reduce(out.dtype.itemSize, *)
    let lengths = inputs.map { Int64($0.shape[dim] * block) }
    let data: [UnsafeRawPointer?] = inputs.map {
      UnsafeRawPointer($0.storage.pointer + $0.storageOffset * $0.dtype.itemSize)
    }
    withExtendedLifetime(inputs) {
      withView(out) { ts_cat($0.data, data, lengths, Int64(inputs.count), Int64(rows)) }
    }
  }

  func flip(_ input: Tensor, _ reversed: [Bool], into out: Tensor) {
    withViews(out, input) { ts_flip($0, $1, reversed) }
  }

  func triangle(_ input: Tensor, diagonal: Int, upper: Bool, into out: Tensor) {
    withViews(out, input) { ts_triangle($0, $1, Int64(diagonal), upper) }
  }

  func triangleIndices(
    _ rows: Int, _ cols: Int, _ diagonal: Int, upper: Bool, into out: Tensor
  ) {
    withView(out) { view in
      ts_triangle_indices(
        view.data.assumingMemoryBound(to: Int64.self), Int64(rows), Int64(cols),
        Int64(diagonal), upper, Int64(out.shape[1]))
    }
  }

  func pad(_ input: Tensor, maps: [[Int]], into out: Tensor) {
    withPadding(maps, small: input.shape, large: out.shape) { padding in
      withViews(input, out) { ts_pad(&padding, $0.dtype, $0.data, $1.data) }
    }
  }

  func padGradient(_ grad: Tensor, maps: [[Int]], into out: Tensor) {
    withPadding(maps, small: out.shape, large: grad.shape) { padding in
      withViews(grad, out) { ts_pad_gradient(&padding, $0.dtype, $0.data, $1.data) }
    }
  }

  private func withPadding(
    _ maps: [[Int]], small: Shape, large: Shape, _ body: (inout ts_padding) -> Void
  ) {
    let identity: [[Int]] = Array(repeating: [0], count: 3 - maps.count)
    let padded = identity + maps
    let lead = small.count - maps.count
    let before = identity.map(\.count) + small[lead...]
    padded[0].withUnsafeBytes { a in
      padded[1].withUnsafeBytes { b in
        padded[2].withUnsafeBytes { c in
          func list(_ bytes: UnsafeRawBufferPointer) -> UnsafePointer<Int64>? {
            bytes.baseAddress?.assumingMemoryBound(to: Int64.self)
          }
          var padding = ts_padding(
            planes: Int64(large[..<lead].reduce(1, *)),
            in: (Int64(before[0]), Int64(before[1]), Int64(before[2])),
            out: (Int64(padded[0].count), Int64(padded[1].count), Int64(padded[2].count)),
            maps: (list(a), list(b), list(c)))
          body(&padding)
        }
      }
    }
  }

  func arange(_ start: Scalar, step: Scalar, into out: Tensor) {
    withView(out) { ts_arange($0, ts_scalar(start), ts_scalar(step)) }
  }

  func linspace(_ start: Scalar, _ end: Scalar, into out: Tensor) {
    withView(out) { ts_linspace($0, ts_scalar(start), ts_scalar(end)) }
  }

  func logspace(_ start: Scalar, _ end: Scalar, base: Double, into out: Tensor) {
    withView(out) { ts_logspace($0, ts_scalar(start), ts_scalar(end), base) }
  }
}
