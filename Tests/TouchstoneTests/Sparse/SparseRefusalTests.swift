import Testing
import Touchstone

/// Operations without a sparse kernel say so and read nothing.
@Suite struct SparseRefusalTests {
  private let dense = Tensor.ones([3, 2])

  private func refusal(_ body: (Tensor) -> Void) -> String? {
    let error = failure { body(uncoalesced()) }
    return error?.kind == .notImplemented ? error?.message : nil
  }

  private func aten(_ name: String) -> String {
    "Could not run 'aten::\(name)' with arguments from the 'SparseCPU' backend."
  }

  @Test func familiesNameTheOperation() {
    #expect(refusal { _ = $0.exp() } == aten("exp"))
    #expect(refusal { _ = $0.sigmoid() } == aten("sigmoid"))
    #expect(refusal { _ = dense.maximum($0) } == aten("maximum"))
    #expect(refusal { _ = $0.eq(1) } == aten("eq"))
    #expect(refusal { _ = $0.addcmul(dense, dense) } == aten("addcmul"))
    #expect(refusal { _ = Tensor.where(dense.gt(0), $0, dense) } == aten("where"))
    #expect(refusal { _ = $0.isfinite() } == aten("isfinite"))
    #expect(refusal { _ = $0.contiguous() } == aten("contiguous"))
    #expect(refusal { $0.resize_([2]) } == aten("resize_"))
  }

  @Test func everyOtherOperationRefuses() {
    let operations: [(String, (Tensor) -> Void)] = [
      ("view", { _ = $0.view([6]) }), ("reshape", { _ = $0.reshape([2, 3]) }),
      ("transpose", { _ = $0.transpose(0, 1) }), ("narrow", { _ = $0.narrow(0, 0, 2) }),
      ("expand", { _ = $0.expand([4, 3, 2]) }), ("squeeze", { _ = $0.squeeze() }),
      ("asStrided", { _ = $0.asStrided([1], [0]) }), ("cat", { _ = Tensor.cat([$0, $0]) }),
      ("sum", { _ = $0.sum(0) }), ("max", { _ = $0.amax() }), ("mean", { _ = $0.mean() }),
      ("cumsum", { _ = $0.cumsum(0) }), ("sort", { _ = $0.sort(0) }),
      ("softmax", { _ = $0.softmax(0) }), ("matmul", { _ = $0.matmul(Tensor.ones([2, 2])) }),
      ("linear", { _ = F.linear(Tensor.ones([1, 2]), $0) }), ("flip", { _ = $0.flip([0]) }),
      ("gather", { _ = $0.gather(0, Tensor.zeros([1, 1], dtype: .int64)) }),
      ("indexSelect", { _ = $0.indexSelect(0, Tensor.zeros([1], dtype: .int64)) }),
      ("embedding", { _ = F.embedding(Tensor.zeros([1], dtype: .int64), $0) }),
      ("layerNorm", { _ = F.layerNorm($0, [2]) }), ("gelu", { _ = F.gelu($0) }),
      ("mse", { _ = F.mseLoss($0, Tensor.ones([3, 2])) }), ("nonzero", { _ = $0.nonzero() }),
      ("topk", { _ = $0.topk(1) }), ("toArray", { _ = $0.toArray(Float.self) }),
      ("fill_", { $0.fill_(1) }), ("normal_", { $0.normal_() }), ("any", { _ = $0.any() }),
      ("tril", { _ = $0.tril() }), ("std", { _ = $0.std() }), ("equal", { _ = $0.equal($0) }),
      ("masked", { _ = $0.maskedFill(Tensor.ones([3, 2], dtype: .bool), 1) }),
      ("pad", { _ = F.pad($0, [1, 1]) }), ("repeat", { _ = $0.repeat([2, 2]) }),
      ("svd", { _ = Linalg.svd($0) }), ("bincount", { _ = $0.to(.int64).bincount() }),
      ("dropout", { _ = F.dropout($0, p: 0.5) }), ("item", { _ = $0.item() }),
    ]
    for (name, operation) in operations {
      #expect(failure { operation(uncoalesced()) } != nil, "\(name) went through")
    }
  }

  @Test func nothingIsChangedAfterARefusal() {
    let target = Tensor.ones([3, 2])
    #expect(
      failure {
        let sum = uncoalesced().sum(0)
        target.add_(sum)
        target.fill_(7)
      } != nil)
    #expect(target.toArray(Float.self) == [1, 1, 1, 1, 1, 1])
  }
}
