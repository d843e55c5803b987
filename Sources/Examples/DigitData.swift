import Touchstone
import TouchstoneIO

/// 1,797 handwritten digits of 8×8 pixels, one part for training and one for testing.
struct DigitData {
  let train: (images: Tensor, labels: Tensor)
  let test: (images: Tensor, labels: Tensor)

  /// Reads an HDF5 file with `images` [N, 8, 8] from 0 to 16 and `labels` [N].
  init(_ path: String = "Fixtures/data/digits.h5") throws {
    let file = try StateDict(hdf5: path)
    guard let images = file["images"], let labels = file["labels"] else {
      throw FileError(path: path, reason: "has no images and labels")
    }
    let (x, y) = (images.to(.float32).unsqueeze(1) / 16, labels.to(.int64))
    let parts = SamplingOrder.split(
      y.size(0), fractions: [0.8, 0.2], generator: Generator(seed: 1)
    ).map { Tensor($0) }
    train = (x.indexSelect(0, parts[0]), y.indexSelect(0, parts[0]))
    test = (x.indexSelect(0, parts[1]), y.indexSelect(0, parts[1]))
  }
}
