import OrderedCollections

extension Optional: CopiedByElements {
  func copied(by copy: DeepCopy) -> Wrapped? { map { copy($0) } }
}

extension Array: CopiedByElements {
  func copied(by copy: DeepCopy) -> [Element] { _isPOD(Element.self) ? self : map { copy($0) } }
}

extension ContiguousArray: CopiedByElements {
  func copied(by copy: DeepCopy) -> ContiguousArray { ContiguousArray(map { copy($0) }) }
}

extension Dictionary: CopiedByElements {
  func copied(by copy: DeepCopy) -> [Key: Value] { mapValues { copy($0) } }
}

extension OrderedDictionary: CopiedByElements {
  func copied(by copy: DeepCopy) -> OrderedDictionary<Key, Value> { mapValues { copy($0) } }
}
