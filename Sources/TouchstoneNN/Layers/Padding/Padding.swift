import Touchstone

/// What padding layers share: widths for every padded side, the last dimension first.
open class PaddingNd: Module {
  /// Elements before and after each padded dimension, the last one first; negative ones crop.
  public let padding: [Int]
  let mode: PaddingMode
  let value: Scalar?

  init(_ padding: some SizeArgument, rank: Int, _ mode: PaddingMode, value: Scalar? = nil) {
    self.padding = padding.sizes(2 * rank) ?? padding.sizeList
    (self.mode, self.value) = (mode, value)
    super.init()
  }

  open override func forward(_ input: Tensor) -> Tensor {
    F.pad(input, padding, mode: mode, value: value)
  }

  open override var extraRepr: String { padding.pythonTuple }
}

/// Continues 1 dimension with the elements inside the edges, mirrored, `torch.nn.ReflectionPad1d`.
open class ReflectionPad1d: PaddingNd {
  public init(_ padding: some SizeArgument) { super.init(padding, rank: 1, .reflect) }
}

/// Continues 2 dimensions with the elements inside the edges, mirrored, `torch.nn.ReflectionPad2d`.
open class ReflectionPad2d: PaddingNd {
  public init(_ padding: some SizeArgument) { super.init(padding, rank: 2, .reflect) }
}

/// Continues 3 dimensions with the elements inside the edges, mirrored, `torch.nn.ReflectionPad3d`.
open class ReflectionPad3d: PaddingNd {
  public init(_ padding: some SizeArgument) { super.init(padding, rank: 3, .reflect) }
}

/// Continues 1 dimension with the elements at the edges, `torch.nn.ReplicationPad1d`.
open class ReplicationPad1d: PaddingNd {
  public init(_ padding: some SizeArgument) { super.init(padding, rank: 1, .replicate) }
}

/// Continues 2 dimensions with the elements at the edges, `torch.nn.ReplicationPad2d`.
open class ReplicationPad2d: PaddingNd {
  public init(_ padding: some SizeArgument) { super.init(padding, rank: 2, .replicate) }
}

/// Continues 3 dimensions with the elements at the edges, `torch.nn.ReplicationPad3d`.
open class ReplicationPad3d: PaddingNd {
  public init(_ padding: some SizeArgument) { super.init(padding, rank: 3, .replicate) }
}

/// What circular padding layers share: they refuse inputs of other ranks themselves.
open class CircularPadNd: PaddingNd {
  private let rank: Int

  init(_ padding: some SizeArgument, rank: Int) {
    self.rank = rank
    super.init(padding, rank: rank, .circular)
  }

  /// - Errors: `.value` unless `input` has channels and at most a batch dimension.
  open override func forward(_ input: Tensor) -> Tensor {
    guarded {
      try check(
        input.dim == rank + 1 || input.dim == rank + 2, .value,
        "expected \(rank + 1)D or \(rank + 2)D input (got \(input.dim)D input)")
      return super.forward(input)
    }
  }
}

/// Continues 1 dimension with the elements of the opposite side, `torch.nn.CircularPad1d`.
open class CircularPad1d: CircularPadNd {
  public init(_ padding: some SizeArgument) { super.init(padding, rank: 1) }
}

/// Continues 2 dimensions with the elements of the opposite side, `torch.nn.CircularPad2d`.
open class CircularPad2d: CircularPadNd {
  public init(_ padding: some SizeArgument) { super.init(padding, rank: 2) }
}

/// Continues 3 dimensions with the elements of the opposite side, `torch.nn.CircularPad3d`.
open class CircularPad3d: CircularPadNd {
  public init(_ padding: some SizeArgument) { super.init(padding, rank: 3) }
}

/// Continues 1 dimension with a number, `torch.nn.ConstantPad1d`.
open class ConstantPad1d: PaddingNd {
  public init(_ padding: some SizeArgument, _ value: some TensorScalar) {
    super.init(padding, rank: 1, .constant, value: value.scalar)
  }

  open override var extraRepr: String {
    "padding=\(padding.pythonTuple), value=\(value ?? 0)"
  }
}

/// Continues 1 dimension with zeros, `torch.nn.ZeroPad1d`.
open class ZeroPad1d: ConstantPad1d {
  public init(_ padding: some SizeArgument) { super.init(padding, 0.0) }

  open override var extraRepr: String { padding.pythonTuple }
}

/// Continues 2 dimensions with a number, `torch.nn.ConstantPad2d`.
open class ConstantPad2d: PaddingNd {
  public init(_ padding: some SizeArgument, _ value: some TensorScalar) {
    super.init(padding, rank: 2, .constant, value: value.scalar)
  }

  open override var extraRepr: String {
    "padding=\(padding.pythonTuple), value=\(value ?? 0)"
  }
}

/// Continues 2 dimensions with zeros, `torch.nn.ZeroPad2d`.
open class ZeroPad2d: ConstantPad2d {
  public init(_ padding: some SizeArgument) { super.init(padding, 0.0) }

  open override var extraRepr: String { padding.pythonTuple }
}

/// Continues 3 dimensions with a number, `torch.nn.ConstantPad3d`.
open class ConstantPad3d: PaddingNd {
  public init(_ padding: some SizeArgument, _ value: some TensorScalar) {
    super.init(padding, rank: 3, .constant, value: value.scalar)
  }

  open override var extraRepr: String {
    "padding=\(padding.pythonTuple), value=\(value ?? 0)"
  }
}

/// Continues 3 dimensions with zeros, `torch.nn.ZeroPad3d`.
open class ZeroPad3d: ConstantPad3d {
  public init(_ padding: some SizeArgument) { super.init(padding, 0.0) }

  open override var extraRepr: String { padding.pythonTuple }
}
