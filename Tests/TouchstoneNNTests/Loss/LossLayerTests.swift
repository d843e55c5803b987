import Testing
import Touchstone
import TouchstoneNN

/// Losses as modules: state, hooks, errors of construction, and the adaptive softmax.
struct LossLayerTests {
  @Test func weightsAreState() {
    let loss = BCEWithLogitsLoss(posWeight: Tensor([2.0, 3.0]))
    #expect(Array(loss.stateDict().keys) == ["pos_weight"])
    #expect(Array(CrossEntropyLoss(weight: Tensor([1.0, 2.0])).stateDict().keys) == ["weight"])
    #expect(Array(NLLLoss().stateDict().keys) == [])
  }

  @Test func hooksSeeBothTensors() {
    let loss = MSELoss(reduction: .sum)
    var shapes: [Shape] = []
    let handle = loss.registerForwardPreHook { _, inputs in
      shapes = inputs.map { $0!.shape }
      return nil
    }
    #expect(loss(Tensor([1.0, 2.0]), Tensor([0.0, 0.0])).item().doubleValue == 5)
    #expect(shapes == [[2], [2]])
    handle.remove()
  }

  @Test func printsItsDistance() {
    #expect(
      TripletMarginWithDistanceLoss().description
        == "TripletMarginWithDistanceLoss(\n  (distance_function): PairwiseDistance()\n)")
    let own = TripletMarginWithDistanceLoss(distanceFunction: { ($0 - $1).abs().sum(-1) })
    #expect(own.description == "TripletMarginWithDistanceLoss()")
    #expect(
      own(Tensor([1.0, 0.0]), Tensor([0.0, 0.0]), Tensor([5.0, 0.0])).item().doubleValue == 0)
  }

  @Test(arguments: [
    ([], "cutoffs should be a sequence of length larger than 0"),
    (
      [5, 5],
      "cutoffs should be a sequence of unique, positive integers sorted in an increasing order, "
        + "where each value is between 1 and n_classes-1"
    ),
  ])
  func cutoffsAreChecked(_ cutoffs: [Int], _ message: String) {
    let error = #expect(throws: TensorError.self) {
      try checked { AdaptiveLogSoftmaxWithLoss(8, 10, cutoffs) }
    }
    #expect(error?.kind == .value)
    #expect(error?.message == message)
  }

  @Test func adaptiveSoftmaxIsADistribution() {
    manualSeed(7)
    let layer = AdaptiveLogSoftmaxWithLoss(6, 11, [3, 7], divValue: 2, headBias: true)
    let x = Tensor.randn([9, 6])
    let logProbs = layer.logProb(x).detach()
    #expect(logProbs.shape == [9, 11])
    #expect(logProbs.exp().sum(1).sub(1).abs().max().item().doubleValue < 1e-6)
    let target = Tensor([0, 3, 10, 2, 7, 6, 1, 9, 4])
    let (output, loss) = layer(x, target)
    let expected = logProbs.gather(1, target.unsqueeze(1)).squeeze(1)
    #expect(output.detach().sub(expected).abs().max().item().doubleValue < 1e-6)
    #expect(abs(loss.item().doubleValue + expected.mean().item().doubleValue) < 1e-6)
  }

  @Test func adaptiveSoftmaxPredictsThroughItsHead() {
    manualSeed(3)
    let layer = AdaptiveLogSoftmaxWithLoss(4, 9, [2, 5])
    let x = Tensor.randn([40, 4])
    let head = layer.head(x).argmax(1)
    let all = layer.logProb(x).argmax(1)
    let expected = Tensor.where(head.lt(2), head, all)
    let classes = layer.predict(x)
    #expect(classes.equal(expected))
    #expect(classes.ge(2).any().item().boolValue && classes.lt(2).any().item().boolValue)
  }
}
