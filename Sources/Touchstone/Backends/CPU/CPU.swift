import CKernels

/// Settings and statistics of the CPU backend.
public enum CPU {
  /// Vector instructions that kernels may use.
  public enum Capability: Int32, Sendable, CaseIterable, Comparable {
    case `default`, avx2, avx512

    /// The name that `TOUCHSTONE_CPU_CAPABILITY` takes.
    public var name: String { String(cString: ts_cpu_capability_name(rawValue)) }

    public static func < (a: Capability, b: Capability) -> Bool { a.rawValue < b.rawValue }
  }

  /// The level in use: at first the machine's best or what the environment says. Setting a level
  /// above the machine's gives the machine's.
  public static var capability: Capability {
    get { Capability(rawValue: ts_get_cpu_capability())! }
    set { _ = ts_set_cpu_capability(newValue.rawValue) }
  }

  /// Threads that one operation may use, the calling one included; at first the cores this process
  /// may run on, or `TOUCHSTONE_NUM_THREADS`. Results do not depend on it.
  public static var threadCount: Int {
    get { Int(ts_get_num_threads()) }
    set { ts_set_num_threads(Int32(clamping: newValue)) }
  }

  /// The kernel set that OpenBLAS uses, such as `SkylakeX`.
  public static var blasCore: String { String(cString: ts_blas_core()) }
}

extension CPU {
  /// What the allocator holds, in bytes of whole blocks.
  public struct MemoryStatistics: Sendable, Equatable {
    /// In blocks that tensors use now.
    public let allocated: Int
    /// Most that tensors ever used, up to what fits in the free lists of threads.
    public let peakAllocated: Int
    /// Taken from the system now: in use and cached.
    public let reserved: Int
    public let peakReserved: Int
    /// Blocks handed out so far.
    public let allocations: Int
    /// Blocks that tensors use now.
    public let liveBlocks: Int
  }

  public static var memoryStatistics: MemoryStatistics {
    let stats = ts_memory_statistics()
    return MemoryStatistics(
      allocated: Int(stats.allocated), peakAllocated: Int(stats.peak_allocated),
      reserved: Int(stats.reserved), peakReserved: Int(stats.peak_reserved),
      allocations: Int(stats.allocations), liveBlocks: Int(stats.live_blocks))
  }

  /// Makes the peaks equal to the present values.
  public static func resetPeakMemory() { ts_reset_peak_memory() }

  /// Returns cached blocks to the system.
  public static func emptyCache() { ts_empty_cache() }

  /// Most bytes to take from the system; an operation that needs more fails with a `TensorError`.
  /// nil: no limit.
  public static var memoryLimit: Int? {
    get { ts_get_memory_limit() > 0 ? Int(ts_get_memory_limit()) : nil }
    set { ts_set_memory_limit(Int64(newValue ?? 0)) }
  }

  /// Whether freed blocks are kept for reuse: yes, unless `TOUCHSTONE_NO_CACHING=1` or the address
  /// sanitizer asks for the system's allocator.
  public static var isCachingMemory: Bool { ts_memory_is_caching() }
}
