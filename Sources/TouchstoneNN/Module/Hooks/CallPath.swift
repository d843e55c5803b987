import Touchstone

extension Module: CallSite {
  /// `layer1.0.conv1 (Conv2d)`: the path from the outermost module in the call, and the class.
  package func describe(within outer: ArraySlice<any CallSite>) -> String {
    let modules = outer.compactMap { $0 as? Module } + [self]
    let path = zip(modules, modules.dropFirst()).compactMap { parent, child in
      parent.namedModules().first { $0.module === child && $0.module !== parent }?.name
    }
    return path.isEmpty ? name : "\(path.joined(separator: ".")) (\(name))"
  }
}
