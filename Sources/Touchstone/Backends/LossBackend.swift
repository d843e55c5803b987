/// Kernels of losses.
protocol LossBackend: Sendable {}
