/// Names a child otherwise than its property:
/// `@Submodule("0") var first = Linear(2, 3)`.
@propertyWrapper
public final class Submodule<Value>: ModuleSlot {
  public var wrappedValue: Value {
    get { value }
    set { value = newValue }
  }

  private var value: Value
  let name: String

  public init(wrappedValue: Value, _ name: String) {
    value = wrappedValue
    self.name = name
  }

  var module: Module? { value as? Module }

  func replace(_ module: Module) -> Bool {
    guard let module = module as? Value else { return false }
    value = module
    return true
  }
}

/// A child of any type under a name of its own.
protocol ModuleSlot: AnyObject {
  var name: String { get }
  var module: Module? { get }
  /// Puts `module` here, if the property can hold it.
  func replace(_ module: Module) -> Bool
}

/// Keeps modules out of the state of the module whose property this is: they belong to another.
@propertyWrapper
public struct Unregistered<Value> {
  public var wrappedValue: Value
  public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
}
