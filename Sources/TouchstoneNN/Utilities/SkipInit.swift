import Touchstone

/// A module whose initial values do not matter, since a state is loaded into it:
/// `skipInit { Linear(5, 1) }`, `torch.nn.utils.skip_init`. The default generator is left as it is.
public func skipInit<M: Module>(_ make: () throws -> M) rethrows -> M {
  try Generator.withDefault(Generator()) { try make() }
}
