import Touchstone

let x = Tensor.full([2, 3], 1.5)
print("Touchstone says", x.shape, x.dtype.name)
