import Foundation
import Synchronization

/// Threads that take tasks in order.
enum Workers {
  /// Runs `body(worker, task)` for every task on `count` threads and waits.
  static func run(count: Int, tasks: Int, _ body: @escaping @Sendable (Int, Int) -> Void) {
    let queue = TaskQueue(count: tasks)
    let group = DispatchGroup()
    for worker in 0..<max(1, min(count, tasks)) {
      group.enter()
      let thread = Thread {
        while let task = queue.take() { body(worker, task) }
        group.leave()
      }
      thread.stackSize = 16 << 20
      thread.start()
    }
    group.wait()
  }
}

/// Hands out task numbers once each.
private final class TaskQueue: Sendable {
  private let next = Atomic<Int>(0)
  private let count: Int

  init(count: Int) { self.count = count }

  func take() -> Int? {
    let task = next.wrappingAdd(1, ordering: .relaxed).oldValue
    return task < count ? task : nil
  }
}

/// Names the cases that were running when the program stops on a trap.
enum CrashReport {
  private static let slots = 64
  private static let length = 256
  nonisolated(unsafe) private static let memory = {
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: slots * length)
    memory.initialize(repeating: 0, count: slots * length)
    return memory
  }()

  /// Watches for the signals of traps.
  static func install() {
    _ = memory
    for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT] {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { CrashReport.report($0) }
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
      sigaction(number, &action, nil)
    }
  }

  /// Notes the case that `worker` runs from now on.
  static func announce(_ id: String, worker: Int) {
    guard worker < slots else { return }
    let slot = memory + worker * length
    var count = 0
    for byte in id.utf8.prefix(length - 1) {
      slot[count] = byte
      count += 1
    }
    slot[count] = 0
  }

  /// Only what is allowed inside a signal handler.
  private static func report(_ signal: Int32) {
    for slot in 0..<slots where memory[slot * length] != 0 {
      write("stopped in case ")
      let text = memory + slot * length
      _ = Glibc.write(2, text, strlen(UnsafeRawPointer(text).assumingMemoryBound(to: CChar.self)))
      write("\n")
    }
    raise(signal)
  }

  private static func write(_ text: StaticString) {
    _ = Glibc.write(2, text.utf8Start, text.utf8CodeUnitCount)
  }
}
