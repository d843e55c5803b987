// Stand-ins so that the core compiles; each is removed when its owner's operation lands.
extension Tensor {
  func add(_ other: Tensor) -> Tensor { fatalError("add") }
  func add_(_ other: Tensor) -> Tensor { fatalError("add_") }
  func div(_ other: Tensor) -> Tensor { fatalError("div") }
  func ne(_ other: Tensor) -> Tensor { fatalError("ne") }
  func any() -> Tensor { fatalError("any") }
  func clamp(min: Scalar) -> Tensor { fatalError("clamp") }
  func sum(_ dims: [Int], keepdim: Bool) -> Tensor { fatalError("sum") }
  func indexAdd(_ dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor { fatalError("index_add") }
  static func arange(_ end: Int) -> Tensor { fatalError("arange") }
  func item() -> Scalar { fatalError("item") }
}
