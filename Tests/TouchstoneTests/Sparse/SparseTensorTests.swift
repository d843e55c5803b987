import Testing
import Touchstone

/// The error of `body`, nil when there is none.
func failure(_ body: () -> Void) -> TensorError? {
  do {
    try checked(body)
    return nil
  } catch { return error as? TensorError }
}

/// Two values for row 1, one for row 0, of a 3 × 2 matrix.
func uncoalesced(_ dtype: DType = .float32) -> Tensor {
  Tensor.sparseCOO(
    indices: Tensor([[1, 1, 0]] as [[Int64]]),
    values: Tensor([[1, 2], [3, 4], [5, 6]] as [[Float]]).to(dtype), size: [3, 2])
}

@Suite struct SparseTensorTests {
  private let index = Tensor([[0, 1]] as [[Int64]])
  private let pair = Tensor([1, 2] as [Float])

  @Test func aTensorTellsItsLayout() {
    let x = uncoalesced()
    #expect(x.layout == .sparseCOO && x.isSparse && !x.isContiguous)
    #expect(x.layout.description == "torch.sparse_coo")
    #expect(x.nnz == 3 && x.sparseDim == 1 && x.denseDim == 1 && x.numel == 6)
    #expect(x.stride(0) == 0 && x.stride(1) == 0)
    let dense = Tensor.zeros([2, 3])
    #expect(dense.layout == .strided && dense.sparseDim == 0 && dense.denseDim == 2)
  }

  @Test func sizesAreInferredFromCoordinates() {
    let x = Tensor.sparseCOO(indices: Tensor([[0, 1], [1, 4]] as [[Int64]]), values: pair)
    #expect(x.shape == [2, 5] && !x.isCoalesced)
    let single = Tensor.sparseCOO(indices: Tensor([[3]] as [[Int64]]), values: Tensor([1] as [Float]))
    #expect(single.isCoalesced && single.shape == [4])
    #expect(Tensor.sparseCOO(size: [2, 3]).nnz == 0)
  }

  @Test func wrongPartsAreRefused() {
    func message(
      _ indices: Tensor, _ values: Tensor, _ size: Shape? = nil, coalesced: Bool? = nil
    ) -> String? {
      failure {
        _ = Tensor.sparseCOO(
          indices: indices, values: values, size: size, isCoalesced: coalesced,
          checkInvariants: true)
      }?.message
    }
    #expect(
      message(index.reshape([2]), pair, [3]) == "indices must be sparse_dim x nnz, but got: [2]")
    #expect(
      message(index, Tensor.ones([3]), [3])
        == "indices and values must have same nnz, but got nnz from indices: 2, nnz from values: 3")
    #expect(
      message(index, pair, [2, 3])
        == "'len(size) == sparse_dim + dense_dim' is not satisfied: len(size) = 2, sparse_dim = 1, "
        + "dense_dim = 0")
    #expect(
      message(index, Tensor.ones([2, 3]), [3, 2])
        == "values has incorrect size, expected [2, 2], got [2, 3]")
    #expect(message(index, pair, [-3]) == "numel: integer multiplication overflow")
    #expect(
      message(index, pair, [1])
        == "size is inconsistent with indices: for dim 0, size is 1 but found index 1")
    #expect(message(index.neg(), pair, [3]) == "found negative index -1 for dim 0")
    #expect(message(index.neg(), pair) == "found negative index -1 for dim 0")
    #expect(
      message(index.flip([1]), pair, [3], coalesced: true)
        == "cannot set is_coalesced to true if indices correspond to uncoalesced COO tensor")
    #expect(message(index, pair, [3], coalesced: true) == nil)
  }

  @Test func coordinatesOutOfRangeNeverReachMemory() {
    let wild = Tensor.sparseCOO(indices: Tensor([[0, 900]] as [[Int64]]), values: pair, size: [3])
    #expect(
      failure { _ = wild.toDense() }?.message
        == "size is inconsistent with indices: for dim 0, size is 3 but found index 900")
    #expect(failure { Tensor.zeros([3]).add_(wild) } != nil)
    #expect(failure { _ = Tensor.zeros([3]).sparseMask(wild) } != nil)
  }

  @Test func coalescingSortsAndSumsInStoredOrder() {
    let x = uncoalesced().coalesce()
    #expect(x.isCoalesced && x.coalesce() === x)
    #expect(x.indices().toArray(Int64.self) == [0, 1])
    #expect(x.values().toArray(Float.self) == [5, 6, 4, 6])
    #expect(
      failure { _ = uncoalesced().values() }?.message
        == "Cannot get values on an uncoalesced tensor, please call .coalesce() first")
    let big = Tensor.sparseCOO(
      indices: Tensor([[0, 0, 0, 0]] as [[Int64]]),
      values: Tensor([2048, 1, 1, 1] as [Float]).half(), size: [2])
    #expect(big.coalesce().values().toArray(Float.self) == [2048])
    #expect(big.toDense().toArray(Float.self) == [2048, 0])
  }

  @Test func emptyAndZeroDimensionalTensorsWork() {
    let none = Tensor.sparseCOO(
      indices: Tensor.zeros([1, 0], dtype: .int64), values: Tensor.zeros([0, 2]), size: [3, 2])
    #expect(none.isCoalesced && none.toDense().toArray(Float.self) == [0, 0, 0, 0, 0, 0])
    let scalar = Tensor.sparseCOO(
      indices: Tensor.zeros([0, 2], dtype: .int64), values: pair, size: [])
    #expect(scalar.toDense().item().doubleValue == 3)
    #expect(scalar.coalesce().nnz == 1)
    #expect(Tensor.full([], 3).toSparse().nnz == 1 && Tensor.full([], 0).toSparse().nnz == 0)
  }

  @Test func denseTensorsBecomeSparseAndBack() {
    let x = Tensor([[0, 1, 0], [2, 0, 0]] as [[Float]])
    let s = x.toSparse()
    #expect(s.isCoalesced && s.indices().toArray(Int64.self) == [0, 1, 1, 0])
    #expect(s.toDense().equal(x) && x.toSparse(1).toDense().equal(x))
    #expect(x.toSparse(1).values().shape == [2, 3])
    #expect(
      failure { _ = x.toSparse(3) }?.message
        == "dense_to_sparse: sparse_dim argument must be in [0,2] range, but 3 is given")
    #expect(
      failure { _ = x.toSparse(0) }?.message
        == "dense_to_sparse: sparse_dim argument must be in >0 when self.dim()>0")
    #expect(
      failure { _ = s.toSparse(1) }?.message
        == "to_sparse: conversion from Sparse to Sparse with sparse_dim argument "
        + "!=self.sparse_dim() is not supported")
  }

  @Test func masksTakeElementsAtTheirPlaces() {
    let dense = Tensor.arange(6, dtype: .float32).reshape([3, 2])
    let taken = dense.sparseMask(uncoalesced())
    #expect(taken.storedValues.toArray(Float.self) == [2, 3, 2, 3, 0, 1])
    let other = Tensor.sparseCOO(
      indices: Tensor([[2, 1]] as [[Int64]]), values: Tensor.zeros([2, 2]), size: [3, 2])
    #expect(uncoalesced().sparseMask(other).storedValues.toArray(Float.self) == [0, 0, 4, 6])
  }

  @Test func copiesAndConversionsKeepTheStructure() {
    let x = uncoalesced()
    let copy = x.clone()
    copy.zero_()
    #expect(copy.nnz == 0 && copy.denseDim == 1 && x.nnz == 3)
    #expect(x.to(.float64).storedValues.dtype == .float64)
    #expect(x.coalesce().to(.float16).isCoalesced)
    copy.copy_(x)
    #expect(copy.toDense().equal(x.toDense()))
    #expect(
      failure { Tensor.zeros([3, 2]).copy_(x) }?.message
        == "copy_() between dense and sparse Tensors is not implemented! Found self type = "
        + "torch.FloatTensor and src type = torch.sparse.FloatTensor")
    #expect(Tensor.zerosLike(x).isSparse)
  }

  @Test func printingIsPyTorchs() {
    #expect(
      "\(uncoalesced())" == """
        tensor(indices=tensor([[1, 1, 0]]),
               values=tensor([[1., 2.],
                              [3., 4.],
                              [5., 6.]]),
               size=(3, 2), nnz=3, layout=torch.sparse_coo)
        """)
    #expect(
      "\(Tensor.sparseCOO(size: [2, 3], dtype: .float64))" == """
        tensor(indices=tensor([], size=(2, 0)),
               values=tensor([], size=(0,)),
               size=(2, 3), nnz=0, dtype=torch.float64, layout=torch.sparse_coo)
        """)
  }
}
