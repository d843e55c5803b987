import Testing

@testable import Touchstone

/// PyTorch's rules for convolutions that no number shows: layout, padding by name, empty operands.
struct ConvolutionRuleTests {
  @Test func channelsLastIsKept() {
    let x = Tensor.ones([2, 4, 5, 5])
    let w = Tensor.ones([6, 4, 3, 3])
    let last = MemoryFormat.channelsLast
    let (cx, cw) = (x.contiguous(memoryFormat: last), w.contiguous(memoryFormat: last))
    #expect(F.conv2d(x, w).isContiguous)
    #expect(F.conv2d(cx, w).strides == [54, 1, 18, 6])
    #expect(F.conv2d(x, cw).strides == [54, 1, 18, 6])
    #expect(F.conv2d(cx, cw).equal(F.conv2d(x, w)))
    let deep = Tensor.ones([2, 4, 3, 3, 3]).contiguous(memoryFormat: .channelsLast3d)
    let cube = Tensor.ones([6, 4, 3, 3, 3])
    #expect(F.conv3d(deep, cube, padding: 1).strides == [162, 1, 54, 18, 6])
    #expect(F.conv3d(deep.to(.float64), cube.to(.float64), padding: 1).isContiguous)
  }

  /// Zeros of the padding meet a weight that is not finite in float64, and are left out where
  /// PyTorch gives the work to oneDNN.
  @Test func paddingMeetsNaN() {
    let w = Tensor.ones([1, 1, 3, 3])
    w.select(2, 0).select(2, 0).fill_(Double.nan)
    let x = Tensor.ones([2, 1, 4, 4])
    let double = F.conv2d(x.to(.float64), w.to(.float64), padding: 1)
    #expect(double.isnan().all().item() == .bool(true))
    let single = F.conv2d(x, w, padding: 1).isnan().to(.int64).sum().item()
    #expect(single == .int(2 * 9))
  }

  @Test func sameAndValid() {
    let x = Tensor.arange(10, dtype: .float64).view([1, 1, 10])
    let w = Tensor(copying: [1.0, 10, 100, 1000]).view([1, 1, 4])
    let same = F.conv1d(x, w, padding: "same")
    #expect(same.equal(F.conv1d(x.constantPadNd([1, 2]), w)))
    #expect(F.conv1d(x, w, padding: "valid").equal(F.conv1d(x, w)))
    #expect(F.conv1d(x, w, padding: ConvolutionPadding.named("same"), dilation: 2).size(2) == 10)
  }

  @Test func emptyOperands() {
    let w = Tensor.ones([4, 3, 3, 3], requiresGrad: true)
    let none = Tensor.ones([0, 3, 5, 5], requiresGrad: true)
    let result = F.conv2d(none, w)
    #expect(result.shape == [0, 4, 3, 3])
    let pulled = grad(outputs: [result.sum()], inputs: [none, w])
    #expect(pulled[0]!.shape == [0, 3, 5, 5])
    #expect(pulled[1]!.equal(Tensor.zeros([4, 3, 3, 3])))
    #expect(F.conv2d(Tensor.ones([2, 0, 5, 5]), Tensor.ones([4, 0, 3, 3])).shape == [2, 0, 3, 3])
    #expect(F.convTranspose2d(Tensor.ones([0, 3, 5, 5]), w.detach().transpose(0, 1)).size(0) == 0)
  }

  @Test func unneededGradientsAreNotComputed() {
    let x = Tensor.ones([1, 2, 4, 4])
    let w = Tensor.ones([3, 2, 3, 3], requiresGrad: true)
    let result = F.conv2d(x, w)
    #expect(result.gradFn?.name == "ConvolutionBackward0")
    result.sum().backward()
    #expect(w.grad!.equal(Tensor.full([3, 2, 3, 3], 4.0)))
    #expect(x.grad == nil)
  }

  @Test func halvesFoldOnce() {
    let columns = Tensor.full([1, 4, 9], 0.1, dtype: .float16)
    let exact = F.fold(columns.to(.float64), 4, 2).to(.float16)
    #expect(F.fold(columns, 4, 2).equal(exact))
  }

  @Test func bilinearSumsAllProducts() {
    let a = Tensor.arange(6, dtype: .float64).view([2, 3])
    let b = Tensor.arange(8, dtype: .float64).view([2, 4])
    let w = Tensor.arange(60, dtype: .float64).view([5, 3, 4])
    let bias = Tensor.arange(5, dtype: .float64)
    let expected = Tensor.einsum("ni,oij,nj->no", [a, w, b]).add(bias)
    #expect(F.bilinear(a, b, w, bias: bias).equal(expected))
  }
}
