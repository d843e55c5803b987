/// Padding that repeats elements of the input: for each padded dimension the list of the elements
/// that the result's positions show.
struct MappedPadding {
  private let mode: PaddingMode
  private let maps: [[Int]]
  private let inputShape: Shape
  private let outputShape: Shape

  /// - Throws: PyTorch's errors for sizes that the mode cannot pad.
  init(_ mode: PaddingMode, _ input: Tensor, _ pad: [Int]) throws {
    self.mode = mode
    inputShape = input.shape
    let lead = input.dim - pad.count / 2
    let edges = (lead..<input.dim).map { d in
      let first = 2 * (input.dim - 1 - d)
      return PaddedDimension(
        dimension: d, size: input.shape[d], before: pad[first], after: pad[first + 1])
    }
    try checkPadding(mode, input, edges)
    outputShape = Shape(input.shape[..<lead] + edges.map(\.padded))
    maps = edges.map { $0.map(mode) }
  }

  func apply(_ input: Tensor) throws -> Tensor {
    let source = input.contiguous()
    let out = try Tensor.uninitialized(outputShape, input.dtype, input.device)
    backend(for: input.device).pad(source, maps: maps, into: out)
    let keepsFormat = mode != .circular && input.dim == maps.count + 2
    let formatted = keepsFormat ? try out.formatted(like: input) : out
    return try record(names[maps.count - 1], [input], formatted) { ctx in [try gradient(ctx.grad)] }
  }

  private func gradient(_ grad: Tensor) throws -> Tensor {
    let source = grad.contiguous()
    try throwPendingError()
    let out = Tensor.zeros(inputShape, dtype: grad.dtype, device: grad.device)
    backend(for: grad.device).padGradient(source, maps: maps, into: out)
    return try record(secondNames[maps.count - 1], [grad], out) { ctx in [try apply(ctx.grad)] }
  }

  /// PyTorch's node names, for one to three dimensions.
  private var names: [StaticString] {
    switch mode {
    case .reflect:
      ["ReflectionPad1DBackward0", "ReflectionPad2DBackward0", "ReflectionPad3DBackward0"]
    case .replicate:
      ["ReplicationPad1DBackward0", "ReplicationPad2DBackward0", "ReplicationPad3DBackward0"]
    default: ["CopySlices", "CopySlices", "CopySlices"]
    }
  }

  /// The same for the gradient's own node.
  private var secondNames: [StaticString] {
    switch mode {
    case .reflect:
      [
        "ReflectionPad1DBackwardBackward0", "ReflectionPad2DBackwardBackward0",
        "ReflectionPad3DBackwardBackward0",
      ]
    case .replicate:
      [
        "ReplicationPad1DBackwardBackward0", "ReplicationPad2DBackwardBackward0",
        "ReplicationPad3DBackwardBackward0",
      ]
    default: names
    }
  }
}

/// One padded dimension.
private struct PaddedDimension {
  let dimension: Int
  let size: Int
  let before: Int
  let after: Int

  var padded: Int { size + before + after }

  func map(_ mode: PaddingMode) -> [Int] {
    let positions = (0..<padded).map { $0 - before }
    switch mode {
    case .reflect: return positions.map { $0 < 0 ? -$0 : $0 < size ? $0 : 2 * (size - 1) - $0 }
    case .replicate: return positions.map { min(max($0, 0), size - 1) }
    default: return positions.map(wrapped)
    }
  }

  /// Wraps around what negative padding leaves of the dimension.
  private func wrapped(_ position: Int) -> Int {
    let first = max(-before, 0)
    let kept = size - first - max(-after, 0)
    let offset = (position - first) % kept
    return first + (offset < 0 ? offset + kept : offset)
  }
}

/// PyTorch's checks of the three modes, in its words.
private func checkPadding(_ mode: PaddingMode, _ input: Tensor, _ edges: [PaddedDimension]) throws {
  for edge in edges {
    try check(
      edge.before.magnitude < 1 << 48 && edge.after.magnitude < 1 << 48, .runtime,
      "pad sizes \(pythonList([edge.before, edge.after])) are more than memory can hold")
  }
  if mode == .circular { return try checkCircular(edges) }
  try checkNonEmpty(input, edges.count)
  if mode == .reflect { try checkReflected(input, edges) }
  try checkResult(edges)
  let kernel = mode == .reflect ? "reflection" : "replication"
  try checkImplemented("\(kernel)_pad\(edges.count)d", input.dtype, .numeric)
}

private func checkCircular(_ edges: [PaddedDimension]) throws {
  for edge in edges {
    try check(
      edge.before <= edge.size && edge.after <= edge.size, .runtime,
      "Padding value causes wrapping around more than once.")
    try check(
      edge.padded >= 0, .runtime, "Negative padding value is resulting in an empty dimension")
  }
}

private func checkNonEmpty(_ input: Tensor, _ padded: Int) throws {
  let batched = input.dim == padded + 2
  try check(
    !input.shape.dropFirst(batched ? 1 : 0).contains(0), .runtime,
    "Expected \(padded + 1)D or \(padded + 2)D (batch mode) tensor with possibly 0 batch size and "
      + "other non-zero dimensions for input, but got: \(input.shape)")
}

private func checkReflected(_ input: Tensor, _ edges: [PaddedDimension]) throws {
  for (index, edge) in edges.reversed().enumerated() {
    try check(
      edge.before < edge.size && edge.after < edge.size, .runtime,
      "Argument #\(4 + 2 * index): Padding size should be less than the corresponding input "
        + "dimension, but got: padding (\(edge.before), \(edge.after)) at dimension "
        + "\(edge.dimension) of input \(input.shape)")
  }
}

private func checkResult(_ edges: [PaddedDimension]) throws {
  let names = ["D", "H", "W"].suffix(edges.count)
  let before = zip(names, edges).map { "\($0): \($1.size)" }
  let after = zip(names, edges).map { "\($0): \($1.padded)" }.joined(separator: " ")
  try check(
    edges.allSatisfy { $0.padded >= 1 }, .runtime,
    edges.count == 1
      ? "input (\(before[0])) is too small. Calculated output \(after)"
      : "Calculated output \(after) must be >= 1 in every dimension (input "
        + "\(before.joined(separator: ", ")))")
}

extension Tensor {
  /// This tensor, or a copy with channels innermost where `image` has them so; without history.
  fileprivate func formatted(like image: Tensor) throws -> Tensor {
    guard image.dim > 3, image.hasChannelsLast else { return self }
    let result = try image.emptyImage(shape)
    backend(for: device).copy(self, into: result)
    return result
  }
}
