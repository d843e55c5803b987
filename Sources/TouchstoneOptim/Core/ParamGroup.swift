import OrderedCollections
import Touchstone

/// Parameters that are optimized with the same options, an entry of PyTorch's `param_groups`.
///
/// ```swift
/// let head = ParamGroup(model.head.parameters(), ["lr": 0.1])
/// let optimizer = SGD([ParamGroup(model.base.parameters()), head], lr: 0.01)
/// optimizer.paramGroups[0].lr = 0.005
/// ```
public final class ParamGroup {
  public let params: [Tensor]
  /// Names of the parameters, where they were given.
  public internal(set) var paramNames: [String]?
  /// Everything else; what is not given comes from the optimizer's defaults.
  public internal(set) var options: OptionDictionary

  public init(_ params: [Tensor], _ options: OptionDictionary = [:]) {
    (self.params, paramNames, self.options) = (params, nil, options)
  }

  /// A group whose state dict names its parameters.
  public init(named params: [(String, Tensor)], _ options: OptionDictionary = [:]) {
    self.params = params.map(\.1)
    paramNames = params.map(\.0)
    self.options = options
  }

  /// An option; PyTorch's `group["lr"]`.
  public subscript(name: String) -> Value {
    get { options[name] ?? .none }
    set { options[name] = newValue }
  }

  /// The learning rate. Setting it keeps a tensor's identity, as PyTorch's schedules do.
  public var lr: Double {
    get { number("lr") }
    set { setNumber("lr", newValue) }
  }

  /// Sets an option, in place where it is a tensor.
  func setNumber(_ name: String, _ value: Double) {
    if case .tensor(let tensor) = self[name] {
      noGrad { _ = tensor.fill_(value) }
    } else {
      self[name] = .double(value)
    }
  }

  func number(_ name: String) -> Double { self[name].number ?? 0 }
  func numbers(_ name: String) -> [Double] { self[name].numbers ?? [] }
  func flag(_ name: String) -> Bool { if case .bool(true) = self[name] { true } else { false } }
}

/// What an optimizer is made for: a list of parameters, or of groups with options of their own.
public protocol ParameterSource {
  var paramGroups: [ParamGroup] { get }
}

/// An element of such a list.
public protocol ParameterSourceElement {
  static func paramGroups(_ items: [Self]) -> [ParamGroup]
}

extension Array: ParameterSource where Element: ParameterSourceElement {
  public var paramGroups: [ParamGroup] { Element.paramGroups(self) }
}

extension Tensor: ParameterSourceElement {
  /// One group of all of them, if there are any.
  public static func paramGroups(_ items: [Tensor]) -> [ParamGroup] {
    items.isEmpty ? [] : [ParamGroup(items)]
  }
}

extension ParamGroup: ParameterSourceElement {
  public static func paramGroups(_ items: [ParamGroup]) -> [ParamGroup] { items }
}
