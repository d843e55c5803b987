import CKernels
import Foundation

/// Where a gradient goes next: an output of another node, or a leaf that accumulates it.
enum Edge {
  case none
  case node(Node, output: Int)
  case leaf(Tensor)

  var isValid: Bool {
    if case .none = self { return false }
    return true
  }

  /// The edge through which gradients reach `tensor`.
  @inline(__always)
  init(to tensor: Tensor) {
    if tensor.autograd == nil && tensor.viewOf == nil {
      self = .none
    } else if let node = tensor.gradFn {
      self = .node(node, output: tensor.autograd!.outputIndex)
    } else if tensor.autograd?.requiresGrad == true {
      self = .leaf(tensor)
    } else {
      self = .none
    }
  }
}

/// Shape and dtype that gradients of a node's output must have.
struct OutputInfo {
  let shape: Shape
  let dtype: DType
  let device: Device
}

/// One recorded operation of the autograd graph, PyTorch's `grad_fn`.
public final class Node: @unchecked Sendable {
  typealias PullbackFunction = (Pullback) throws -> [Tensor?]

  /// PyTorch's name, such as `MulBackward0`.
  public let name: String
  /// Creation order; the engine runs later nodes first.
  public let sequenceNumber: UInt64
  @exclusivity(unchecked) var edges: [Edge]
  @exclusivity(unchecked) var outputs: [OutputInfo]
  @exclusivity(unchecked) var saved: [SavedTensor?]
  @exclusivity(unchecked) var savedOutputs: [SavedTensor]
  @exclusivity(unchecked) var pullback: PullbackFunction?
  /// False when the operation has no derivative: asking for one is an error.
  let isDifferentiable: Bool
  private(set) var isReleased = false
  private var hadSaved = false
  /// Hooks and retained tensors per output; nil until first used.
  var attachments: NodeAttachments?
  var forwardTrace: [String]?

  init(
    name: String, edges: [Edge], outputs: [OutputInfo], saved: [SavedTensor?] = [],
    pullback: PullbackFunction?
  ) {
    self.name = name
    self.sequenceNumber = ts_next_sequence_number()
    self.edges = edges
    self.outputs = outputs
    self.saved = saved
    self.savedOutputs = []
    self.pullback = pullback
    self.isDifferentiable = pullback != nil
    if AnomalyMode.isEnabled { forwardTrace = AnomalyMode.captureTrace() }
  }

  /// The operation's name as messages give it: `Mul` for `MulBackward0`.
  var shortName: String {
    guard let range = name.range(of: "Backward", options: .backwards) else { return name }
    return String(name[..<range.lowerBound])
  }

  /// Nodes that receive this node's gradients, PyTorch's `next_functions`.
  public var nextFunctions: [Node?] {
    edges.map { edge in
      if case .node(let node, _) = edge { return node }
      return nil
    }
  }

  /// Frees saved tensors after a backward pass that does not retain the graph.
  func releaseSaved() {
    hadSaved = hadSaved || !saved.isEmpty || !savedOutputs.isEmpty
    guard hadSaved else { return }
    isReleased = true
    saved = []
    savedOutputs = []
    pullback = nil
  }

  func retain(_ tensor: Tensor, output: Int) {
    if attachments == nil { attachments = NodeAttachments() }
    attachments!.retained.append(RetainedGrad(tensor: tensor, output: output))
  }

  /// A tensor that retains its gradient follows its newest history after an in-place change.
  func moveRetained(_ tensor: Tensor, to node: Node, output: Int) {
    attachments?.retained.removeAll { $0.tensor === tensor }
    node.retain(tensor, output: output)
  }

  deinit {
    GraphReaper.release(self)
  }
}

/// What hangs on a node beside its derivative.
struct NodeAttachments {
  var retained: [RetainedGrad] = []
  var hooks: [Int: GradientHooks] = [:]
}

/// A non-leaf tensor that wants its gradient kept; weak, for the tensor owns the node.
struct RetainedGrad {
  weak var tensor: Tensor?
  let output: Int
}
