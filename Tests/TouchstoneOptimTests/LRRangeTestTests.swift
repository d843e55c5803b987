import Foundation
import Testing
import Touchstone
import TouchstoneNN
import TouchstoneOptim

@Suite struct LRRangeTestTests {
  private struct Training {
    let model: Sequential
    let optimizer: Adam
    let input = Tensor.linspace(-1, 1, 24).reshape([8, 3])

    init(_ rate: some OptionNumber = 0.01) {
      model = Generator.withDefault(Generator(seed: 1)) {
        Sequential(Linear(3, 8), BatchNorm1d(8), Dropout(0.3), Linear(8, 1))
      }
      optimizer = Adam(model.parameters(), lr: rate)
    }

    func loss() -> Tensor { (model(input) - 1).square().mean() }

    func step() {
      optimizer.zeroGrad()
      loss().backward()
      optimizer.step()
    }

    var bits: [[Float]] {
      (model.parameters() + model.buffers().map { $0.to(.float32) })
        .map { $0.detach().toArray(Float.self) }
    }
  }

  @Test func leavesNoTrace() {
    Generator.withDefault(Generator(seed: 7)) {
      let (tested, plain) = (Training(), Training())
      for training in [tested, plain] {
        manualSeed(11)
        training.step()
        if training.optimizer === tested.optimizer {
          training.model[2].eval()
          let found = LRRangeTest(training.model, training.optimizer)
            .run(from: 1e-5, to: 100, steps: 20) { _ in training.loss() }
          #expect(found.rates.count > 3)
          #expect(!training.model[2].training)
          training.model[2].train()
        }
        for _ in 0..<3 { training.step() }
      }
      #expect(tested.bits == plain.bits)
      #expect(tested.optimizer.paramGroups[0].lr == 0.01)
    }
  }

  @Test func ratesGrowAsAsked() {
    let training = Training()
    let test = LRRangeTest(training.model, training.optimizer)
    let found = test.run(from: 0.001, to: 1, steps: 4, divergence: nil) { _ in training.loss() }
    for (rate, expected) in zip(found.rates, [0.001, 0.01, 0.1, 1]) {
      #expect(abs(rate / expected - 1) < 1e-12)
    }
    let linear = test.run(from: 1, to: 4, steps: 4, sweep: .linear, divergence: nil) { _ in
      training.loss()
    }
    #expect(linear.rates == [1, 2, 3, 4])
  }

  @Test func endsWhenTheLossExplodes() {
    let x = Tensor.full([1], 3.0).asParameter()
    let model = ParameterList([x])
    let optimizer = SGD([x], lr: 0.1)
    let found = LRRangeTest(model, optimizer).run(from: 1e-3, to: 1e3, steps: 60, smoothing: 0.5) {
      _ in x.square().sum()
    }
    #expect(found.diverged)
    #expect(found.rates.count < 60)
    #expect(found.rates.last! > 1)
    #expect(found.suggestion! > 0.05 && found.suggestion! < 1.5)
    #expect(x.item().doubleValue == 3)
  }

  @Test func aThrowingLossRestoresToo() {
    struct Stop: Error {}
    let rate = Tensor.full([], 0.25)
    let training = Training(rate)
    let before = training.bits
    #expect(throws: Stop.self) {
      try LRRangeTest(training.model, training.optimizer).run(steps: 9) { step in
        if step == 4 { throw Stop() }
        return training.loss()
      }
    }
    #expect(training.bits == before)
    #expect(rate.item().doubleValue == 0.25)
    #expect(training.optimizer.stateDict().state.isEmpty)
  }

  @Test func aBadCallInTheLossRestoresToo() {
    let training = Training()
    let before = training.bits
    #expect(throws: TensorError.self) {
      try checked {
        LRRangeTest(training.model, training.optimizer).run(steps: 5) { step in
          step == 3 ? training.model(Tensor.zeros([2, 5])).sum() : training.loss()
        }
      }
    }
    #expect(training.bits == before)
  }

  @Test func argumentsOutOfRangeAreRefused() {
    let training = Training()
    let test = LRRangeTest(training.model, training.optimizer)
    for body in [
      { _ = test.run(from: 1, to: 0.1) { _ in training.loss() } },
      { _ = test.run(steps: 0) { _ in training.loss() } },
      { _ = test.run(smoothing: 1) { _ in training.loss() } },
      { _ = test.run(divergence: 0.5) { _ in training.loss() } },
    ] {
      #expect(throws: TensorError.self) { try checked(body) }
    }
  }
}
