/// What a device must offer: memory, plus one protocol per kernel family.
///
/// Operations validate shapes, dtypes and arguments, allocate the result and call the backend;
/// only a backend touches memory.
protocol Backend:
  MemoryBackend, CopyBackend, ConvolutionBackend, ElementwiseBackend, EmbeddingBackend,
  IndexBackend, LinalgBackend, LossBackend, MatmulBackend, NormalizationBackend,
  OptimizerBackend, PoolingBackend, RandomBackend, RecurrentBackend, ReductionBackend,
  ResamplingBackend, ShapeBackend, SortBackend, SparseBackend
{}

/// Raw memory of a device.
protocol MemoryBackend: Sendable {
  func allocate(_ byteCount: Int) throws -> UnsafeMutableRawPointer
  func deallocate(_ pointer: UnsafeMutableRawPointer, _ byteCount: Int)
}

/// Moving, converting and filling elements.
protocol CopyBackend: Sendable {
  /// Writes `source`, broadcast and converted, into `target`.
  func copy(_ source: Tensor, into target: Tensor)
  func fill(_ target: Tensor, _ value: Scalar)
}

/// The backend that owns memory of `device`.
@inline(__always)
func backend(for device: Device) -> any Backend { CPUBackend.shared }
