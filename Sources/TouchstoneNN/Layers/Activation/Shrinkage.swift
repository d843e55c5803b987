import Touchstone

/// 0 near 0, x elsewhere, `torch.nn.Hardshrink`.
public final class Hardshrink: Shrinkage {
  public override func forward(_ input: Tensor) -> Tensor {
    F.hardshrink(input, lambd: lambd.doubleValue)
  }
}

/// x moved towards 0, `torch.nn.Softshrink`.
public final class Softshrink: Shrinkage {
  public override func forward(_ input: Tensor) -> Tensor {
    F.softshrink(input, lambd: lambd.doubleValue)
  }
}

/// x / (1 + |x|), `torch.nn.Softsign`.
public final class Softsign: Module {
  public override func forward(_ input: Tensor) -> Tensor { F.softsign(input) }
}

/// x − tanh(x), `torch.nn.Tanhshrink`.
public final class Tanhshrink: Module {
  public override func forward(_ input: Tensor) -> Tensor { F.tanhshrink(input) }
}
