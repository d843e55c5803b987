import Testing
import Touchstone
import TouchstoneNN

private final class Tag: Module {
  let tag: Int
  @Parameter var weight = Tensor.ones([1])
  init(_ tag: Int) {
    self.tag = tag
    super.init()
  }
  override func forward(_ input: Tensor) -> Tensor { input * 10 + tag }
  override var extraRepr: String { "\(tag)" }
}

private func tags(_ modules: some Sequence<Module>) -> [Int] {
  modules.compactMap { ($0 as? Tag)?.tag }
}

@Suite struct SequentialTests {
  @Test func callsInOrder() {
    let deep = true
    let net = Sequential {
      Tag(1)
      if deep { Tag(2) }
      for tag in 3...4 { Tag(tag) }
    }
    #expect(net(Tensor(0)).item().int64Value == 1234)
    #expect(
      net.stateDict().keys == ["0.weight", "1.weight", "2.weight", "3.weight"])
  }

  @Test func indicesAndRanges() {
    let net = Sequential((0..<5).map { Tag($0) })
    #expect(tags([net[0], net[-1]]) == [0, 4])
    #expect(tags(net[1..<3]) == [1, 2])
    #expect(net[1..<3].namedChildren().map(\.name) == ["1", "2"])
    #expect(tags(net[.slice(-2)]) == [3, 4])
    #expect(tags(net[.stride(2)]) == [0, 2, 4])
    expectRefusal("IndexError: index 5 is out of range") { _ = net[5] }
    expectRefusal("IndexError: Index out of range: 7") { net.insert(7, Tag(0)) }
  }

  @Test func changes() {
    let net = Sequential(Tag(0), Tag(1), Tag(2))
    net.insert(-1, Tag(9))
    #expect(tags(net) == [0, 1, 9, 2])
    #expect(tags([net.pop(0)]) == [0])
    #expect(net.namedChildren().map(\.name) == ["0", "1", "2"])
    net[0] = Tag(7)
    #expect(tags(net.append(Tag(8)).extend([Tag(6)])) == [7, 9, 2, 8, 6])
    #expect(tags(net.pop(..<2)) == [7, 9])
    #expect(tags(net + Sequential(Tag(1))) == [2, 8, 6, 1])
    #expect(tags(net * 2) == [2, 8, 6, 2, 8, 6])
    #expect((net * 2).parameters().count == 3)
    expectRefusal(
      """
      ValueError: Non-positive multiplication factor 0 for <class \
      'torch.nn.modules.container.Sequential'>
      """
    ) { _ = net * 0 }
  }

  @Test func names() {
    let net = Sequential(["a": Tag(1), "b": Tag(2)])
    net.append(Tag(3))
    #expect(net.namedChildren().map(\.name) == ["a", "b", "2"])
    expectRefusal("KeyError: '1'") { net.insert(0, Tag(4)) }
    #expect(tags([net["b"]]) == [2])
    #expect(
      "\(net[..<1])" == """
        Sequential(
          (a): Tag(1)
        )
        """)
  }

  @Test func aSubclassMayDeclareItsModules() {
    final class Pair: Sequential {
      let norm = Tag(1)
      let conv = Tag(2)
      init() { super.init([Module]()) }
    }
    #expect(Pair()(Tensor(0)).item().int64Value == 12)
    #expect(Pair().stateDict().keys == ["norm.weight", "conv.weight"])
  }
}

@Suite struct ModuleListTests {
  @Test func equalNeighboursArePrintedOnce() {
    let blocks = (0..<3).map { _ in Sequential(Tag(1), Tag(2)) }
    #expect(
      "\(ModuleList(blocks + [Tag(1)]))" == """
        ModuleList(
          (0-2): 3 x Sequential(
            (0): Tag(1)
            (1): Tag(2)
          )
          (3): Tag(1)
        )
        """)
    #expect("\(ModuleList())" == "ModuleList()")
  }

  @Test func changes() {
    let list = ModuleList([Tag(0), Tag(1)])
    list.insert(1, Tag(5))
    list.append(Tag(6))
    #expect(tags(list) == [0, 5, 1, 6])
    #expect(tags(list[.slice(-3, -1)]) == [5, 1])
    #expect(list[1..<3].namedChildren().map(\.name) == ["0", "1"])
    #expect(tags([list.pop(-1)]) == [6])
    #expect(tags(list + [Tag(2)]) == [0, 5, 1, 2])
    expectRefusal("KeyError: '-1'") { list.insert(-1, Tag(0)) }
    expectRefusal("IndexError: index 3 is out of range") { _ = list[3] }
    expectRefusal(
      """
      NotImplementedError: Module [ModuleList] is missing the required "forward" \
      function
        in ModuleList
      """
    ) { _ = list(Tensor(0)) }
  }

  @Test func arraysOfModulesAreRefused() {
    final class Wrong: Module {
      let layers = [Tag(0)]
    }
    final class Right: Module {
      @Unregistered var layers = [Tag(0)]
    }
    let error = #expect(throws: TensorError.self) { try checked { _ = Wrong() } }
    #expect(error?.message.hasPrefix("property 'layers' of Wrong holds modules") == true)
    #expect(Right().parameters().isEmpty)
  }
}

@Suite struct ModuleDictTests {
  @Test func behavesAsAnOrderedDictionary() {
    let dict = ModuleDict(["x": Tag(1), "a": Tag(2)])
    dict["b"] = Tag(3)
    dict["x"] = Tag(4)
    #expect(dict.keys == ["x", "a", "b"] && tags(dict.values) == [4, 2, 3])
    #expect(tags([dict.pop("a")]) == [2] && dict.count == 2 && !dict.contains("a"))
    dict.update(ModuleDict(["n": Tag(9)]))
    #expect(dict.items.map(\.key) == ["x", "b", "n"])
    dict.clear()
    #expect(dict.isEmpty && "\(dict)" == "ModuleDict()")
  }

  @Test func namesAreChecked() {
    let dict = ModuleDict()
    expectRefusal("KeyError: 'y'") { _ = dict["y"] }
    expectRefusal("KeyError: 'y'") { dict.pop("y") }
    expectRefusal("KeyError: module name can't contain \".\", got: a.b") { dict["a.b"] = Tag(0) }
    expectRefusal("KeyError: module name can't be empty string \"\"") { dict[""] = Tag(0) }
  }
}

@Suite struct ParameterContainerTests {
  @Test func listsPrintAsPyTorch() {
    let list = ParameterList([Tensor.zeros([2]), Tensor.zeros([2, 3], dtype: .float64)])
    #expect(
      "\(list)" == """
        ParameterList(
            (0): Parameter containing: [torch.float32 of size 2]
            (1): Parameter containing: [torch.float64 of size 2x3]
        )
        """)
    #expect(
      "\(ParameterList([Tensor.zeros([2])]))"
        == "ParameterList(  (0): Parameter containing: [torch.float32 of size 2])")
  }

  @Test func lists() {
    let list = ParameterList([Tensor.zeros([1]), Tensor.zeros([2])])
    list.append(Tensor.zeros([3]))
    #expect(list.allSatisfy { $0.requiresGrad && $0.isParameter })
    #expect(list[-1].numel == 3 && list[1...].count == 2)
    #expect(list.stateDict().keys == ["0", "1", "2"])
    list[0] = Tensor.ones([4])
    #expect(list.parameters().map(\.numel) == [4, 2, 3])
    expectRefusal("IndexError: index 3 is out of range") { _ = list[3] }
    expectRefusal(
      "RuntimeError: ParameterList should not be called.\n  in ParameterList"
    ) { _ = list(Tensor(0)) }
  }

  @Test func dictionaries() {
    let dict = ParameterDict(["b": Tensor.zeros([2, 3]), "a": Tensor.ones([4])])
    #expect(dict.keys == ["b", "a"])
    #expect(
      "\(dict)" == """
        ParameterDict(
            (b): Parameter containing: [torch.FloatTensor of size 2x3]
            (a): Parameter containing: [torch.FloatTensor of size 4]
        )
        """)
    #expect(dict.setDefault("c", Tensor.zeros([1])).isParameter && dict.count == 3)
    #expect(dict.popItem().key == "c" && dict.get("c") == nil)
    let both = dict | ParameterDict(["a": Tensor.zeros([5])])
    #expect(both["a"].numel == 5 && both["b"] === dict["b"] && dict["a"].numel == 4)
    #expect(ParameterDict.fromKeys(["p", "q"], Tensor.zeros([1])).parameters().count == 1)
    dict.clear()
    expectRefusal("KeyError: popitem(): dictionary is empty") { dict.popItem() }
    expectRefusal("AttributeError: 'ParameterDict' object has no attribute 'x'") { _ = dict["x"] }
  }
}
