import Testing
import Touchstone

@Suite struct SparseArithmeticTests {
  private let other = Tensor.sparseCOO(
    indices: Tensor([[2, 1]] as [[Int64]]), values: Tensor([[10, 20], [30, 40]] as [[Float]]),
    size: [3, 2])
  private let dense = Tensor.ones([3, 2])

  @Test func sumsOfUncoalescedTensorsAreJoined() {
    let sum = uncoalesced().add(other, alpha: 2)
    #expect(sum.storedIndices.toArray(Int64.self) == [1, 1, 0, 2, 1])
    #expect(sum.storedValues.toArray(Float.self) == [1, 2, 3, 4, 5, 6, 20, 40, 60, 80])
    #expect(!sum.isCoalesced)
  }

  @Test func sumsOfCoalescedTensorsStayCoalesced() {
    let sum = uncoalesced().coalesce() + other.coalesce()
    #expect(sum.isCoalesced && sum.storedIndices.toArray(Int64.self) == [0, 1, 2])
    #expect(sum.storedValues.toArray(Float.self) == [5, 6, 34, 46, 10, 20])
    let empty = Tensor.zerosLike(other)
    #expect((empty + uncoalesced().coalesce()).isCoalesced)
  }

  @Test func denseTensorsTakeSparseOnes() {
    #expect((dense + uncoalesced()).toArray(Float.self) == [6, 7, 5, 7, 1, 1])
    #expect((dense - uncoalesced()).toArray(Float.self) == [-4, -5, -3, -5, 1, 1])
    let target = Tensor.ones([2, 3]).t()
    target.add_(uncoalesced(), alpha: -0.5)
    #expect(target.toArray(Float.self) == [-1.5, -2, -1, -2, 1, 1])
    let integers = Tensor.ones([3, 2], dtype: .int64)
    #expect(
      failure { integers.add_(uncoalesced()) }?.message
        == "Can't convert result type Float to output Long in add operation")
    let half = Tensor.ones([3, 2], dtype: .float16).add_(uncoalesced())
    #expect(half.dtype == .float16 && half.toArray(Float.self) == [6, 7, 5, 7, 1, 1])
  }

  @Test func additionInPlaceWritesIntoTheSameMemory() {
    let target = Tensor.zeros([3, 2])
    let view = target.view([6])
    let version = target.version
    target.add_(uncoalesced())
    #expect(view.toArray(Float.self) == [5, 6, 4, 6, 0, 0] && target.version == version + 1)
  }

  @Test func sumsThatPyTorchRefuses() {
    let refusal = "add(sparse, dense) is not supported. Use add(dense, sparse) instead."
    #expect(failure { _ = uncoalesced() + dense }?.message == refusal)
    #expect(failure { _ = uncoalesced() + 1 }?.message == refusal)
    #expect(failure { _ = 1 + uncoalesced() }?.message == refusal)
    #expect(
      failure { _ = Tensor.ones([1, 2]) + uncoalesced() }?.message
        == "add: expected 'self' and 'other' to have same size, but self has size [1, 2] while "
        + "other has size [3, 2] (FYI: dense-sparse addition does not currently support "
        + "broadcasting)")
    #expect(
      failure { _ = uncoalesced() + dense.toSparse() }?.message
        == "add: expected 'self' and 'other' to have same density, but 'self' has 1 sparse "
        + "dimensions while 'other' has 2 sparse dimensions")
    #expect(
      failure { _ = uncoalesced(.float16) + uncoalesced(.float16) }?.message
        == "\"cadd_sparse\" not implemented for 'Half'")
  }

  @Test func numbersAndDenseFactorsScaleWhatIsStored() {
    #expect((uncoalesced() * 2).storedValues.toArray(Float.self) == [2, 4, 6, 8, 10, 12])
    #expect((2 * uncoalesced().coalesce()).isCoalesced)
    #expect((uncoalesced() / 2).storedValues.toArray(Float.self) == [0.5, 1, 1.5, 2, 2.5, 3])
    let ramp = Tensor.arange(6, dtype: .float32).reshape([3, 2])
    #expect((ramp * uncoalesced()).storedValues.toArray(Float.self) == [2, 6, 6, 12, 0, 6])
    #expect((uncoalesced(.int64) / 2).storedValues.dtype == .float32)
    #expect(
      failure { _ = uncoalesced() / dense }?.message
        == "Sparse division requires a scalar or zero-dim dense tensor divisor (got shape [3, 2] "
        + "for divisor)")
  }

  @Test func functionsThatKeepZeroActOnCoalescedElements() {
    #expect(uncoalesced().sqrt().storedValues.allclose(Tensor([[5, 6], [4, 6]] as [[Float]]).sqrt()))
    #expect(uncoalesced().pow(2).storedValues.toArray(Float.self) == [25, 36, 16, 36])
    #expect((-uncoalesced()).storedValues.toArray(Float.self) == [-1, -2, -3, -4, -5, -6])
    #expect(
      failure { _ = uncoalesced().pow(0) }?.message
        == "pow: cannot raise to zeroth power on sparse tensor; it would make the result tensor "
        + "dense")
    #expect(uncoalesced().norm().allclose(Tensor.full([], 10.63014581)))
    #expect(uncoalesced().norm(1).item().doubleValue == 21)
    #expect(failure { _ = uncoalesced().norm(2, dim: 0) } != nil)
  }

  @Test func inPlaceChangesStayWithTheTensor() {
    let x = uncoalesced()
    let alias = x.detach()
    x.mul_(3)
    #expect(x.storedValues.toArray(Float.self) == [3, 6, 9, 12, 15, 18])
    #expect(alias.storedValues.toArray(Float.self) == [1, 2, 3, 4, 5, 6])
    x.add_(other)
    #expect(x.nnz == 5)
  }
}
