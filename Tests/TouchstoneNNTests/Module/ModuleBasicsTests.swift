import Testing
import Touchstone
import TouchstoneNN

/// A small layer with both kinds of state.
final class Scale: Module {
  @Parameter var weight: Tensor
  @Parameter var biasK: Tensor?
  @Buffer var runningMean: Tensor?
  @Buffer(persistent: false) var mask = Tensor.ones([2])
  let size: Int

  init(_ size: Int, bias: Bool = true) {
    self.size = size
    weight = Tensor.ones([size])
    biasK = bias ? Tensor.zeros([size]) : nil
    runningMean = Tensor.zeros([size])
    super.init()
  }

  override func forward(_ input: Tensor) -> Tensor {
    biasK.map { input * weight + $0 } ?? input * weight
  }

  override var extraRepr: String { "size=\(size), bias=\(biasK == nil ? "False" : "True")" }
}

/// A model of three levels.
final class Net: Module {
  let first = Scale(2)
  let block: Block
  var head: Scale?
  @Parameter("A_log") var logA = Tensor.zeros([1])

  final class Block: Module {
    let inner = Scale(2, bias: false)
    override func forward(_ input: Tensor) -> Tensor { inner(input) }
  }

  override init() {
    block = Block()
    super.init()
  }

  override func forward(_ input: Tensor) -> Tensor { block(first(input)) * logA.exp() }
}

@Suite struct ModuleBasicsTests {
  @Test func statesHavePyTorchsNamesAndOrder() {
    #expect(
      Net().stateDict().keys == [
        "A_log", "first.weight", "first.bias_k", "first.running_mean", "block.inner.weight",
        "block.inner.running_mean",
      ])
    #expect(Net().namedBuffers().map(\.name).contains("first.mask"))
    #expect(
      Net().namedParameters().map(\.name) == [
        "A_log", "first.weight", "first.bias_k", "block.inner.weight",
      ])
    #expect(Net().namedModules().map(\.name) == ["", "first", "block", "block.inner"])
  }

  @Test func parametersAreLeavesThatRequireAGradient() {
    let net = Net()
    #expect(net.parameters().allSatisfy { $0.requiresGrad && $0.isLeaf && $0.isParameter })
    #expect(net.buffers().allSatisfy { !$0.requiresGrad })
    net(Tensor.ones([2])).sum().backward()
    #expect(net.first.weight.grad != nil)
    net.zeroGrad()
    #expect(net.first.weight.grad == nil)
  }

  @Test func printsAsPyTorch() {
    #expect(
      "\(Net())" == """
        Net(
          (first): Scale(size=2, bias=True)
          (block): Block(
            (inner): Scale(size=2, bias=False)
          )
        )
        """)
  }

  @Test func convertsInPlace() {
    let net = Net()
    let weight = net.first.weight
    net(Tensor.ones([2])).sum().backward()
    net.double()
    #expect(net.first.weight === weight && weight.dtype == .float64)
    #expect(weight.grad?.dtype == .float64)
    #expect(net.first.runningMean?.dtype == .float64)
    net(Tensor.ones([2], dtype: .float64)).sum().backward()
    #expect(weight.grad?.dtype == .float64)
  }

  @Test func modesReachEverything() {
    let net = Net().eval()
    #expect(net.modules().allSatisfy { !$0.training })
    net.train()
    #expect(net.modules().allSatisfy { $0.training })
  }

  @Test func errorsNameTheLayer() {
    let net = Net()
    let error = #expect(throws: TensorError.self) { try checked { net(Tensor.ones([3])) } }
    #expect(error?.context == "first (Scale)")
    #expect(error?.message.hasPrefix("The size of tensor a (3) must match") == true)
  }

  @Test func loadsAState() {
    let net = Net()
    let other = Net()
    noGrad { _ = other.first.weight.fill_(3) }
    let keys = net.loadStateDict(other.stateDict())
    #expect(keys.description == "<All keys matched successfully>")
    #expect(net.first.weight[0].item().doubleValue == 3)
  }
}
