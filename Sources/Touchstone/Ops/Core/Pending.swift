// Stand-ins so that the core compiles; each is removed when its owner's operation lands.
extension Tensor {
  func add(_ other: Tensor) -> Tensor { fatalError("add") }
  func add_(_ other: Tensor) -> Tensor { fatalError("add_") }
  func div(_ other: Tensor) -> Tensor { fatalError("div") }
  func ne(_ other: Tensor) -> Tensor { fatalError("ne") }
  func any() -> Tensor { fatalError("any") }
  func clamp(min: Scalar) -> Tensor { fatalError("clamp") }
  func sum(_ dims: [Int], keepdim: Bool) -> Tensor { fatalError("sum") }
  func mul(_ other: Tensor) -> Tensor { fatalError("mul") }
  func mul(_ other: Scalar) -> Tensor { fatalError("mul") }
  func eq(_ other: Tensor) -> Tensor { fatalError("eq") }
  func eq(_ other: Scalar) -> Tensor { fatalError("eq") }
  func gt(_ other: Scalar) -> Tensor { fatalError("gt") }
  func sum() -> Tensor { fatalError("sum") }
  func floorDivide(_ other: Tensor) -> Tensor { fatalError("floor_divide") }
  func floorDivide(_ other: Int) -> Tensor { fatalError("floor_divide") }
  func remainder(_ other: Int) -> Tensor { fatalError("remainder") }
  func logicalAnd(_ other: Tensor) -> Tensor { fatalError("logical_and") }
  func logicalNot() -> Tensor { fatalError("logical_not") }
  static func `where`(_ condition: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
    fatalError("where")
  }
  func cumprod(_ dim: Int) -> Tensor { fatalError("cumprod") }
}
