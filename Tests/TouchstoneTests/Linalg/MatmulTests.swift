import Testing

@testable import Touchstone

struct MatmulTests {
  private let a = Tensor([[1.0, 2, 3], [4, 5, 6]])
  private let b = Tensor([[1.0, 0], [2, -1], [0, 3]])

  private func values(_ tensor: Tensor) -> [Double] { tensor.to(.float64).toArray(Double.self) }

  private func message(_ body: () -> Tensor) -> String? {
    #expect(throws: TensorError.self) { try checked(body) }?.message
  }

  @Test func handValues() {
    #expect(values(a.mm(b)) == [5, 7, 14, 13])
    #expect(values(a.mv(Tensor([1.0, 0, -1]))) == [-2, -2])
    #expect(values(Tensor([1.0, 2]).dot(Tensor([3.0, 4]))) == [11])
    #expect(values(Tensor([1.0, 2]).outer(Tensor([3.0, 4]))) == [3, 4, 6, 8])
    #expect(values(Tensor([1.0, 2]).kron(Tensor([[1.0], [10]]))) == [1, 2, 10, 20])
  }

  @Test func stridesNeedNoCopies() {
    let reference = values(a.mm(b))
    #expect(values(b.T.mm(a.T).T) == reference)
    let wide = Tensor.zeros([2, 6]).copy_(Tensor.cat([a, a], dim: 1))
    #expect(values(wide.slice(1, from: 3, to: 6).mm(b)) == reference)
    let spread = Tensor.cat([b, b], dim: 1).view([3, 2, 2]).select(1, 0)
    #expect(values(a.mm(spread)) == reference)
    #expect(values(Tensor([2.0]).expand([2, 3]).mm(b)) == [6, 4, 6, 4])
  }

  @Test func ranksOfMatmul() {
    let batch = Tensor.stack([a, a * 2])
    #expect(batch.matmul(b).shape == [2, 2, 2])
    #expect(batch.unsqueeze(1).matmul(b.expand([5, 3, 2])).shape == [2, 5, 2, 2])
    #expect(Tensor.ones([3]).matmul(batch.transpose(1, 2)).shape == [2, 2])
    #expect(batch.matmul(Tensor.ones([3])).shape == [2, 2])
    #expect(values(batch.matmul(b).select(0, 1)) == [10, 14, 28, 26])
  }

  @Test func emptySizes() {
    #expect(values(Tensor.ones([2, 0]).mm(Tensor.ones([0, 3]))) == [0, 0, 0, 0, 0, 0])
    #expect(Tensor.ones([0, 2]).mm(Tensor.ones([2, 3])).shape == [0, 3])
    #expect(Tensor.ones([0, 2, 3]).bmm(Tensor.ones([0, 3, 4])).shape == [0, 2, 4])
    #expect(values(Tensor.ones([0]).dot(Tensor.ones([0]))) == [0])
  }

  @Test func betaZeroIgnoresNaN() {
    let unset = Tensor.full([2, 2], Double.nan, dtype: .float32)
    #expect(values(unset.addmm(a, b, beta: 0)) == [5, 7, 14, 13])
    #expect(values(Tensor([1.0, 2]).addmm(a, b, beta: 2, alpha: -1)) == [-3, -3, -12, -9])
    #expect(values(Tensor([1.0, 2]).addmv(b.T, Tensor([1.0, 1, 1]))) == [4, 4])
  }

  @Test func integersWrap() {
    let large = Tensor([[100, 100]]).to(.int8)
    #expect(large.mm(large.T).item() == 32)  // 20,000 mod 256
    let bytes = Tensor([[200, 100]]).to(.uint8)
    #expect(bytes.mm(bytes.T).item() == 80)  // 50,000 mod 256
  }

  @Test(arguments: [DType.float16, .bfloat16])
  func halvesAccumulateInFloat(_ dtype: DType) {
    let ones = Tensor.ones([1, 4096], dtype: dtype)
    #expect(values(ones.mm(ones.T)) == [4096])
    let small = Tensor.full([1, 512], 1.0 / 64, dtype: dtype)
    #expect(values(small.mm(Tensor.ones([512, 1], dtype: dtype))) == [8])
  }

  @Test func batchesOfEverySizeAgree() {
    for size in [3, 40, 90] {
      let x = Tensor.arange(2 * size * size).to(.float64).remainder(7).view([2, size, size])
      let product = x.bmm(x.transpose(1, 2))
      #expect(values(product.select(0, 1)) == values(x.select(0, 1).mm(x.select(0, 1).T)))
      #expect(product.select(0, 0).equal(product.select(0, 0).T))
    }
  }

  @Test func resultsDoNotDependOnThreads() {
    let x = Tensor.arange(300 * 300).to(.float32).sin().view([300, 300])
    let threads = CPU.threadCount
    defer { CPU.threadCount = threads }
    CPU.threadCount = 1
    let serial = x.mm(x)
    for count in [2, 3, 8] {
      CPU.threadCount = count
      #expect(x.mm(x).equal(serial))
    }
  }

  @Test func gradients() {
    let (x, y) = (a.clone(), b.clone())
    x.requiresGrad = true
    y.requiresGrad = true
    x.matmul(y).backward(gradient: Tensor([[1.0, 10], [100, 1000]]))
    #expect(values(x.grad!) == [1, -8, 30, 100, -800, 3000])
    #expect(values(y.grad!) == [401, 4010, 502, 5020, 603, 6030])
  }

  @Test func messages() {
    #expect(
      message { a.mm(a) } == "mm: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)")
    #expect(
      message { a.mm(b.to(.float64)) }
        == "expected m1 and m2 to have the same dtype, but got: float != double")
    #expect(
      message { a.bmm(b) } == "batch1 must be a 3D tensor")
    #expect(
      message { (a .> 0).mm(b .> 0) } == "\"addmm_impl_cpu_\" not implemented for 'Bool'")
    #expect(
      message { Tensor(1.0).matmul(a) }
        == "both arguments to matmul need to be at least 1D, but they are 0D and 2D")
  }
}
