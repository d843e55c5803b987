// Stand-ins so that the core compiles; each is removed when its owner's operation lands.
extension Tensor {
  func mm(_ other: Tensor) -> Tensor { unsqueeze(2).mul(other.unsqueeze(0)).sum(1) }
  func nuclearNorm(_ dims: [Int], keepdim: Bool, dtype: DType?) -> Tensor { fatalError("nuc") }
}
