import Testing
import Touchstone

@testable import TouchstoneNN

private protocol Boxed { var table: Tensor? { get } }

/// Everything that a user's module may have.
private final class Rich: Module {
  let head = Linear(2, 2)
  let tail: Linear
  @Submodule("0") var named = Linear(2, 3)
  @Unregistered var outside = [Linear(1, 1)]
  @Parameter var weight = Tensor.ones([2])
  @Buffer var mean: Tensor? = Tensor.zeros([4])
  @Buffer(persistent: false) var part: Tensor?
  var cache: [String: [Tensor]] = [:]
  var pair = (1, Tensor.ones([1]))
  var settings = Settings()
  let shared = Shared()
  let owned = Owned()
  let scale: (Tensor) -> Tensor = { $0 * 2 }
  var anything: Any = Tensor.ones([1])
  var number: Any = 3
  var sized: any SizeArgument = 3
  var boxed: any Boxed = Settings()
  lazy var late = [head]
  let label = "a name that is longer than fits into a string itself"

  struct Settings: Boxed {
    var names = ["x", "y"]
    var table: Tensor? = Tensor.ones([3])
  }
  final class Shared { var count = 0 }
  final class Owned: CopiedByFields { var values = [Tensor.ones([1])] }

  override init() {
    tail = head
    super.init()
    part = mean?[1..<3]
    cache["part"] = [weight]
    _ = late
  }

  override func forward(_ input: Tensor) -> Tensor { scale(tail(head(input))) * weight }
}

@Suite struct ModuleCopyTests {
  @Test func sharingStaysAmongTheCopies() {
    let original = Rich()
    let copy = original.copy()
    #expect(copy !== original && copy.head === copy.tail && copy.head !== original.head)
    #expect(copy.late[0] === copy.head && copy.outside[0] !== original.outside[0])
    #expect(copy.cache["part"]?[0] === copy.weight && copy.weight !== original.weight)
    #expect(copy.shared === original.shared && copy.owned !== original.owned)
    #expect(copy.owned.values[0] !== original.owned.values[0])
    #expect(copy.settings.table !== original.settings.table)
    #expect(copy.pair.1 !== original.pair.1 && copy.pair.0 == 1 && copy.label == original.label)
    #expect((copy.anything as? Tensor) !== (original.anything as? Tensor))
    #expect(copy.settings.names == ["x", "y"] && copy.number as? Int == 3)
    #expect(copy.sized.sizeList == [3] && copy.boxed.table !== original.boxed.table)
    #expect(copy.stateDict().keys == original.stateDict().keys)
    let x = Tensor.randn([5, 2])
    #expect(copy(x).equal(original(x)))
  }

  @Test func buffersThatShareMemoryShareItInTheCopy() {
    let original = Rich()
    let copy = original.copy()
    noGrad { _ = copy.part?.fill_(7) }
    #expect(copy.mean?.equal(Tensor([0, 7, 7, 0] as [Float])) == true)
    #expect(original.mean?.equal(Tensor.zeros([4])) == true)
  }

  @Test func changesDoNotReachTheOriginal() {
    let original = Rich()
    let copy = original.copy()
    noGrad { for tensor in copy.stateDict().values { _ = tensor.fill_(9) } }
    copy.named = Linear(1, 1)
    copy.cache = [:]
    copy.registerParameter("extra", Tensor.ones([1]))
    #expect(original.stateDict().values.allSatisfy { !$0.eq(9).any().item().boolValue })
    #expect(original.named.outFeatures == 3 && original.cache.count == 1)
    #expect(!original.stateDict().contains("extra") && copy.stateDict().contains("extra"))
  }

  @Test func tensorsAreCopiedAsPyTorchDoes() {
    let original = Linear(2, 2)
    original(Tensor.ones([2])).sum().backward()
    original.bias?.requiresGrad = false
    let copy = original.copy()
    #expect(copy.weight.grad == nil && copy.weight.requiresGrad && copy.weight.isParameter)
    #expect(copy.bias?.requiresGrad == false && copy.bias?.isParameter == true)
    let rich = Rich()
    let leaf = Tensor.ones([2]).requiresGrad_()
    leaf.grad = Tensor.full([2], 3.0)
    rich.anything = leaf
    let twin = rich.copy().anything as? Tensor
    #expect(twin?.requiresGrad == true && twin?.grad?.equal(Tensor.full([2], 3.0)) == true)
    #expect(twin?.grad !== leaf.grad)
  }

  @Test func stridesStay() {
    let original = Linear(2, 3)
    original.weight = Tensor.ones([2, 3]).t()
    #expect(Array(original.copy().weight.strides) == [1, 3])
  }

  @Test func hooksStayAndHandlesRemoveTheOriginals() {
    let original = Linear(2, 2)
    var calls = 0
    let handle = original.registerForwardHook { _, _, _ in
      calls += 1
      return nil
    }
    let copy = original.copy()
    handle.remove()
    _ = original(Tensor.ones([2]))
    #expect(calls == 0)
    _ = copy(Tensor.ones([2]))
    #expect(calls == 1)
  }

  @Test func aCycleIsCopiedOnce() {
    final class Node: Module {
      @Unregistered var parent: Node?
      var child: Node?
    }
    let (outer, inner) = (Node(), Node())
    inner.parent = outer
    outer.child = inner
    let copy = outer.copy()
    #expect(copy.child?.parent === copy)
    (outer.child, copy.child) = (nil, nil)
  }

  @Test func parametrisationsAreCopied() {
    let original = Parametrizations.weightNorm(Linear(2, 2))
    let copy = original.copy()
    noGrad { _ = copy.parameter(named: "parametrizations.weight.original0").fill_(2) }
    #expect(copy.weight.norm().item().doubleValue != original.weight.norm().item().doubleValue)
    #expect("\(copy)" == "\(original)" && copy.stateDict().keys == original.stateDict().keys)
  }

  @Test func tensorsWithAHistoryAreRefused() {
    let rich = Rich()
    rich.anything = rich.weight * 2
    expectRefusal(
      """
      RuntimeError: Only Tensors created explicitly by the user (graph leaves) support the \
      deepcopy protocol at the moment.  If you were attempting to deepcopy a module, this may be \
      because of a torch.nn.utils.weight_norm usage, see \
      https://github.com/pytorch/pytorch/pull/103001
      """
    ) { _ = rich.copy() }
    let normed = weightNorm(Linear(2, 2))
    #expect(throws: TensorError.self) { try checked { _ = normed.copy() } }
  }

  @Test func propertiesThatCannotBeCopiedAreNamed() {
    final class Weak: Module { weak var parent: Module? }
    final class Held: Module {
      enum Choice { case layer(Linear), nothing }
      var choice = Choice.nothing
    }
    final class Sliced: Module {
      @Unregistered var layers: ArraySlice<Module> = []
      let names: Set = ["a"]
    }
    expectRefusal("TypeError: cannot copy Weak: its property 'parent' is weak or unowned") {
      _ = Weak().copy()
    }
    let held = Held()
    #expect(throws: Never.self) { try checked { _ = held.copy() } }
    held.choice = .layer(Linear(1, 1))
    expectRefusal(
      """
      TypeError: cannot copy a value of type Choice: the modules or tensors in it cannot be \
      replaced, as in structures, tuples, optionals, arrays and dictionaries
      """
    ) { _ = held.copy() }
    let list = Sliced()
    #expect(list.copy().names == ["a"])
    list.layers = [Linear(1, 1)][...]
    #expect(throws: TensorError.self) { try checked { _ = list.copy() } }
  }

  @Test func genericSubclassesAndTheirSuperclasses() {
    class Base<T>: Module {
      var values: [T]
      let inner = Linear(1, 1)
      init(_ values: [T]) {
        self.values = values
        super.init()
      }
    }
    final class Derived: Base<Tensor> {
      @Parameter var own = Tensor.ones([1])
    }
    let original = Derived([Tensor.ones([2])])
    let copy = original.copy()
    #expect(copy.values[0] !== original.values[0] && copy.own !== original.own)
    #expect(copy.stateDict().keys == ["own", "inner.weight", "inner.bias"])
  }
}
