import CKernels

/// The state as PyTorch stores it: 5,056 bytes, little-endian, that either library continues.
///
///     seed u64 · left i32 · seeded i32 · next u64 · 624 × word u64 · 0 f64 · normal f64 · 0 f64
///     · has normal i32 · pad 4 · float normal f32 · has float normal u8 · pad 3
extension Generator {
  /// Bytes of a saved state.
  public static let stateByteCount = Int(TS_GENERATOR_STATE_BYTES)

  /// The state in a uint8 tensor, `Generator.get_state`.
  public func getState() -> Tensor {
    guarded {
      let bytes = savedBytes()
      return bytes.withUnsafeBytes {
        Tensor.copying($0, dtype: .uint8, shape: [Generator.stateByteCount])
      }
    }
  }

  /// Continues from `state`, `Generator.set_state`.
  /// - Errors: `.type` unless it is a uint8 tensor; `.runtime` when it is not contiguous, of
  ///   another size, or holds no state.
  public func setState(_ state: Tensor) {
    attempt {
      try check(state.dtype == .uint8, .type, "RNG state must be a torch.ByteTensor")
      try check(state.isContiguous, .runtime, "RNG state must be contiguous")
      try check(
        state.numel == Generator.stateByteCount, .runtime,
        "Expected a CPUGeneratorImplState of size \(Generator.stateByteCount) but found the input "
          + "RNG state size to be \(state.numel)")
      let loaded = state.withUnsafeBytes { load($0) }
      try check(loaded, .runtime, "Invalid mt19937 state")
    }
  }

  /// A generator of its own with the same state.
  public func clone() -> Generator {
    let copy = Generator(build: build)
    _ = savedBytes().withUnsafeBytes { copy.load($0) }
    return copy
  }

  private func savedBytes() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Generator.stateByteCount) { buffer, count in
      withState { ts_generator_save($0, buffer.baseAddress!) }
      count = Generator.stateByteCount
    }
  }

  fileprivate func load(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let start = bytes.baseAddress!.assumingMemoryBound(to: UInt8.self)
    return withState { ts_generator_load($0, start) }
  }
}

/// The default generator's state, `torch.get_rng_state`.
public func getRNGState() -> Tensor { Generator.default.getState() }

/// Continues the default generator from `state`, `torch.set_rng_state`.
public func setRNGState(_ state: Tensor) { Generator.default.setState(state) }

/// Runs `body` and then restores the default generator, `torch.random.fork_rng`.
public func forkRNG<R>(_ body: () throws -> R) rethrows -> R {
  let saved = Generator.default.clone()
  defer { Generator.default.take(saved) }
  return try body()
}

extension Generator {
  /// Continues from the state of `other`.
  fileprivate func take(_ other: Generator) {
    _ = other.savedBytes().withUnsafeBytes { load($0) }
  }
}
