/// Kernels of pooling.
protocol PoolingBackend: Sendable {}
