import CKernels

/// A call in progress that errors name, such as a module's. Frames lie on the stack and form a
/// list per thread, so that a call costs two stores when nothing goes wrong.
package struct CallFrame {
  private let parent: UnsafeMutableRawPointer?
  private unowned(unsafe) let site: any CallSite

  /// Runs `body` as a call of `site`.
  @inline(__always)
  package static func enter<R>(_ site: any CallSite, _ body: () -> R) -> R {
    let state = ts_get_thread_state()!
    let parent = state.pointee.call_frame
    var frame = CallFrame(parent: parent, site: site)
    return withUnsafeMutablePointer(to: &frame) { pointer in
      state.pointee.call_frame = UnsafeMutableRawPointer(pointer)
      defer { state.pointee.call_frame = parent }
      return body()
    }
  }

  /// `error` with the place of the innermost call, unless it has one or there is no call.
  static func addContext(to error: any Error) -> any Error {
    guard var error = error as? TensorError, error.context == nil else { return error }
    let sites = current
    error.context = sites.last?.describe(within: sites.dropLast())
    return error
  }

  /// Calls in progress on this thread, outermost first.
  private static var current: [any CallSite] {
    var sites: [any CallSite] = []
    var next = ts_get_thread_state().pointee.call_frame
    while let pointer = next {
      let frame = pointer.load(as: CallFrame.self)
      sites.append(frame.site)
      next = frame.parent
    }
    return sites.reversed()
  }
}

/// What a `CallFrame` belongs to.
package protocol CallSite: AnyObject {
  /// This call's place, as messages give it, inside the calls `outer`.
  func describe(within outer: ArraySlice<any CallSite>) -> String
}
