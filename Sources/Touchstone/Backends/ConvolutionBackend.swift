/// Kernels of convolution and of linear layers.
protocol ConvolutionBackend: Sendable {}
