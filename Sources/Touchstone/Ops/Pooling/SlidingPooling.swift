/// The arguments of one sliding pooling, a number for each spatial dimension, and PyTorch's checks.
struct SlidingPooling: Sendable {
  /// PyTorch's name, such as `max_pool2d`.
  let name: String
  let windows: [SlidingWindow]

  var spatial: Int { windows.count }

  /// - Throws: `TensorError` (`.runtime`) for lists that do not have one number for all
  ///   dimensions or one for each, and for numbers that PyTorch's 32 bits do not hold.
  init(
    _ name: String, spatial: Int, kernel: [Int], stride: [Int]?, padding: [Int],
    dilation: [Int]? = nil, ceilMode: Bool
  ) throws {
    self.name = name
    let word = spatial == 2 ? "two" : "three"
    // Average pooling in three dimensions words its refusals without "either".
    let must = name == "avg_pool3d" ? "must" : "must either"
    let form = "a single int, or a tuple of \(word) ints"
    func expand(_ list: [Int], _ message: @autoclosure () -> String) throws -> [Int] {
      try check(
        list.count == 1 || list.count == spatial, .runtime, "\(name): \(message())")
      try check(
        list.allSatisfy { Int32(exactly: $0) != nil }, .runtime,
        "value cannot be converted to type int without overflow")
      return list.count == 1 ? Array(repeating: list[0], count: spatial) : list
    }
    let kernels = try expand(kernel, "kernel_size \(must) be \(form)")
    let strides =
      stride == nil || stride!.isEmpty
      ? kernels : try expand(stride!, "stride \(must) be omitted, \(form)")
    let paddings = try expand(padding, "padding \(must) be \(form)")
    let dilations = try expand(dilation ?? [1], "dilation must be either \(form)")
    windows = (0..<spatial).map {
      SlidingWindow(
        kernel: kernels[$0], stride: strides[$0], padding: paddings[$0], dilation: dilations[$0],
        ceilMode: ceilMode)
    }
  }

  /// Sizes of the result's spatial dimensions.
  func outputSizes(_ input: Tensor) throws -> [Int] {
    let sizes = input.spatialSizes(spatial)
    let out = try zip(sizes, windows).map { try WindowAxis.count($0, $1) }
    try checkPositive("kernel size", ["k"], \.kernel)
    try checkPositive("stride", ["d"], \.stride)
    try checkPositive("dilation", ["dilation"], \.dilation)
    try checkShape(input)
    try checkKernelFits(sizes)
    let small = zip(sizes, out).contains { $1 < 1 }
    try check(
      !small, .runtime,
      "Given input size: (\(planeText(input, sizes))). Calculated output size: "
        + "(\(planeText(input, out))). Output size is too small")
    return out
  }

  private func planeText(_ input: Tensor, _ sizes: [Int]) -> String {
    let channels = input.shape[input.dim - spatial - 1]
    return ([channels] + sizes).map(String.init).joined(separator: "x")
  }

  private var letters: [String] { Array(["T", "H", "W"].suffix(spatial)) }

  private func checkPositive(
    _ what: String, _ prefix: [String], _ value: KeyPath<SlidingWindow, Int>
  ) throws {
    let values = windows.map { $0[keyPath: value] }
    let text = zip(letters, values).map { "\(prefix[0])\($0): \($1)" }
    try check(
      values.allSatisfy { $0 > 0 }, .runtime,
      "\(what) should be greater than zero, but got " + text.joined(separator: " "))
  }

  private func checkShape(_ input: Tensor) throws {
    if spatial == 3 { return try checkNonEmpty3d(input) }
    let inner = input.shape.dropFirst(input.dim == 4 ? 1 : 0)
    try check(
      (input.dim == 3 || input.dim == 4) && !inner.contains(0), .runtime,
      "Expected 3D or 4D (batch mode) tensor with optional 0 dim batch size for input, but got:"
        + "\(input.shape)")
  }

  private func checkNonEmpty3d(_ input: Tensor) throws {
    let place = name == "max_pool3d" ? "max_pool3d_with_indices_out_cpu_template" : name
    try input.checkNonEmpty("\(place)()", from: input.dim == 5 ? 1 : 0)
  }

  private func checkKernelFits(_ sizes: [Int]) throws {
    guard name == "avg_pool3d" else { return }
    func text(_ prefix: String, _ values: [Int]) -> String {
      zip(letters, values).map { "\(prefix)\($0): \($1)" }.joined(separator: " ")
    }
    let fits = zip(sizes, windows).allSatisfy { $0 &+ 2 &* $1.padding >= $1.kernel }
    try check(
      fits, .runtime,
      "input image (\(text("", sizes))) smaller than kernel size "
        + "(\(text("k", windows.map(\.kernel))))")
  }

  /// `out` windows over `sizes`, for all three dimensions of a volume.
  func axes(_ sizes: [Int], _ out: [Int], countingPadding: Bool = false) -> [WindowAxis] {
    let leading = Array(repeating: WindowAxis.single, count: 3 - spatial)
    return leading
      + windows.indices.map {
        WindowAxis.sliding(
          sizes[$0], count: out[$0], windows[$0], countingPadding: countingPadding)
      }
  }
}

extension Tensor {
  /// PyTorch's error for a dimension of size 0 at `first` or later.
  func checkNonEmpty(_ place: String, from first: Int) throws {
    for d in first..<Swift.max(dim, first) where shape[d] == 0 {
      throw TensorError(
        .runtime,
        "\(place): Expected input to have non-zero size for non-batch dimensions, but input has "
          + "sizes \(shape) with dimension \(d) being empty")
    }
  }

  /// PyTorch's error for a signal that is not of shape [N, C, L] or [C, L].
  func checkSignal(_ name: String) throws {
    try check(
      dim == 2 || dim == 3, .runtime,
      "Expected 2 to 3 dimensions, but got \(dim)-dimensional tensor for argument #1 'self' (while "
        + "checking arguments for \(name))")
  }
}

/// PyTorch's error for a list that is not of one number.
func checkOneInt(_ list: [Int], _ operation: String, _ argument: String) throws {
  try check(
    list.count == 1, .runtime,
    "\(operation)() argument '\(argument)' should contain one int (got \(list.count))")
}
