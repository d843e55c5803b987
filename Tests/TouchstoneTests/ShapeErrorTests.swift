import Testing

@testable import Touchstone

/// Bad calls of the shape family with the kind and the beginning of PyTorch's message.
struct ShapeErrorTests {
  struct Mistake: CustomTestStringConvertible, Sendable {
    let kind: TensorError.Kind
    let message: String
    let call: @Sendable () -> [Tensor]
    var testDescription: String { message }

    init(
      _ message: String, _ kind: TensorError.Kind = .runtime,
      _ call: @escaping @Sendable () -> Tensor
    ) {
      (self.kind, self.message, self.call) = (kind, message, { [call()] })
    }

    init(
      list message: String, _ kind: TensorError.Kind = .runtime,
      _ call: @escaping @Sendable () -> [Tensor]
    ) {
      (self.kind, self.message, self.call) = (kind, message, call)
    }
  }

  private static let x = Tensor.zeros([2, 3])
  private static let v = Tensor.zeros([3])
  private static let z = Tensor.zeros([])

  @Test(arguments: views + pieces + movements + creation)
  func messageIsPyTorchs(_ mistake: Mistake) {
    let error = #expect(throws: TensorError.self) { try checked { _ = mistake.call() } }
    #expect(error?.kind == mistake.kind)
    #expect(error?.message.hasPrefix(mistake.message) == true, "\(error?.message ?? "none")")
  }

  static let views: [Mistake] = [
    Mistake("tensor.H is only supported on matrices (2-D tensors). Got 1-D tensor.") { v.H },
    Mistake("tensor.mT is only supported on matrices or batches of matrices.") { v.mT },
    Mistake("t() expects a tensor with <= 2 dimensions, but self is 3D") { x.unsqueeze(0).t() },
    Mistake("mismatch in length of strides and shape") { x.asStrided([2, 3], [3]) },
    Mistake("as_strided: Negative strides are not supported at the moment, got strides: [-3, 1]") {
      x.asStrided([2, 3], [-3, 1])
    },
    Mistake("Tensor: invalid storage offset -1") { x.asStrided([1], [1], storageOffset: -1) },
    Mistake("The expanded size of the tensor (4) must match the existing size (2)") {
      x.expand([4, 3])
    },
    Mistake("The expanded size of the tensor (-1) isn't allowed in a leading, non-existing") {
      x.expand([-1, 2, 3])
    },
    Mistake("diagonal dimensions cannot be identical 0, -2") { x.diagonal(0, 0, -2) },
    Mistake("Dimension out of range (expected to be in range of [-1, 0], but got 1)", .index) {
      v.diagonal()
    },
    Mistake("flatten() has invalid args: start_dim cannot come after end_dim") { x.flatten(1, 0) },
    Mistake("unflatten: sizes must be non-empty") { x.unflatten(0, []) },
    Mistake("unflatten got an unexpected error:\nonly one dimension can be inferred") {
      x.unflatten(0, [-1, -1])
    },
    Mistake("invalid shape dimension -2 at index 0 of shape [-2, 3]") { x.reshape([-2, 3]) },
    Mistake("view size is not compatible with input tensor's size and stride") { x.t().view([6]) },
    Mistake("permute(): duplicate dims are not allowed.") { x.permute([0, 0]) },
    Mistake("select() cannot be applied to a 0-dim tensor.", .index) { z.select(0, 0) },
    Mistake("select(): index 2 out of range for tensor of size [2, 3] at dimension 0", .index) {
      x.select(0, 2)
    },
    Mistake("start out of range (expected to be in range of [-2, 2], but got 3)", .index) {
      x.narrow(0, 3, 1)
    },
    Mistake("start must be an 0-dim integral Tensor.") { x.narrow(0, z, 1) },
    Mistake("dim 0 appears multiple times in the list of dims") { x.squeeze([0, -2]) },
    Mistake("step is 0 but must be > 0") { x.unfold(0, 1, 0) },
    Mistake("maximum size for tensor at dimension 0 is 2 but size is 3") { x.unfold(0, 3, 1) },
  ]

  static let pieces: [Mistake] = [
    Mistake(list: "chunk expects `chunks` to be greater than 0, got: 0") { x.chunk(0) },
    Mistake(list: "split_size can only be 0 if dimension size is 0, but got dimension size of 2") {
      x.split(0)
    },
    Mistake(list: "split expects at least a 1-dimensional tensor") { z.split([1]) },
    Mistake(list: "number of sections must be larger than 0, got -1") { x.tensorSplit(-1) },
    Mistake(list: "torch.vsplit requires a tensor with at least 2 dimension, but got a tensor") {
      v.vsplit(2)
    },
    Mistake(list: "Dimension specified as 0 but tensor has no dimensions", .index) { z.unbind() },
    Mistake("stack expects each tensor to be equal size, but got [2, 3] at entry 0 and [3]") {
      Tensor.stack([x, v])
    },
    Mistake("zero-dimensional tensor (at position 1) cannot be concatenated") {
      Tensor.cat([x, z])
    },
    Mistake("Tensors must have same number of dimensions: got 2 and 1") { Tensor.hstack([x, v]) },
    Mistake("torch.cat(): input types can't be cast to the desired output type Int", .type) {
      Tensor.cat([v, v], out: Tensor.zeros([6], dtype: .int32))
    },
    Mistake("unsupported operation: some elements of the input tensor and the written-to tensor") {
      Tensor.cat([v, v], out: v)
    },
    Mistake(list: "torch.meshgrid: indexing must be one of \"xy\" or \"ij\", but received: zz") {
      Tensor.meshgrid([v, v], indexing: "zz")
    },
  ]

  static let movements: [Mistake] = [
    Mistake("`shifts` required") { x.roll([]) },
    Mistake("shifts and dimensions must align. shifts: 2, dims:1") { x.roll([1, 2], [0]) },
    Mistake("expected rotation dims to be different, but got dim0 = 0 and dim1 = 0") {
      x.rot90(1, [0, 0])
    },
    Mistake("Number of dimensions of repeat dims can not be smaller than number of dimensions") {
      x.repeat(2)
    },
    Mistake("Trying to create tensor with negative dimension -2: [-2, 6]") { x.repeat(-1, 2) },
    Mistake("Length of pad must be even but instead it equals 1") { x.constantPadNd([1]) },
    Mistake("narrow(): length must be non-negative.") { x.constantPadNd([-4, 0]) },
    Mistake("tril: input tensor must have at least 2 dimensions") { v.tril() },
    Mistake("trace: expected a matrix, but got tensor with dim 1") { v.trace() },
    Mistake("\"trace\" not implemented for 'Bool'", .notImplemented) {
      x.to(DType.bool).trace()
    },
    Mistake("expected src to have a size equal to the slice of self. src size = [3], slice size") {
      x.selectScatter(v, 1, 0)
    },
  ]

  static let creation: [Mistake] = [
    Mistake("Trying to create tensor with negative dimension -3: [-3]") { .ones([-3]) },
    Mistake("dimensionality of sizes (1) must match dimensionality of strides (2)") {
      .emptyStrided([2], [1, 2])
    },
    Mistake("Storage size calculation overflowed with sizes=[2] and strides=[-1]") {
      .emptyStrided([2], [-1])
    },
    Mistake("Duplicate dim not allowed") { .emptyPermuted([2, 3], [0, 0]) },
    Mistake("upper bound and lower bound inconsistent with step sign") { .arange(0, 5, -1) },
    Mistake("invalid size, possible overflow?") { .arange(0, 1e30) },
    Mistake("\"arange_cpu\" not implemented for 'Bool'", .notImplemented) {
      .arange(2, dtype: .bool)
    },
    Mistake("number of steps must be non-negative") { .linspace(0, 1, -1) },
    Mistake("linspace only supports 0-dimensional start and end tensors, but got start with 1") {
      .linspace(v, z, 3)
    },
    Mistake("row must be non-negative, got-1") { .trilIndices(-1, 2) },
    Mistake("\"tril_indices\" not implemented for 'Float'", .notImplemented) {
      .trilIndices(2, 2, dtype: .float32)
    },
    Mistake("N must be non-negative.") { v.vander(-1) },
  ]
}
