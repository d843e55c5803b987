import Testing
import Touchstone
import TouchstoneNN

@Suite struct NormLayerTests {
  private let batch = Tensor([[0, 1], [2, 5]] as [[Float]])

  @Test func withoutMomentumTheStatisticsAreTheMeanOfAllBatches() {
    let norm = BatchNorm1d(2, momentum: nil)
    _ = norm(batch)
    _ = norm(batch.mul(3))
    #expect(norm.runningMean!.toArray(Float.self) == [2, 6])
    #expect(norm.runningVar!.toArray(Float.self) == [10, 40])
    #expect(norm.numBatchesTracked!.item().int64Value == 2)
    norm.eval()
    _ = norm(batch)
    #expect(norm.numBatchesTracked!.item().int64Value == 2)
  }

  @Test func olderStatesLackTheCount() {
    let norm = BatchNorm1d(2)
    _ = norm(batch)
    var state = norm.stateDict()
    state["num_batches_tracked"] = nil
    state.versions = nil
    #expect(norm.loadStateDict(state).missingKeys.isEmpty)
    #expect(norm.numBatchesTracked!.item().int64Value == 1)
  }

  @Test func statesOfInstanceNormsWithoutStatisticsAreRefused() {
    let norm = InstanceNorm1d(2)
    var state = BatchNorm1d(2, affine: false).stateDict()
    state["num_batches_tracked"] = nil
    state.versions = nil
    #expect(throws: TensorError.self) { try checked { _ = norm.loadStateDict(state) } }
  }

  @Test func unbatchedInstances() {
    let norm = InstanceNorm2d(3)
    let x = Tensor.randn([3, 4, 5])
    #expect(norm(x).equal(norm(x.unsqueeze(0)).squeeze(0)))
  }

  @Test func lazyLayersBecomeOrdinaryOnes() {
    let norm = LazyBatchNorm2d()
    #expect("\(norm)".hasPrefix("LazyBatchNorm2d(0, "))
    _ = norm(Tensor.randn([2, 3, 4, 4]))
    #expect("\(norm)".hasPrefix("BatchNorm2d(3, eps=1e-05, momentum=0.1, affine=True"))
    #expect(norm.weight!.shape == [3] && norm.runningVar!.shape == [3])
  }

  @Test func conversionToSyncKeepsTheState() {
    let norm = BatchNorm1d(2, eps: 1e-3)
    _ = norm(batch)
    let sync = SyncBatchNorm.convertSyncBatchnorm(norm) as! SyncBatchNorm
    #expect(sync.weight === norm.weight && sync.runningMean === norm.runningMean)
    #expect(sync.eval()(batch).equal(norm.eval()(batch)))
    let model = Sequential(BatchNorm1d(2), Sequential(BatchNorm1d(2)))
    _ = SyncBatchNorm.convertSyncBatchnorm(model)
    #expect(model.modules().filter { $0 is SyncBatchNorm }.count == 2)
  }

  @Test func ranksAreChecked() {
    for (layer, text) in [
      (BatchNorm1d(2), "expected 2D or 3D input (got 4D input)"),
      (BatchNorm3d(2), "expected 5D input (got 4D input)"),
    ] as [(Module, String)] {
      do {
        _ = try checked { layer(Tensor.zeros([1, 2, 3, 3])) }
        Issue.record("accepted")
      } catch { #expect("\(error)".hasPrefix("ValueError: \(text)")) }
    }
  }

  @Test func groupsMustDivideChannels() {
    #expect(throws: TensorError.self) { try checked { _ = GroupNorm(4, 6) } }
  }
}
