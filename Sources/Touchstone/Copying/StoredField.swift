/// A stored property of a class, a struct or a tuple, as the runtime's reflection tells it.
struct StoredField {
  let name: String
  let type: Any.Type
  /// Bytes from the start of the value, or of the object with its header.
  let offset: Int
  /// Whether it is neither weak nor unowned.
  let isStrong: Bool

  /// Those of `type`; inherited ones first.
  static func all(of type: Any.Type) -> [StoredField] {
    (0..<fieldCount(type)).map { index in
      var details = FieldDetails()
      let fieldType = fieldType(type, index: index, details: &details)
      defer { details.freeName?(details.name) }
      return StoredField(
        name: details.name.map { String(cString: $0) } ?? "", type: fieldType,
        offset: fieldOffset(type, index: index), isStrong: details.isStrong)
    }
  }

  /// Whether its value can be read: the runtime gives no type for one that cannot be copied.
  var isCopyable: Bool { type != Void.self }
}

/// What the runtime says of a property beside its type; the layout is the runtime's.
private struct FieldDetails {
  var name: UnsafePointer<CChar>?
  var freeName: (@convention(c) (UnsafePointer<CChar>?) -> Void)?
  var isStrong = false
  var isVariable = false
}

// The runtime's functions behind the standard library's `Mirror`, which does not give offsets.

@_silgen_name("swift_reflectionMirror_recursiveCount")
private func fieldCount(_ type: Any.Type) -> Int

@_silgen_name("swift_reflectionMirror_recursiveChildOffset")
private func fieldOffset(_ type: Any.Type, index: Int) -> Int

@_silgen_name("swift_reflectionMirror_recursiveChildMetadata")
private func fieldType(
  _ type: Any.Type, index: Int, details: UnsafeMutablePointer<FieldDetails>
) -> Any.Type

/// Bytes of an instance before and from its address on.
@_silgen_name("_swift_getSwiftClassInstanceExtents")
private func instanceExtents(_ type: AnyClass) -> (negative: UInt, positive: UInt)

/// Size of an instance of `type` in bytes, with its header.
func instanceSize(of type: AnyClass) -> Int { Int(instanceExtents(type).positive) }

/// What a type is, where a copy must go inside.
enum TypeKind: Int {
  case structure = 0x200
  case tuple = 0x301

  /// Nil for every other kind. The first word of a type's metadata says it.
  init?(_ type: Any.Type) {
    self.init(rawValue: unsafeBitCast(type, to: UnsafePointer<Int>.self).pointee)
  }
}
