/// One backward pass over the graph: collects the nodes that lead to wanted inputs, then runs
/// them newest first, each when all gradients that flow into it have arrived. Iterative, so depth
/// is bounded by memory, not by the stack.
struct Engine {
  let keepGraph: Bool
  let createGraph: Bool
  /// When true, leaves accumulate into `grad`; otherwise gradients are only captured.
  let accumulates: Bool
  private var vertices: [Vertex] = []
  private var indexOf: [ObjectIdentifier: Int] = [:]
  private var ready = ReadyQueue()
  private(set) var captured: [Tensor?]
  private let wantsEverything: Bool
  private let inputs: [Tensor]

  /// A node or leaf met in this pass.
  private struct Vertex {
    let edge: Edge
    var dependencies = 0
    var isNeeded = false
    var buffers: [Tensor?]
    /// Positions in `captured` per output.
    var captures: [(output: Int, slot: Int)] = []
  }

  /// - Parameter inputs: gradients to capture, or nil to accumulate into every leaf.
  init(inputs: [Tensor]?, keepGraph: Bool, createGraph: Bool, accumulates: Bool) {
    self.keepGraph = keepGraph
    self.createGraph = createGraph
    self.accumulates = accumulates
    wantsEverything = inputs == nil
    self.inputs = inputs ?? []
    captured = Array(repeating: nil, count: inputs?.count ?? 0)
    for (slot, input) in (inputs ?? []).enumerated() {
      let (index, output) = vertex(for: Edge(to: input))!
      vertices[index].captures.append((output, slot))
    }
  }

  /// Runs the pass from `roots` with their gradients.
  mutating func run(roots: [Tensor], gradients: [Tensor]) throws {
    let start = roots.compactMap { vertex(for: Edge(to: $0)) }
    discover(from: start.map(\.index))
    markNeeded()
    countDependencies()
    for (root, gradient) in zip(start, gradients) {
      try accumulate(gradient, into: root.index, output: root.output)
    }
    for index in Set(start.map(\.index)) where vertices[index].dependencies == 0 {
      enqueue(index)
    }
    while let index = ready.pop() { try execute(index) }
  }

  // MARK: - Graph

  private mutating func vertex(for edge: Edge) -> (index: Int, output: Int)? {
    switch edge {
    case .none: return nil
    case .node(let node, let output):
      return (index(of: node, edge, outputs: node.outputs.count), output)
    case .leaf(let tensor): return (index(of: tensor, edge, outputs: 1), 0)
    }
  }

  private mutating func index(of object: AnyObject, _ edge: Edge, outputs: Int) -> Int {
    let id = ObjectIdentifier(object)
    if let existing = indexOf[id] { return existing }
    let index = vertices.count
    indexOf[id] = index
    vertices.append(Vertex(edge: edge, buffers: Array(repeating: nil, count: outputs)))
    return index
  }

  private mutating func discover(from start: [Int]) {
    var stack = Array(Set(start))
    var seen = Set(stack)
    while let index = stack.popLast() {
      guard case .node(let node, _) = vertices[index].edge else { continue }
      for edge in node.edges {
        guard let target = vertex(for: edge), seen.insert(target.index).inserted else { continue }
        stack.append(target.index)
      }
    }
  }

  /// A vertex is needed when it is wanted or leads to one that is. Nodes only point to older
  /// nodes, so one sweep from the oldest settles it.
  private mutating func markNeeded() {
    for index in vertices.indices where isWanted(index) { vertices[index].isNeeded = true }
    var nodes: [(sequence: UInt64, index: Int)] = []
    for (index, vertex) in vertices.enumerated() {
      if case .node(let node, _) = vertex.edge { nodes.append((node.sequenceNumber, index)) }
    }
    nodes.sort { $0.sequence < $1.sequence }
    for (_, index) in nodes where leadsToNeeded(index) { vertices[index].isNeeded = true }
  }

  private func isWanted(_ index: Int) -> Bool {
    wantsEverything || !vertices[index].captures.isEmpty
  }

  private mutating func leadsToNeeded(_ index: Int) -> Bool {
    guard case .node(let node, _) = vertices[index].edge else { return false }
    return node.edges.contains { isNeeded($0) }
  }

  private mutating func isNeeded(_ edge: Edge) -> Bool {
    guard let target = vertex(for: edge) else { return false }
    return vertices[target.index].isNeeded
  }

  private mutating func countDependencies() {
    for index in vertices.indices where vertices[index].isNeeded && runs(index) {
      guard case .node(let node, _) = vertices[index].edge else { continue }
      for edge in node.edges {
        if let target = vertex(for: edge) { vertices[target.index].dependencies += 1 }
      }
    }
  }

  /// Whether the node itself must run: something beyond it is needed.
  private mutating func runs(_ index: Int) -> Bool {
    wantsEverything || leadsToNeeded(index)
  }

  // MARK: - Running

  private mutating func enqueue(_ index: Int) {
    guard vertices[index].isNeeded else { return }
    switch vertices[index].edge {
    case .node(let node, _): ready.push(priority: node.sequenceNumber, index)
    case .leaf: ready.push(priority: .max, index)
    case .none: break
    }
  }

  private mutating func accumulate(_ gradient: Tensor, into index: Int, output: Int) throws {
    guard vertices[index].isNeeded else { return }
    if let present = vertices[index].buffers[output] {
      vertices[index].buffers[output] =
        present.isSparse ? gradient.add(present) : present.add(gradient)
    } else {
      vertices[index].buffers[output] = gradient
    }
  }

  private mutating func execute(_ index: Int) throws {
    let edge = vertices[index].edge
    var grads = vertices[index].buffers
    vertices[index].buffers = []
    switch edge {
    case .none: break
    case .leaf(let tensor):
      guard let grad = grads[0] else { return }
      grads[0] = nil
      try finish(tensor, grad, captures: vertices[index].captures)
    case .node(let node, _):
      try runHooks(node, &grads)
      for capture in vertices[index].captures { capturing(grads[capture.output], capture.slot) }
      if runs(index) { try propagate(node, grads) }
    }
  }

  /// Keeps the gradient of wanted input `slot`, which is not a leaf.
  private mutating func capturing(_ gradient: Tensor?, _ slot: Int) {
    captured[slot] = gradient
    guard accumulates, let gradient, !inputs[slot].retainsGrad else { return }
    inputs[slot].accumulateGrad(gradient, createGraph: createGraph)
  }

  private func runHooks(_ node: Node, _ grads: inout [Tensor?]) throws {
    guard let attachments = node.attachments else { return }
    for (output, hooks) in attachments.hooks {
      if let grad = grads[output] { grads[output] = try hooks.checkedRun(grad) }
    }
    for retained in attachments.retained {
      guard let tensor = retained.tensor, let grad = grads[retained.output] else { continue }
      tensor.accumulateGrad(grad, createGraph: createGraph)
    }
  }

  private mutating func finish(
    _ leaf: Tensor, _ gradient: Tensor, captures: [(output: Int, slot: Int)]
  ) throws {
    let grad = try leaf.autograd?.hooks?.checkedRun(gradient) ?? gradient
    for capture in captures { captured[capture.slot] = grad }
    guard accumulates, wantsEverything || !captures.isEmpty else { return }
    leaf.accumulateGrad(grad, createGraph: createGraph)
    leaf.autograd?.postAccumulateHooks?.entries.forEach { $0.body(leaf) }
  }

  private mutating func propagate(_ node: Node, _ grads: [Tensor?]) throws {
    let results = try node.apply(grads, wanted: node.edges.map { isNeeded($0) })
    if !keepGraph { node.releaseSaved() }
    for (position, edge) in node.edges.enumerated() {
      guard let target = vertex(for: edge) else { continue }
      if let result = results[position], vertices[target.index].isNeeded {
        let valid = try node.validated(result, for: edge, position: position)
        try accumulate(valid, into: target.index, output: target.output)
      }
      vertices[target.index].dependencies -= 1
      if vertices[target.index].dependencies == 0 { enqueue(target.index) }
    }
  }
}

/// Max-heap of vertices by creation order of their nodes.
private struct ReadyQueue {
  private var heap: [(priority: UInt64, index: Int)] = []

  mutating func push(priority: UInt64, _ index: Int) {
    heap.append((priority, index))
    var child = heap.count - 1
    while child > 0, heap[(child - 1) / 2].priority < heap[child].priority {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> Int? {
    guard let top = heap.first else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    return top.index
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var largest = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && heap[child].priority > heap[largest].priority {
        largest = child
      }
      if largest == parent { return }
      heap.swapAt(parent, largest)
      parent = largest
    }
  }
}
