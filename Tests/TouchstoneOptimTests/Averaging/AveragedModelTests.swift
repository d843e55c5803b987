import Testing
import Touchstone
import TouchstoneNN
import TouchstoneOptim

@Suite struct AveragedModelTests {
  private func network() -> Sequential {
    Generator.withDefault(Generator(seed: 4)) {
      Sequential(Linear(3, 4), BatchNorm1d(4), ReLU(), Linear(4, 2))
    }
  }

  @Test func isACopyThatFollowsOnlyUpdates() {
    let model = network()
    let averaged = AveragedModel(model)
    let before = averaged.module.parameters().map { $0.detach().clone() }
    noGrad { for parameter in model.parameters() { parameter.add_(2) } }
    #expect(zip(before, averaged.module.parameters()).allSatisfy { $0.equal($1) })
    averaged.updateParameters(model)
    noGrad { for parameter in model.parameters() { parameter.add_(2) } }
    averaged.updateParameters(model)
    for (own, new) in zip(averaged.module.parameters(), model.parameters()) {
      #expect(own.allclose(new - 1))
    }
    #expect(averaged.nAveraged.item().int64Value == 2)
  }

  @Test func statesAreNamedAsPyTorchNamesThem() {
    let averaged = AveragedModel(Linear(2, 1))
    #expect(averaged.stateDict().keys == ["n_averaged", "module.weight", "module.bias"])
    #expect(
      "\(averaged)"
        == "AveragedModel(\n  (module): Linear(in_features=2, out_features=1, bias=True)\n)")
  }

  @Test func onlyOneFunctionIsTaken() {
    let found = #expect(throws: TensorError.self) {
      try checked {
        AveragedModel(
          Linear(1, 1), avgFn: getSWAAvgFn(), multiAvgFn: getSWAMultiAvgFn())
      }
    }
    #expect(found?.kind == .assertion)
    #expect(found?.message == "Only one of avg_fn and multi_avg_fn should be provided")
  }

  @Test func statisticsAreTheMeanOverAllBatches() {
    let model = network()
    let layer = model[1] as! BatchNorm1d
    let batches = Generator.withDefault(Generator(seed: 9)) {
      (0..<4).map { _ in Tensor.randn([6, 3]) }
    }
    model.eval()
    noGrad { _ = model(batches[0]) }
    updateBN(batches, model)
    let seen = batches.map { model[0]($0).mean(0) }
    #expect(layer.runningMean!.allclose(Tensor.stack(seen).mean(0), rtol: 1e-5, atol: 1e-6))
    #expect(layer.numBatchesTracked!.item().int64Value == 4)
    #expect(layer.momentum == 0.1)
    #expect(!model.training)
    let pairs = batches.map { ($0, 1) }
    let before = layer.runningVar!.clone()
    updateBN(pairs, model) { $0.0 }
    #expect(layer.runningVar!.equal(before))
  }
}
