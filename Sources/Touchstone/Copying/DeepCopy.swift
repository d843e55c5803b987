import CKernels

/// Marks a class whose objects are copied, property by property, together with the module that
/// holds them. Objects of other classes are shared by a module and its copy.
///
/// A class with weak, unowned or noncopyable properties cannot be copied so.
public protocol CopiedByFields: AnyObject {}

/// A collection that copies its elements.
protocol CopiedByElements {
  func copied(by copy: DeepCopy) -> Self
}

/// One deep copy, Python's `copy.deepcopy`: each object is copied once, however often it is met, so
/// that what was shared stays shared among the copies.
///
/// The first thing that cannot be copied is kept in `error`, and shared instead: the copy is whole
/// in any case.
package final class DeepCopy {
  /// Copies by their originals.
  var copies: [ObjectIdentifier: AnyObject] = [:]
  package private(set) var error: TensorError?

  package init() {}

  /// A copy of `value` down to the objects and tensors in it; numbers, functions and objects of
  /// classes that are not marked `CopiedByFields` stay as they are.
  package func callAsFunction<T>(_ value: T) -> T {
    if _isPOD(T.self) { return value }
    switch value {
    case let object as any CopiedByFields: return self.object(object) as! T
    case let tensor as Tensor: return self.tensor(tensor) as! T
    case let collection as any CopiedByElements: return collection.copied(by: self) as! T
    default: return contents(of: value)
    }
  }

  /// `value` with copies in its properties.
  private func contents<T>(of value: T) -> T {
    let type = Swift.type(of: value as Any)
    if type is AnyClass { return value }
    if type != T.self {
      func open<U>(_ type: U.Type) -> T { contents(of: value as! U) as! T }
      return _openExistential(type, do: open)
    }
    let isOpen = TypeKind(type) != nil && !_typeName(type).hasPrefix("Swift.")
    return isOpen ? replacingFields(of: value) : shared(value)
  }

  private func replacingFields<T>(of value: T) -> T {
    var result = value
    withUnsafeMutableBytes(of: &result) { memory in
      for field in StoredField.all(of: T.self) where field.isStrong && field.isCopyable {
        func replace<F>(_ type: F.Type) {
          if _isPOD(type) { return }
          let place = (memory.baseAddress! + field.offset).assumingMemoryBound(to: type)
          place.pointee = self(place.pointee)
        }
        _openExistential(field.type, do: replace)
      }
    }
    return result
  }

  /// `value` of an enumeration, a function type or a type of the standard library as it is, if it
  /// holds nothing to copy.
  private func shared<T>(_ value: T) -> T {
    if holdsState(value) {
      fail(
        .type,
        "cannot copy a value of type \(T.self): the modules or tensors in it cannot be replaced, as "
          + "in structures, tuples, optionals, arrays and dictionaries")
    }
    return value
  }

  private func holdsState(_ value: Any) -> Bool {
    if value is any CopiedByFields || value is Tensor { return true }
    if type(of: value) is AnyClass { return false }
    return Mirror(reflecting: value).children.contains { holdsState($0.value) }
  }

  func fail(_ kind: TensorError.Kind, _ message: String) {
    error = error ?? TensorError(kind, message)
  }
}

extension DeepCopy {
  private func object(_ source: any CopiedByFields) -> AnyObject {
    if let done = copies[ObjectIdentifier(source)] { return done }
    let type: AnyClass = Swift.type(of: source)
    let fields = StoredField.all(of: type)
    if let field = fields.first(where: { !$0.isStrong || !$0.isCopyable }) {
      let reason = field.isStrong ? "cannot be copied" : "is weak or unowned"
      fail(.type, "cannot copy \(type): its property '\(field.name)' \(reason)")
      return source
    }
    return filled(source, type, fields)
  }

  /// A new object of the class of `source`. It is known as the copy before its properties are, which
  /// may lead back to it.
  private func filled(
    _ source: AnyObject, _ type: AnyClass, _ fields: [StoredField]
  ) -> AnyObject {
    let place = ts_allocate_object(
      unsafeBitCast(type, to: UnsafeRawPointer.self), Int64(instanceSize(of: type)))!
    let copy = Unmanaged<AnyObject>.fromOpaque(place).takeRetainedValue()
    copies[ObjectIdentifier(source)] = copy
    let original = UnsafeRawPointer(Unmanaged.passUnretained(source).toOpaque())
    for field in fields {
      func fill<F>(_ type: F.Type) {
        let value = (original + field.offset).assumingMemoryBound(to: type).pointee
        (place + field.offset).initializeMemory(as: type, to: self(value))
      }
      _openExistential(field.type, do: fill)
    }
    return copy
  }
}
