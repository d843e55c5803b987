/// Kernels of embeddings.
protocol EmbeddingBackend: Sendable {}
