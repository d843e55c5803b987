import CKernels

/// Frees graphs iteratively: a chain of a million nodes must not recurse a million times.
///
/// The first node freed on a thread drains a work list; nodes freed meanwhile only append to it.
enum GraphReaper {
  private struct Remains {
    let edges: [Edge]
    let saved: [SavedTensor?]
    let pullback: Node.PullbackFunction?
  }

  private final class WorkList {
    var remains: [Remains] = []
  }

  static func release(
    edges: [Edge], saved: [SavedTensor?], pullback: Node.PullbackFunction?
  ) {
    let state = ts_get_thread_state()!
    let remains = Remains(edges: edges, saved: saved, pullback: pullback)
    if let pointer = state.pointee.reaper {
      Unmanaged<WorkList>.fromOpaque(pointer).takeUnretainedValue().remains.append(remains)
      return
    }
    drain(remains, state)
  }

  private static func drain(
    _ first: Remains, _ state: UnsafeMutablePointer<ts_thread_state>
  ) {
    let list = WorkList()
    state.pointee.reaper = Unmanaged.passUnretained(list).toOpaque()
    list.remains.append(first)
    withExtendedLifetime(list) {
      while !list.remains.isEmpty { _ = list.remains.removeLast() }
    }
    state.pointee.reaper = nil
  }
}
