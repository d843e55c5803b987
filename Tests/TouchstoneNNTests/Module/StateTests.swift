import Testing
import Touchstone
import TouchstoneNN

/// Refusals and names in PyTorch's words.
@Suite struct StateTests {
  @Test func loadingNamesEveryProblem() {
    let state: StateDict = [
      "weight": Tensor.ones([3, 3]), "x.y": Tensor.ones([1]), "z": Tensor.ones([1]),
    ]
    expectRefusal(
      """
      RuntimeError: Error(s) in loading state_dict for Linear:
      \tMissing key(s) in state_dict: "bias".\u{20}
      \tUnexpected key(s) in state_dict: "x.y", "z".\u{20}
      \tsize mismatch for weight: copying a param with shape torch.Size([3, 3]) from checkpoint, \
      the shape in current model is torch.Size([2, 2]).
      """
    ) { Linear(2, 2).loadStateDict(state) }
    let keys = Linear(2, 2).loadStateDict([:], strict: false)
    #expect("\(keys)" == "_IncompatibleKeys(missing_keys=['weight', 'bias'], unexpected_keys=[])")
    #expect(keys.missingKeys == ["weight", "bias"] && keys.unexpectedKeys.isEmpty)
  }

  @Test func assigningTakesTheTensorsThemselves() {
    let layer = Linear(2, 2)
    layer.weight.requiresGrad = false
    let state: StateDict = [
      "weight": Tensor.ones([2, 2], dtype: .float64).asParameter(),
      "bias": Tensor.ones([2], dtype: .float64),
    ]
    layer.loadStateDict(state, assign: true)
    #expect(layer.weight === state["weight"] && layer.weight.dtype == .float64)
    #expect(!layer.weight.requiresGrad && layer.bias?.requiresGrad == true)
  }

  @Test func namesAreChecked() {
    let layer = Linear(2, 2)
    expectRefusal("KeyError: parameter name can't contain \".\"") {
      layer.registerParameter("a.b", nil)
    }
    expectRefusal("KeyError: buffer name can't be empty string \"\"") {
      layer.registerBuffer("", nil)
    }
    for name in ["weight", "in_features", "forward", "training", "state_dict"] {
      expectRefusal("KeyError: attribute '\(name)' already exists") {
        layer.registerBuffer(name, nil)
      }
      expectRefusal("KeyError: attribute '\(name)' already exists") {
        layer.addModule(name, ReLU())
      }
    }
    expectRefusal("KeyError: attribute 'keys' already exists") { _ = ModuleDict(["keys": ReLU()]) }
    expectRefusal(
      """
      ValueError: Cannot assign non-leaf Tensor to parameter 'p'. Model parameters must be created \
      explicitly. To express 'p' as a function of another Tensor, compute the value in the \
      forward() method.
      """
    ) { layer.registerParameter("p", layer.weight * 1) }
  }

  @Test func pathsAreFollowed() {
    let net = Sequential(["a": Sequential(Linear(2, 2), ReLU())])
    #expect(net.submodule(named: "a.0") is Linear && net.submodule(named: "") === net)
    #expect(net.parameter(named: "a.0.weight").numel == 4)
    net.setSubmodule("a.0", Linear(2, 5))
    #expect(net.parameter(named: "a.0.weight").numel == 10)
    net.setSubmodule("a.extra", Tanh())
    #expect(net.submodule(named: "a.extra") is Tanh)
    let layer = Linear(2, 2)
    let refusals: [(String, () -> Void)] = [
      ("AttributeError: Linear has no attribute `a`", { _ = layer.submodule(named: "a.b") }),
      ("AttributeError: `weight` is not an nn.Module", { _ = layer.submodule(named: "weight") }),
      ("AttributeError: `in_features` is not an nn.Parameter",
        { _ = layer.parameter(named: "in_features") }),
      ("AttributeError: `weight` is not a buffer", { _ = layer.buffer(named: "weight") }),
      ("AttributeError: Linear has no attribute `q`", { _ = layer.buffer(named: "q") }),
      ("ValueError: Cannot set the submodule without a target name!",
        { layer.setSubmodule("", ReLU()) }),
      ("AttributeError: `weight` is not an nn.Module", { layer.setSubmodule("weight", ReLU()) }),
      ("AttributeError: Linear has no attribute `q`",
        { layer.setSubmodule("q", ReLU(), strict: true) }),
    ]
    for (text, call) in refusals { expectRefusal(text, call) }
  }

  @Test func deletion() {
    let net = Sequential(["a": Sequential(Linear(2, 2), ReLU())])
    #expect(net.deleteSubmodule("a.1") && !net.deleteSubmodule("a.1") && !net.deleteSubmodule("q.1"))
    #expect(net.namedModules().map(\.name) == ["", "a", "a.0"])
    let layer = Linear(2, 2)
    layer.registerBuffer("extra", Tensor.ones([1]))
    layer.deleteMember("extra")
    layer.deleteMember("bias")
    #expect(layer.stateDict().keys == ["weight"] && layer.bias == nil)
    expectRefusal("AttributeError: 'Linear' object has no attribute 'nope'") {
      layer.deleteMember("nope")
    }
  }

  @Test func conversions() {
    let norm = BatchNorm1d(2)
    norm.to(Tensor.ones([1], dtype: .float64))
    #expect(norm.weight?.dtype == .float64 && norm.numBatchesTracked?.dtype == .int64)
    #expect(norm.half().runningMean?.dtype == .float16)
    #expect(norm.asType(.bfloat16).numBatchesTracked?.dtype == .bfloat16)
    expectRefusal(
      """
      TypeError: nn.Module.to only accepts floating point or complex dtypes, but got desired \
      dtype=torch.int32
      """
    ) { norm.to(.int32) }
    expectRefusal(
      """
      RuntimeError: data set to a tensor that requires gradients must be floating point or complex \
      dtype
      """
    ) { norm.asType(.int32) }
    let conv = Conv2d(2, 3, 3).to(.channelsLast)
    #expect(conv.weight.isContiguous(.channelsLast) && conv.weight.isParameter)
  }

  @Test func walksOverSharedState() {
    let shared = Linear(2, 2)
    let net = Sequential(shared, shared)
    #expect(net.namedParameters(prefix: "m").map(\.name) == ["m.0.weight", "m.0.bias"])
    #expect(
      net.namedParameters(removeDuplicate: false).map(\.name) == [
        "0.weight", "0.bias", "1.weight", "1.bias",
      ])
    #expect(net.namedParameters(recurse: false).isEmpty)
    #expect(net.namedModules(removeDuplicate: false).map(\.name) == ["", "0", "1"])
    #expect(net.stateDict().keys == ["0.weight", "0.bias", "1.weight", "1.bias"])
  }
}
