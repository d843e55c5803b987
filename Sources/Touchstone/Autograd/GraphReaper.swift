import CKernels

/// Frees graphs iteratively: a chain of a million nodes must not recurse a million times.
///
/// The first node freed on a thread drains a work list; nodes freed meanwhile only add to it. What
/// a node holds is swapped out of it, so that nothing but the list keeps its neighbours alive.
enum GraphReaper {
  private struct Remains {
    var edges: [Edge] = []
    var saved: [SavedTensor?] = []
    var pullback: Node.PullbackFunction?
  }

  private final class WorkList {
    var remains: [Remains] = []

    func take(from node: Node) {
      remains.append(Remains())
      let last = remains.count - 1
      swap(&remains[last].edges, &node.edges)
      swap(&remains[last].saved, &node.saved)
      swap(&remains[last].pullback, &node.pullback)
    }
  }

  /// Takes over what a node that is being freed holds.
  static func release(_ node: Node) {
    if endsHere(node) { return }
    let state = ts_get_thread_state()!
    if let pointer = state.pointee.reaper {
      Unmanaged<WorkList>.fromOpaque(pointer).takeUnretainedValue().take(from: node)
      return
    }
    let list = WorkList()
    state.pointee.reaper = Unmanaged.passUnretained(list).toOpaque()
    list.take(from: node)
    withExtendedLifetime(list) {
      while !list.remains.isEmpty { list.remains.removeLast() }
    }
    state.pointee.reaper = nil
  }

  /// Whether no other node hangs on this one, so that freeing it goes no deeper.
  private static func endsHere(_ node: Node) -> Bool {
    for edge in node.edges {
      if case .node = edge { return false }
    }
    for case .some(let saved) in node.saved where saved.hasHistory { return false }
    return true
  }
}
