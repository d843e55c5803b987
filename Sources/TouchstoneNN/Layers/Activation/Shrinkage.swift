import Touchstone

/// 0 near 0, x elsewhere, `torch.nn.Hardshrink`.
open class Hardshrink: Shrinkage {
  open override func forward(_ input: Tensor) -> Tensor {
    F.hardshrink(input, lambd: lambd.doubleValue)
  }
}

/// x moved towards 0, `torch.nn.Softshrink`.
open class Softshrink: Shrinkage {
  open override func forward(_ input: Tensor) -> Tensor {
    F.softshrink(input, lambd: lambd.doubleValue)
  }
}

/// x / (1 + |x|), `torch.nn.Softsign`.
open class Softsign: Module {
  open override func forward(_ input: Tensor) -> Tensor { F.softsign(input) }
}

/// x − tanh(x), `torch.nn.Tanhshrink`.
open class Tanhshrink: Module {
  open override func forward(_ input: Tensor) -> Tensor { F.tanhshrink(input) }
}
