import Testing

@testable import Touchstone

struct PrintingTests {
  @Test func numbersChooseTheirNotation() {
    #expect("\(Tensor([1.0, 2.0, 3.0]))" == "tensor([1., 2., 3.])")
    #expect("\(Tensor([0.1, 0.25, 100.0]))" == "tensor([  0.1000,   0.2500, 100.0000])")
    #expect("\(Tensor([1e-5, 1.0]))" == "tensor([1.0000e-05, 1.0000e+00])")
    #expect("\(Tensor([1e10]))" == "tensor([1.0000e+10])")
    #expect("\(Tensor(3.0))" == "tensor(3.)")
    #expect("\(Tensor([-Double.nan, -1 / 0, 2.5]))" == "tensor([   nan,   -inf, 2.5000])")
  }

  @Test func integersAndBooleansLineUp() {
    #expect("\(Tensor([[1, -20], [300, 4]]))" == "tensor([[  1, -20],\n        [300,   4]])")
    #expect("\(Tensor([true, false]))" == "tensor([ True, False])")
    #expect("\(Tensor([Int64.min]))" == "tensor([-9223372036854775808])")
  }

  @Test func emptyTensorsShowShapeAndDType() {
    #expect("\(Tensor.empty([0]))" == "tensor([])")
    #expect("\(Tensor.empty([0, 3]))" == "tensor([], size=(0, 3))")
    #expect("\(Tensor.empty([0], dtype: .int64))" == "tensor([], dtype=torch.int64)")
  }

  @Test func suffixesNameDTypeAndGraph() {
    let x = Tensor([1.5, 2.5], requiresGrad: true)
    #expect("\(x)" == "tensor([1.5000, 2.5000], requires_grad=True)")
    #expect("\(x.flip(0))" == "tensor([2.5000, 1.5000], grad_fn=<FlipBackward0>)")
    #expect("\(Tensor([1.5], dtype: .float64))" == "tensor([1.5000], dtype=torch.float64)")
    #expect("\(Tensor([1, 2], dtype: .uint8))" == "tensor([1, 2], dtype=torch.uint8)")
    #expect(String(reflecting: x) == x.description)
  }

  @Test func longSuffixGoesToTheNextLine() {
    let x = Tensor.linspace(0.5, 1, 8, dtype: .float64)
    #expect(
      "\(x)" == """
        tensor([0.5000, 0.5714, 0.6429, 0.7143, 0.7857, 0.8571, 0.9286, 1.0000],
               dtype=torch.float64)
        """)
  }

  @Test func largeTensorsAreSummarised() {
    #expect("\(Tensor.arange(1001))" == "tensor([   0,    1,    2,  ...,  998,  999, 1000])")
    #expect(
      "\(Tensor.arange(2000).view([2, 1000]))" == """
        tensor([[   0,    1,    2,  ...,  997,  998,  999],
                [1000, 1001, 1002,  ..., 1997, 1998, 1999]])
        """)
  }

  @Test func viewsPrintTheirOwnElements() {
    let x = Tensor.arange(6).view([2, 3])
    #expect("\(x.T)" == "tensor([[0, 3],\n        [1, 4],\n        [2, 5]])")
    #expect("\(Tensor(2.5).expand([2]))" == "tensor([2.5000, 2.5000])")
  }

  @Test func optionsOfOneCall() {
    var options = PrintOptions()
    options.precision = 2
    options.scientific = true
    #expect(Tensor([1.0, 250.0]).text(options) == "tensor([1.00e+00, 2.50e+02])")
    options = PrintOptions()
    options.edgeItems = 0
    options.threshold = 2
    #expect(Tensor([1, 2, 3]).text(options) == "tensor([...], size=(3,))")
  }
}
