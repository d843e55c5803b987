/// The planes that positions found by a pooling refer to. Reading at the positions and writing to
/// them are each other's gradients.
struct Planes {
  /// Shape of the tensor that the planes make up.
  let sizes: Shape
  let spatial: Int
  var format = MemoryFormat.contiguous

  /// Zeros but for the elements of `source`, which land on the positions: added up, or else the
  /// last one stays.
  func scatter(
    _ source: Tensor, _ indices: Tensor, accumulating: Bool, _ name: StaticString
  ) throws -> Tensor {
    let out = try source.fresh(sizes, format)
    backend(for: source.device).planeScatter(
      source.volume(spatial), indices: indices.volume(spatial), accumulating: accumulating,
      into: out.volume(spatial))
    return try record(name, [source], out, saving: [indices]) { ctx in
      [try gather(ctx.grad, ctx.saved[0])]
    }
  }

  /// The elements of `source` at the positions.
  func gather(_ source: Tensor, _ indices: Tensor) throws -> Tensor {
    let out = try source.fresh(indices.shape, .contiguous)
    backend(for: source.device).planeGather(
      source.volume(spatial), indices: indices.volume(spatial), into: out.volume(spatial))
    return try record("GatherBackward0", [source], out, saving: [indices]) { ctx in
      [try scatter(ctx.grad, ctx.saved[0], accumulating: true, "ScatterAddBackward0")]
    }
  }
}
