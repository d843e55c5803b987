/// What each output along one dimension is made of: output `o` is the sum of
/// `weights[k]` · input[`indices[k]`] over `begins[o]` ≤ k < `begins[o + 1]`.
struct TapAxis: Sendable {
  var begins: [Int64] = [0]
  var indices: [Int64] = []
  var weights: [Double] = []
}

/// How a grid is read. Raw values equal the kernels'.
struct GridRule: Sendable {
  enum Mode: Int32, Sendable { case linear, nearest, cubic }
  enum Padding: Int32, Sendable { case zeros, border, reflection }

  /// Coordinates of a point: 2 or 3.
  let dims: Int
  let mode: Mode
  let padding: Padding
  let alignCorners: Bool
}

/// Kernels of resampling images. Tensors have the shape [N, C, D, H, W].
protocol ResamplingBackend: Sendable {
  /// Resamples along the three dimensions at once.
  func resample(_ input: Tensor, _ axes: [TapAxis], into out: Tensor)

  /// Resamples uint8 along `dim` in 16-bit fixed point.
  func resampleBytes(_ input: Tensor, _ taps: TapAxis, dim: Int, into out: Tensor)

  /// Reads `input` at the points of `grid` [N, D, H, W, dims], which is contiguous.
  func gridSample(_ input: Tensor, _ grid: Tensor, _ rule: GridRule, into out: Tensor)

  /// Gradients of `gridSample` for that of its result; nil where none is wanted.
  func gridSampleBackward(
    _ grad: Tensor, _ input: Tensor, _ grid: Tensor, _ rule: GridRule, toInput: Tensor?,
    toGrid: Tensor?)

  /// Gradients of `gridSampleBackward` for those of its results.
  func gridSampleSecond(_ call: GridSecond, _ rule: GridRule)
}

/// Operands and results of the gradient of a gradient of grid sampling.
struct GridSecond {
  /// Gradients of the two gradients; nil where nothing flowed.
  var ofInput: Tensor?
  var ofGrid: Tensor?
  let grad: Tensor
  let input: Tensor
  let grid: Tensor
  /// Results; nil where none is wanted.
  var toGrad: Tensor?
  var toInput: Tensor?
  var toGrid: Tensor?
}
