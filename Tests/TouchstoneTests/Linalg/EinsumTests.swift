import Testing

@testable import Touchstone

struct EinsumTests {
  private let a = Tensor([[1.0, 2], [3, 4]])
  private let b = Tensor([[0.0, 1], [1, 1]])

  private func values(_ tensor: Tensor) -> [Double] { tensor.to(.float64).toArray(Double.self) }

  private func message(_ body: () -> Tensor) -> String? {
    #expect(throws: TensorError.self) { try checked(body) }?.message
  }

  @Test func oneOperand() {
    #expect(values(Tensor.einsum("ii", a)) == [5])
    #expect(values(Tensor.einsum("ii->i", a)) == [1, 4])
    #expect(values(Tensor.einsum("ij->ji", a)) == [1, 3, 2, 4])
    #expect(values(Tensor.einsum("ij->", a)) == [10])
    #expect(values(Tensor.einsum("ba", a)) == [1, 3, 2, 4])
    #expect(Tensor.einsum("i->...i", Tensor([1.0, 2])).shape == [2])
  }

  @Test func twoOperands() {
    #expect(values(Tensor.einsum("ij,jk", a, b)) == values(a.mm(b)))
    #expect(values(Tensor.einsum("ij,ij->", a, b)) == [9])
    #expect(values(Tensor.einsum("i,j->ji", Tensor([1.0, 2]), Tensor([3.0, 4]))) == [3, 6, 4, 8])
    #expect(values(Tensor.einsum("ij,kj->i", a, b)) == [5, 11])
  }

  @Test func ellipsisBroadcasts() {
    let batch = Tensor.stack([a, a * 2, a * 3]).unsqueeze(1)
    let product = Tensor.einsum("...ij,...jk->...ik", batch, b.expand([4, 2, 2]))
    #expect(product.shape == [3, 4, 2, 2])
    #expect(values(product.select(0, 2).select(0, 1)) == values((a * 3).mm(b)))
    #expect(values(Tensor.einsum("...j->j", batch)) == [24, 36])
  }

  @Test func manyOperandsAndSublists() {
    let chain = Tensor.einsum("ij,jk,kl,l->i", a, b, a, Tensor([1.0, -1]))
    #expect(values(chain) == values(a.mm(b).mm(a).mv(Tensor([1.0, -1]))))
    let sub = Tensor.einsum([(a, [0, 1]), (b, [1, 2])], output: [2, 0])
    #expect(values(sub) == values(a.mm(b).T))
    let dots = Tensor.einsum([(a, [nil, 7])])
    #expect(dots.shape == [2, 2])
  }

  @Test func gradientOfADiagonal() {
    let x = a.clone()
    x.requiresGrad = true
    Tensor.einsum("ii,i->", x, Tensor([2.0, 3])).backward()
    #expect(values(x.grad!) == [2, 0, 0, 3])
  }

  @Test func messages() {
    #expect(
      message { Tensor.einsum("ij,jk", a) }
        == "einsum(): fewer operands were provided than specified in the equation")
    #expect(
      message { Tensor.einsum("i1->i", a) }
        == "einsum(): invalid subscript given at index 1 in the equation string, subscripts must be "
        + "in [a-zA-Z]")
    #expect(
      message { Tensor.einsum("ij,kj->ik", a, Tensor.ones([2, 3])) }
        == "einsum(): subscript j has size 3 for operand 1 which does not broadcast with previously "
        + "seen size 2")
  }

  @Test func tensordotContractsChosenDimensions() {
    let x = Tensor.arange(24).to(.float32).view([2, 3, 4])
    let y = Tensor.arange(12).to(.float32).view([4, 3])
    let expected = Tensor.einsum("ijk,kj->i", x, y)
    #expect(values(x.tensordot(y, dims: ([2, 1], [0, 1]))) == values(expected))
    #expect(values(x.inner(y.T)) == values(x.matmul(y)))
  }
}
