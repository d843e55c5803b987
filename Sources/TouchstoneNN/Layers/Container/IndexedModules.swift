import OrderedCollections
import Touchstone

/// What `Sequential` and `ModuleList` share: children by position.
protocol IndexedModules: Module {}

extension IndexedModules {
  /// Children by name, in order.
  var entries: OrderedDictionary<String, Module?> { members.children }

  /// `index` as a position, negative ones from the end.
  func position(_ index: Int) throws -> Int {
    let count = entries.count
    try check(index >= -count && index < count, .index, "index \(index) is out of range")
    return index < 0 ? index + count : index
  }

  func module(at index: Int) -> Module {
    guarded(Module()) { entries.elements[try position(index)].value ?? Module() }
  }

  func replace(at index: Int, _ module: Module) {
    attempt { try placeChild(entries.keys[try position(index)], module) }
  }

  /// Removes the children at `positions`; the others are numbered anew.
  func remove(_ positions: [Int]) {
    let removed = Set(positions)
    let kept = entries.values.enumerated().filter { !removed.contains($0.offset) }.map(\.element)
    renumber(kept)
  }

  func renumber(_ modules: [Module?]) {
    writableExtras.children = OrderedDictionary(
      uniqueKeysWithValues: modules.enumerated().map { (String($0.offset), $0.element) })
  }

  func remove(at index: Int) -> Module {
    guarded(Module()) {
      let place = try position(index)
      let module = entries.elements[place].value
      remove([place])
      return module ?? Module()
    }
  }

  func add(_ module: Module) { registerModule(String(entries.count), module) }

  /// Names the children from `place` on one further and puts `module` there. Children with names of
  /// their own cannot be moved.
  func shift(_ module: Module, into place: Int) throws {
    var children = writableExtras.children
    for index in stride(from: children.count, to: place, by: -1) {
      guard let moved = children[String(index - 1)] else {
        throw TensorError(.key, "'\(index - 1)'")
      }
      children.updateValue(moved, forKey: String(index))
    }
    children.updateValue(module, forKey: String(place))
    writableExtras.children = children
  }

  /// Positions of a range, in order.
  func positions(_ range: some TensorIndex) throws -> [Int] {
    guard let positions = range.indexItem.positions(count: entries.count) else {
      throw TensorError(.type, "\(name) indices must be integers or slices")
    }
    return positions
  }
}
