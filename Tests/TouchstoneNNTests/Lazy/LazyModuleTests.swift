import Testing
import Touchstone
import TouchstoneNN

private final class LazyScale: Module, LazyModule {
  @Parameter var weight = Tensor.uninitializedParameter()
  var isComplete = true

  func initializeParameters(_ inputs: [Tensor?]) {
    guard isComplete, hasUninitializedParams, let input = inputs[0] else { return }
    weight.materialize(input.shape)
    Init.ones_(weight)
  }

  override func forward(_ input: Tensor) -> Tensor { input * weight }
}

/// What PyTorch does with the same calls, in its words.
@Suite struct LazyModuleTests {
  private func attempted(_ method: String, _ kind: String = "Parameter") -> String {
    """
    ValueError: Attempted to use an uninitialized parameter in \(method). This error happens when \
    you are using a `LazyModule` or explicitly manipulating \
    `torch.nn.parameter.Uninitialized\(kind)` objects. When using LazyModules Call `forward` with \
    a dummy batch to initialize the parameters before calling torch functions
    """
  }

  private let shapeRefusal = """
    RuntimeError: Can't access the shape of an uninitialized parameter or buffer. This error \
    usually happens in `load_state_dict` when trying to load an uninitialized parameter into an \
    initialized one. Call `forward` to initialize the parameters before accessing their attributes.
    """

  @Test func uninitialisedTensorsRefuseToBeUsed() {
    let layer = LazyLinear(3)
    func method(_ name: String) -> String {
      attempted("<method '\(name)' of 'torch._C.TensorBase' objects>")
    }
    expectRefusal(method("add")) { _ = layer.weight + 1 }
    expectRefusal(method("mul")) { _ = Tensor.ones([2]) * layer.weight }
    expectRefusal(method("numel")) { _ = layer.weight.numel }
    expectRefusal(method("dim")) { _ = layer.weight.dim }
    expectRefusal(method("clone")) { _ = layer.weight.clone() }
    expectRefusal(method("detach")) { _ = layer.weight.detach() }
    expectRefusal(method("view")) { _ = parametersToVector(layer.parameters()) }
    expectRefusal(method("type")) { layer.asType(.float64) }
    expectRefusal(shapeRefusal) { _ = layer.weight.shape }
    expectRefusal(attempted("<built-in function linear>")) {
      _ = F.linear(Tensor.ones([2]), layer.weight)
    }
    #expect(layer.weight.isLeaf && layer.weight.requiresGrad && layer.weight.dtype == .float32)
    #expect("\(layer.weight)" == "<UninitializedParameter>")
    layer.resetParameters()
    layer.zeroGrad()
    #expect(layer.double().weight.isUninitialized && layer.weight.dtype == .float64)
    let norm = LazyBatchNorm1d()
    #expect(norm.runningMean.map { "\($0)" } == "<UninitializedBuffer>")
    expectRefusal(
      attempted("<method 'add' of 'torch._C.TensorBase' objects>", "Buffer")
    ) { _ = norm.runningMean! + 1 }
  }

  @Test func theFirstCallInitialises() {
    let layer = LazyLinear(3)
    #expect(layer.hasUninitializedParams)
    #expect("\(layer)" == "LazyLinear(in_features=0, out_features=3, bias=True)")
    _ = layer(Tensor.ones([2, 5]))
    #expect("\(layer)" == "Linear(in_features=5, out_features=3, bias=True)")
    #expect(!layer.hasUninitializedParams && layer.weight.shape == [3, 5])
    expectRefusal("IndexError: tuple index out of range\n  in LazyLinear") {
      _ = LazyLinear(3)(Tensor(1.0))
    }
    expectRefusal(
      """
      RuntimeError: Expected 3D (unbatched) or 4D (batched) input to LazyConv2d, but got input of \
      size: torch.Size([2])
        in LazyConv2d
      """
    ) { _ = LazyConv2d(3, 2)(Tensor.ones([2])) }
  }

  @Test func aLoadedStateIsKept() {
    let layer = LazyLinear(3)
    let source = Linear(4, 3)
    #expect("\(layer.loadStateDict(source.stateDict()))" == "<All keys matched successfully>")
    #expect("\(layer)" == "LazyLinear(in_features=0, out_features=3, bias=True)")
    #expect(!layer.hasUninitializedParams && layer.weight.shape == [3, 4])
    expectRefusal(
      """
      AssertionError: The in_features inferred from input: 5 is not equal to in_features from \
      self.weight: 4
        in LazyLinear
      """
    ) { _ = layer(Tensor.ones([2, 5])) }
    #expect(layer(Tensor.ones([2, 4])).equal(source(Tensor.ones([2, 4]))))
    #expect("\(layer)" == "Linear(in_features=4, out_features=3, bias=True)")
    let norm = LazyBatchNorm1d()
    norm.loadStateDict(BatchNorm1d(4).stateDict())
    _ = norm(Tensor.ones([2, 4]))
    #expect(
      "\(norm)" == """
        BatchNorm1d(0, eps=1e-05, momentum=0.1, affine=True, bias=True, track_running_stats=True)
        """)
  }

  @Test func statesThatAreUninitialised() {
    let lazy = LazyLinear(3).stateDict()
    #expect(lazy.keys == ["weight", "bias"] && lazy.values.allSatisfy(\.isUninitialized))
    #expect("\(LazyLinear(3).loadStateDict(lazy))" == "<All keys matched successfully>")
    expectRefusal(shapeRefusal) { Linear(2, 3).loadStateDict(lazy) }
  }

  @Test func modulesOfOnesOwn() {
    let module = LazyScale()
    var seen: [Bool] = []
    module.registerForwardPreHook { module, _ in
      seen.append((module as! LazyScale).hasUninitializedParams)
      return nil
    }
    module.registerForwardPreHook(prepend: true) { module, _ in
      seen.append((module as! LazyScale).hasUninitializedParams)
      return nil
    }
    #expect(module(Tensor.ones([2])).toArray(Float.self) == [1, 1])
    #expect(seen == [true, false] && "\(module)" == "LazyScale()")
    let incomplete = LazyScale()
    incomplete.isComplete = false
    expectRefusal(
      "RuntimeError: module LazyScale has not been fully initialized\n  in LazyScale"
    ) { _ = incomplete(Tensor.ones([2])) }
  }

  @Test func copiesAreInitialisedByThemselves() {
    let layer = LazyLinear(3)
    let copy = layer.copy()
    _ = copy(Tensor.ones([2, 5]))
    #expect(copy.weight.shape == [3, 5] && layer.weight.isUninitialized)
    _ = layer(Tensor.ones([2, 4]))
    #expect(layer.weight.shape == [3, 4])
  }
}
