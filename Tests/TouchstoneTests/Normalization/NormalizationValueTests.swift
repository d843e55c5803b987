import Testing
import Touchstone

@Suite struct NormalizationValueTests {
  @Test func runningStatisticsMoveWithTheUnbiasedVariance() {
    let x = Tensor([[0, 1], [2, 5]] as [[Float]])
    let (mean, variance) = (Tensor.zeros([2]), Tensor.ones([2]))
    _ = F.batchNorm(x, mean, variance, training: true, momentum: 0.5)
    #expect(mean.toArray(Float.self) == [0.5, 1.5])
    #expect(variance.toArray(Float.self) == [1.5, 4.5])
    _ = F.batchNorm(x, mean, variance, training: false)
    #expect(mean.toArray(Float.self) == [0.5, 1.5])
  }

  @Test func instancesMoveTheRunningStatisticsByTheirMean() {
    let x = Tensor([0, 2, 4, 6] as [Float]).reshape([2, 1, 2])
    let (mean, variance) = (Tensor.zeros([1]), Tensor.zeros([1]))
    _ = F.instanceNorm(x, mean, variance, momentum: 0.5)
    #expect(mean.toArray(Float.self) == [1.5] && variance.toArray(Float.self) == [1])
  }

  @Test func halfInputsTakeFloatParameters() throws {
    let x = Tensor([[0, 1], [2, 5]] as [[Float]]).to(.float16)
    let out = F.batchNorm(x, nil, nil, weight: Tensor.full([2], 2.0), training: true)
    #expect(out.dtype == .float16)
    #expect(throws: TensorError.self) {
      try checked {
        F.layerNorm(
          x, 2, weight: Tensor.ones([2]), bias: Tensor.ones([2], dtype: .float16))
      }
    }
  }

  @Test func emptyBatchesLeaveRunningStatisticsAlone() {
    let mean = Tensor.full([3], 7.0)
    let weight = Tensor.ones([3]).requiresGrad_()
    let out = F.batchNorm(
      Tensor.zeros([0, 3, 2]), mean, Tensor.ones([3]), weight: weight, training: true)
    #expect(out.shape == [0, 3, 2] && mean.toArray(Float.self) == [7, 7, 7])
    out.sum().backward()
    #expect(weight.grad!.toArray(Float.self) == [0, 0, 0])
  }

  @Test func groupNormKeepsChannelsLast() {
    let x = Tensor.randn([2, 6, 3, 3]).contiguous(memoryFormat: .channelsLast)
    let out = F.groupNorm(x, 3)
    #expect(out.isContiguous(.channelsLast))
    #expect(out.equal(F.groupNorm(x.contiguous(), 3)))
  }

  @Test func resultsDoNotDependOnTheLayout() {
    let x = Tensor.randn([8, 40, 6, 6])
    let last = F.batchNorm(x.contiguous(memoryFormat: .channelsLast), nil, nil, training: true)
    #expect(last.allclose(F.batchNorm(x, nil, nil, training: true), atol: 1e-6))
  }

  private func message(_ body: () -> Tensor) -> String {
    do {
      _ = try checked(body)
      return "accepted"
    } catch { return "\(error)" }
  }

  @Test func errorsArePyTorchs() {
    let x = Tensor.zeros([1, 3])
    #expect(
      message { F.batchNorm(x, nil, nil, training: true) }
        == "ValueError: Expected more than 1 value per channel when training, got input size "
        + "torch.Size([1, 3])")
    #expect(
      message { F.batchNorm(x, nil, nil) }
        == "RuntimeError: running_mean must be defined in evaluation mode")
    #expect(
      message { F.instanceNorm(Tensor.zeros([2, 3, 1])) }
        == "ValueError: Expected more than 1 spatial element when training, got input size "
        + "torch.Size([2, 3, 1])")
    #expect(
      message { F.groupNorm(Tensor.zeros([2, 6, 4]), 4) }
        == "RuntimeError: Expected number of channels in input to be divisible by num_groups, but "
        + "got input of shape [2, 6, 4] and num_groups=4")
    #expect(
      message { F.layerNorm(Tensor.zeros([2, 4]), 3) }
        == "RuntimeError: Given normalized_shape=[3], expected input with shape [*, 3], but got "
        + "input of size[2, 4]")
  }
}
