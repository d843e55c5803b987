import Testing
import Touchstone
import TouchstoneOptim

/// Order and effect of the functions that run around steps and state dicts.
@Suite struct OptimizerHookTests {
  private func optimizer() -> SGD {
    let p = Tensor([1, 2] as [Float]).requiresGrad_()
    p.grad = Tensor([1, 1] as [Float])
    return SGD([p], lr: 0.5, momentum: 0.9)
  }

  @Test func globalHooksAreTheOuterOnes() {
    let own = optimizer()
    var calls: [String] = []
    let handles = [
      registerOptimizerStepPreHook { if $0 === own { calls.append("global before") } },
      registerOptimizerStepPostHook { if $0 === own { calls.append("global after") } },
      own.registerStepPreHook { _ in calls.append("before") },
      own.registerStepPostHook { _ in calls.append("after") },
    ]
    own.step()
    #expect(calls == ["global before", "before", "after", "global after"])
    handles.forEach { $0.remove() }
    own.step()
    #expect(calls.count == 4)
  }

  @Test func stepHooksEncloseTheClosure() {
    let own = optimizer()
    var calls: [String] = []
    own.registerStepPreHook { _ in calls.append("before") }
    own.registerStepPostHook { _ in calls.append("after") }
    let loss = own.step {
      calls.append("closure")
      return own.paramGroups[0].params[0].sum()
    }
    #expect(calls == ["before", "closure", "after"])
    #expect(loss.item(Float.self) == 3)
  }

  @Test func stateDictHooksReplaceIt() {
    let own = optimizer()
    own.step()
    var order: [Int] = []
    own.registerStateDictPreHook({ _ in order.append(1) })
    own.registerStateDictPreHook({ _ in order.append(0) }, prepend: true)
    own.registerStateDictPostHook({ _, state in
      var state = state
      state.paramGroups[0].options["note"] = "kept"
      return state
    })
    own.registerStateDictPostHook({ _, _ in nil })
    #expect(own.stateDict().paramGroups[0].options["note"].map(isKept) == true)
    #expect(order == [0, 1])
  }

  @Test func loadingHooksSeeAndReplaceTheState() {
    let own = optimizer()
    own.step()
    let state = own.stateDict()
    var loaded = 0
    own.registerLoadStateDictPreHook({ _, state in
      var state = state
      state.paramGroups[0].options["lr"] = 0.25
      return state
    })
    own.registerLoadStateDictPostHook({ _ in loaded += 1 })
    own.loadStateDict(state)
    #expect(own.paramGroups[0].lr == 0.25)
    #expect(loaded == 1)
  }

  private func isKept(_ value: Value) -> Bool {
    if case .string("kept") = value { true } else { false }
  }
}
