/// Kernels of resampling images.
protocol ResamplingBackend: Sendable {}
