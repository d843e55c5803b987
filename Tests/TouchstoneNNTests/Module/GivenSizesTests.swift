import Testing
import Touchstone
import TouchstoneNN

/// The forms that PyTorch prints for a number, a tuple and a list.
@Suite struct GivenSizesTests {
  @Test func sizesPrintAsTheyWereGiven() {
    let list: SizeList = [2, 3]
    let forms: [(Module, String)] = [
      (
        MaxPool2d(3),
        "MaxPool2d(kernel_size=3, stride=3, padding=0, dilation=1, ceil_mode=False)"
      ),
      (
        MaxPool2d([3, 2], stride: SizeList([2, 1]), padding: [1]),
        "MaxPool2d(kernel_size=(3, 2), stride=[2, 1], padding=(1,), dilation=1, ceil_mode=False)"
      ),
      (
        MaxPool1d([3]),
        "MaxPool1d(kernel_size=(3,), stride=(3,), padding=0, dilation=1, ceil_mode=False)"
      ),
      (AvgPool2d(list), "AvgPool2d(kernel_size=[2, 3], stride=[2, 3], padding=0)"),
      (AvgPool1d(SizeList([2])), "AvgPool1d(kernel_size=(2,), stride=(2,), padding=(0,))"),
      (
        LPPool2d(2, SizeList([3, 2]), stride: [1, 2]),
        "LPPool2d(norm_type=2, kernel_size=[3, 2], stride=(1, 2), ceil_mode=False)"
      ),
      (
        Unfold(list, padding: 1),
        "Unfold(kernel_size=[2, 3], dilation=1, padding=1, stride=1)"
      ),
      (
        Fold([4, 5], SizeList([2, 2])),
        "Fold(output_size=(4, 5), kernel_size=[2, 2], dilation=1, padding=0, stride=1)"
      ),
      (Upsample(size: SizeList([3, 4])), "Upsample(size=[3, 4], mode='nearest')"),
      (Upsample(size: [3, 4]), "Upsample(size=(3, 4), mode='nearest')"),
      (Conv2d(1, 1, list), "Conv2d(1, 1, kernel_size=(2, 3), stride=(1, 1))"),
    ]
    for (module, form) in forms { #expect("\(module)" == form) }
  }
}
