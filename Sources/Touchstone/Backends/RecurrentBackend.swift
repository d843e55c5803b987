/// Kernels of recurrent layers.
protocol RecurrentBackend: Sendable {}
