/// Kernels of normalisation.
protocol NormalizationBackend: Sendable {}
