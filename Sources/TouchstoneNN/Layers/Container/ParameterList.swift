import Touchstone

/// Parameters in a list, `torch.nn.ParameterList`; a tensor that is none becomes one.
open class ParameterList: Module {
  public init(_ parameters: some Sequence<Tensor>) {
    super.init()
    extend(parameters)
  }

  public convenience override init() { self.init([Tensor]()) }

  override var reservedNames: Set<String> { super.reservedNames.union(ReservedNames.list) }

  /// Number of parameters.
  public var count: Int { parameterSlots.count }
  public var isEmpty: Bool { count == 0 }

  /// The parameter at `index`, negative from the end.
  ///
  /// - Errors: `.index` beyond the ends.
  public subscript(index: Int) -> Tensor {
    get { guarded { try slot(index).current ?? Tensor.poison } }
    set { attempt { try slot(index).assign(newValue) } }
  }

  private func slot(_ index: Int) throws -> TensorSlot {
    let slots = parameterSlots
    try check(
      index >= -slots.count && index < slots.count, .index, "index \(index) is out of range")
    return slots[index < 0 ? index + slots.count : index]
  }

  /// Parameters at the positions of a range, numbered anew.
  public subscript(range: some TensorIndex) -> ParameterList {
    guarded(ParameterList()) {
      guard let positions = range.indexItem.positions(count: count) else {
        throw TensorError(.type, "ParameterList indices must be integers or slices")
      }
      return ParameterList(positions.map { self[$0] })
    }
  }

  /// Adds a parameter behind the others.
  @discardableResult
  public func append(_ parameter: Tensor) -> Self {
    registerParameter(String(count), parameter)
    return self
  }

  /// Adds parameters behind the others.
  @discardableResult
  public func extend(_ parameters: some Sequence<Tensor>) -> Self {
    for parameter in parameters { append(parameter) }
    return self
  }

  public static func += (list: ParameterList, others: some Sequence<Tensor>) {
    list.extend(Array(others))
  }

  open override func forward(_ input: Tensor) -> Tensor {
    guarded { throw TensorError(.runtime, "ParameterList should not be called.") }
  }

  open override var extraRepr: String {
    enumerated().map { index, parameter in
      parameterLine("\(index)", parameter, "torch.\(parameter.dtype.name)")
    }.joined(separator: "\n")
  }
}

/// How a list or dictionary of parameters prints one.
func parameterLine(_ name: String, _ parameter: Tensor, _ type: String) -> String {
  let size = parameter.shape.map(String.init).joined(separator: "x")
  let device = parameter.device.isCPU ? "" : " (\(parameter.device))"
  return "  (\(name)): Parameter containing: [\(type) of size \(size)\(device)]"
}

extension ParameterList: Sequence {
  public func makeIterator() -> [Tensor].Iterator {
    parameterSlots.compactMap(\.current).makeIterator()
  }
}
