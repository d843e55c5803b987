extension Tensor: CustomStringConvertible, CustomDebugStringConvertible {
  /// The tensor as PyTorch prints it.
  public var description: String { text(Tensor.printOptions) }

  /// The same text: `repr` and `str` agree for tensors.
  public var debugDescription: String { description }

  /// The tensor printed with `options`.
  public func text(_ options: PrintOptions) -> String {
    let prefix = "tensor("
    if hasPendingError { return prefix + "...)" }
    if isUninitialized { return "<\(uninitializedClass)>" }
    let body = noGrad {
      sparse.map { sparseText($0, options, indent: prefix.count) }
        ?? elementsText(options, indent: prefix.count)
    }
    return appending(
      suffixes(options), to: prefix + body, prefix.count, options, breaking: isSparse) + ")"
  }

  func elementsText(_ options: PrintOptions, indent: Int) -> String {
    guard numel > 0 else { return "[]" }
    let summarised = Double(numel) > options.threshold
    if summarised && options.edgeItems == 0 && dim > 0 { return "[...]" }
    let edges = options.edgeItems
    let elided = shape.map { summarised && $0 > 2 * edges }
    let shown = summarised ? edgesOnly(elided, edges) : detach()
    let values = shown.printedValues
    let format = ElementFormat(values, options)
    let layout = BracketLayout(
      shape: Array(shown.shape), elided: elided, texts: format.texts(values),
      elementLength: format.width + 2, lineWidth: options.lineWidth)
    return layout.text(indent: indent)
  }

  /// The first and the last `edges` entries of every dimension that is elided.
  private func edgesOnly(_ elided: [Bool], _ edges: Int) -> Tensor {
    var shown = detach()
    for (d, cut) in elided.enumerated() where cut {
      let head = shown.narrow(d, 0, edges)
      let tail = shown.narrow(d, shown.size(d) - edges, edges)
      shown = Tensor.cat([head, tail], dim: d)
    }
    return shown
  }

  private var printedValues: PrintedValues {
    if dtype.isFloatingPoint { return .floating(toArray(Double.self)) }
    if dtype == .bool { return .booleans(toArray(Bool.self)) }
    return .integers(toArray(Int64.self))
  }

  /// What follows the elements: device, size, dtype and the relation to the graph.
  private func suffixes(_ options: PrintOptions) -> [String] {
    var all: [String] = []
    if device != .cpu { all.append("device='\(device)'") }
    if let sparse {
      all += sparseSuffixes(sparse)
    } else if numel == 0 {
      if dim != 1 { all.append("size=" + pythonTuple(shape)) }
      if dtype != Tensor.defaultDType { all.append("dtype=torch.\(dtype.name)") }
    } else {
      if options.edgeItems == 0 { all.append("size=" + pythonTuple(shape)) }
      if !isDefaultForLiterals(dtype) { all.append("dtype=torch.\(dtype.name)") }
    }
    if let gradFn {
      all.append("grad_fn=<\(gradFn.name)>")
    } else if requiresGrad {
      all.append("requires_grad=True")
    }
    return all
  }
}

/// Whether a printed literal has this dtype without saying so.
func isDefaultForLiterals(_ dtype: DType) -> Bool {
  dtype == Tensor.defaultDType || dtype == .int64 || dtype == .bool
}

/// Appends the suffixes, on a new line where one does not fit; the first one also when `breaking`.
private func appending(
  _ suffixes: [String], to text: String, _ indent: Int, _ options: PrintOptions, breaking: Bool
) -> String {
  var result = text
  // PyTorch counts two characters more than the line has.
  let lastLine = text.split(separator: "\n", omittingEmptySubsequences: false).last!
  var length = lastLine.count + 2
  for (index, suffix) in suffixes.enumerated() {
    if (breaking && index == 0) || length + suffix.count + 2 > options.lineWidth {
      result += ",\n" + spaces(indent) + suffix
      length = indent + suffix.count
    } else {
      result += ", " + suffix
      length += suffix.count + 2
    }
  }
  return result
}

/// A shape or other numbers as Python prints a tuple: `()`, `(3,)`, `(2, 3)`.
func pythonTuple(_ numbers: some Collection<some CustomStringConvertible>) -> String {
  let items = numbers.map(\.description)
  return items.count == 1 ? "(\(items[0]),)" : "(" + items.joined(separator: ", ") + ")"
}

/// A shape as PyTorch's messages print a list: `[]`, `[3]`, `[2, 3]`.
func pythonList(_ shape: some Collection<Int>) -> String {
  "[" + shape.map(String.init).joined(separator: ", ") + "]"
}
