extension TransformDraws {
  /// A box of a given size at a random place.
  public enum RandomCrop {
    /// Top first, then left; nothing is drawn where the box is the whole image.
    /// - Errors: `.value` where the image is smaller.
    public static func getParams(
      height: Int, width: Int, outputSize: (height: Int, width: Int), generator: Generator? = nil
    ) -> Box {
      guarded(Box()) {
        let (h, w) = outputSize
        try check(
          height >= h && width >= w, .value,
          "Required crop size (\(h), \(w)) is larger than input image size (\(height), \(width))")
        if height == h && width == w { return Box(height: h, width: w) }
        let draws = SingleDraws(generator: generator)
        return Box(
          top: try draws.integer(0, height - h + 1), left: try draws.integer(0, width - w + 1),
          height: h, width: w)
      }
    }
  }
}

extension TransformDraws.RandomCrop {
  /// The box of a padded image, and how it is padded.
  public struct Padded: Sendable, Hashable {
    public var box = TransformDraws.Box()
    public var needsCrop = false
    /// Left, top, right, bottom.
    public var padding = [0, 0, 0, 0]

    public var needsPad: Bool { padding.contains { $0 != 0 } }
  }

  /// Version 2: pads the image, and draws only where there is a choice.
  ///
  /// - Parameters:
  ///   - padding: one number, left and top, or left, top, right and bottom.
  ///   - padIfNeeded: pads on both sides by what an image lacks to the size of the crop.
  /// - Errors: `.value` where the padded image is smaller than the crop, or for sizes and padding
  ///   of another length.
  public static func makeParams(
    height: Int, width: Int, size: some SizeArgument, padding: (any SizeArgument)? = nil,
    padIfNeeded: Bool = false, generator: Generator? = nil
  ) -> Padded {
    guarded(Padded()) {
      guard let size = size.sizes(2) else {
        throw TensorError(.value, "Please provide only two dimensions (h, w) for size.")
      }
      let given = try padding.flatMap(fourSides)
      var image = PaddedImage(height: height, width: width, padding: given ?? [0, 0, 0, 0])
      if padIfNeeded { image.grow(toHeight: size[0], width: size[1]) }
      try check(
        image.height >= size[0] && image.width >= size[1], .value,
        "Required crop size (\(size[0]), \(size[1])) is larger than "
          + "\(given == nil ? "" : "padded ")input image size (\(image.height), \(image.width)).")
      return try image.crop(height: size[0], width: size[1], SingleDraws(generator: generator))
    }
  }

  /// Nil where there is nothing to pad with, `if padding` in Python.
  private static func fourSides(_ padding: any SizeArgument) throws -> [Int]? {
    let list = padding.sizeList
    if padding is Int, list == [0] { return nil }
    switch list.count {
    case 1: return [list[0], list[0], list[0], list[0]]
    case 2: return [list[0], list[1], list[0], list[1]]
    case 4: return list
    default:
      throw TensorError(
        .value, "Padding must be an int or a 1, 2, or 4 element of tuple or list, got \(list).")
    }
  }
}

/// The size of an image with what is put around it.
private struct PaddedImage {
  var height: Int
  var width: Int
  /// Left, top, right, bottom.
  var padding: [Int]

  init(height: Int, width: Int, padding: [Int]) {
    self.height = height + padding[1] + padding[3]
    self.width = width + padding[0] + padding[2]
    self.padding = padding
  }

  /// Adds what is missing on both sides.
  mutating func grow(toHeight wantedHeight: Int, width wantedWidth: Int) {
    let (rows, columns) = (max(0, wantedHeight - height), max(0, wantedWidth - width))
    height += 2 * rows
    width += 2 * columns
    padding = [padding[0] + columns, padding[1] + rows, padding[2] + columns, padding[3] + rows]
  }

  /// A box of that size: top first, then left, each only where there is a choice.
  func crop(
    height wantedHeight: Int, width wantedWidth: Int, _ draws: SingleDraws
  ) throws -> TransformDraws.RandomCrop.Padded {
    let (rows, columns) = (height - wantedHeight, width - wantedWidth)
    let top = rows > 0 ? try draws.integer(0, rows + 1) : 0
    let left = columns > 0 ? try draws.integer(0, columns + 1) : 0
    return TransformDraws.RandomCrop.Padded(
      box: TransformDraws.Box(top: top, left: left, height: wantedHeight, width: wantedWidth),
      needsCrop: rows > 0 || columns > 0, padding: padding)
  }
}
