import Touchstone

extension ModuleCatalogue {
  static let paddingLayers: [ModuleRecord] = [
    padding("ReflectionPad1d") { ReflectionPad1d($0) },
    padding("ReflectionPad2d") { ReflectionPad2d($0) },
    padding("ReflectionPad3d") { ReflectionPad3d($0) },
    padding("ReplicationPad1d") { ReplicationPad1d($0) },
    padding("ReplicationPad2d") { ReplicationPad2d($0) },
    padding("ReplicationPad3d") { ReplicationPad3d($0) },
    padding("CircularPad1d") { CircularPad1d($0) },
    padding("CircularPad2d") { CircularPad2d($0) },
    padding("CircularPad3d") { CircularPad3d($0) },
    padding("ZeroPad1d") { ZeroPad1d($0) },
    padding("ZeroPad2d") { ZeroPad2d($0) },
    padding("ZeroPad3d") { ZeroPad3d($0) },
    constant("ConstantPad1d") { ConstantPad1d($0, $1) },
    constant("ConstantPad2d") { ConstantPad2d($0, $1) },
    constant("ConstantPad3d") { ConstantPad3d($0, $1) },
  ]

  private static func padding(
    _ name: String, _ make: @escaping @Sendable ([Int]) -> Module
  ) -> ModuleRecord {
    ModuleRecord(name, "padding", metric: .movement) { a in make(try a.ints("padding")) }
  }

  private static func constant(
    _ name: String, _ make: @escaping @Sendable ([Int], Scalar) -> Module
  ) -> ModuleRecord {
    ModuleRecord(name, "padding, value", metric: .movement) { a in
      make(try a.ints("padding"), try a.scalar("value"))
    }
  }
}
