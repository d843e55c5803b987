/// Where a tensor's memory lives.
public struct Device: Sendable, Hashable, CustomStringConvertible {
  public enum Kind: UInt8, Sendable, Hashable { case cpu, cuda }

  public let kind: Kind
  /// Index among devices of the same kind.
  public let index: Int

  @inlinable public init(_ kind: Kind, index: Int = 0) {
    self.kind = kind
    self.index = index
  }

  public static let cpu = Device(.cpu)

  @inlinable public var isCPU: Bool { kind == .cpu }

  /// PyTorch's form: `cpu`, `cuda:0`.
  public var description: String { kind == .cpu ? "cpu" : "cuda:\(index)" }
}
