import OrderedCollections
import Testing
import Touchstone
import TouchstoneOptim

/// State dicts: what is written, and the rules of loading.
@Suite struct OptimizerStateTests {
  private static func leaf(_ dtype: DType = .float32) -> Tensor {
    let p = Tensor([[1, 2], [3, 4]] as [[Float]]).to(dtype).requiresGrad_()
    p.grad = Tensor([[1, -1], [0.5, 2]] as [[Float]]).to(dtype)
    return p
  }

  private static let names = OptimizerCatalogue.all.map(\.name)
    .filter { !["LBFGS", "SparseAdam"].contains($0) }

  @Test(arguments: names) func resumedStepsEqualUninterruptedOnes(_ name: String) throws {
    let make = try #require(OptimizerCatalogue.record(name)).make
    let (straight, moved) = (Self.leaf(), Self.leaf())
    let optimizer = make([ParamGroup([straight])], [:])
    let first = make([ParamGroup([moved])], [:])
    for _ in 0..<3 { optimizer.step() }
    first.step()
    let second = make([ParamGroup([moved])], ["lr": 0.9])
    second.loadStateDict(first.stateDict())
    for _ in 0..<2 { second.step() }
    #expect(straight.equal(moved))
    #expect(!straight.equal(Self.leaf()))
  }

  @Test func entriesTakeTheParametersTypeButTheCount() {
    let saved = Adam([Self.leaf(.float64)])
    saved.step()
    let p = Self.leaf(.bfloat16)
    let optimizer = Adam([p])
    optimizer.loadStateDict(saved.stateDict())
    let entries = optimizer.state(of: p).entries
    #expect(entries.keys.elements == ["step", "exp_avg", "exp_avg_sq"])
    #expect(entries.values.flatMap(\.tensors).map(\.dtype) == [.float32, .bfloat16, .bfloat16])
  }

  @Test func olderStatesAreCompleted() {
    let saved = AdamW([Self.leaf()])
    saved.step()
    var state = saved.stateDict()
    for name in ["amsgrad", "maximize", "fused"] {
      state.paramGroups[0].options.removeValue(forKey: name)
    }
    state.paramGroups[0].options["decoupled_weight_decay"] = false
    state.state[0]?["step"] = 7
    let p = Self.leaf()
    let optimizer = AdamW([p])
    optimizer.loadStateDict(state)
    #expect(optimizer.paramGroups[0].options.count == AdamW.defaultOptions.count)
    guard case .bool(true) = optimizer.paramGroups[0]["decoupled_weight_decay"] else {
      Issue.record("AdamW was coupled by what it loaded")
      return
    }
    let step = optimizer.state(of: p).entries["step"]?.tensors.first
    #expect(step?.dtype == .float32)
    #expect(step?.item(Float.self) == 7)
  }

  @Test func otherSizesAreRefused() {
    let saved = SGD([Self.leaf()])
    let messages = [[Self.leaf(), Self.leaf()], [Self.leaf()]].map { params -> String? in
      do {
        try checked {
          let groups = params.count == 2 ? [ParamGroup(params)] : params.map { ParamGroup([$0]) }
          let optimizer = SGD(groups + (params.count == 1 ? [ParamGroup([Self.leaf()])] : []))
          optimizer.loadStateDict(saved.stateDict())
        }
        return nil
      } catch { return (error as? TensorError)?.message }
    }
    #expect(
      messages == [
        "loaded state dict contains a parameter group that doesn't match the size of optimizer's "
          + "group",
        "loaded state dict has a different number of parameter groups",
      ])
  }

  @Test func namesAreSavedAndLoaded() {
    let named = SGD([ParamGroup(named: [("w", Self.leaf())])])
    let other = SGD([ParamGroup(named: [("v", Self.leaf())])])
    #expect(named.stateDict().paramGroups[0].paramNames == ["w"])
    other.loadStateDict(named.stateDict())
    #expect(other.paramGroups[0].paramNames == ["w"])
    other.loadStateDict(SGD([Self.leaf()]).stateDict())
    #expect(other.paramGroups[0].paramNames == ["w"])
  }
}
