import Foundation
import Touchstone
import TouchstoneIO
import TouchstoneNN

/// Weights that travel between Touchstone and PyTorch in HDF5 files, for every network of the
/// harness. `Fixtures/exchange.py` is the other side.
///
/// In a folder, `touchstone/NAME.h5` is a state dictionary that Touchstone wrote,
/// `pytorch/NAME.h5` one that PyTorch wrote, and `NAME.call.h5` beside either holds inputs
/// (`input.0`, …) and what PyTorch makes of them in evaluation (`output`).
public enum NetworkExchange {
  /// How far Touchstone's output is from PyTorch's for the same weights.
  public struct Difference: Sendable {
    public let network: String
    /// Who wrote the weights: `touchstone` or `pytorch`.
    public let origin: String
    /// Largest difference of two elements, as a part of PyTorch's largest element.
    public let relative: Double

    /// Rounding alone stays below this.
    public var holds: Bool { relative <= 1e-5 }
  }

  /// Writes the state of every network, drawn under a seed.
  public static func write(to folder: String) throws {
    let target = folder + "/touchstone"
    try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
    for (index, record) in NetworkCatalogue.all.enumerated() {
      let state = try Generator.withDefault(Generator(seed: UInt64(index))) {
        try built(record).stateDict()
      }
      try state.write(hdf5: "\(target)/\(fileName(record)).h5")
    }
  }

  /// Loads what both sides wrote, strictly, and repeats PyTorch's calls.
  public static func check(_ folder: String) throws -> [Difference] {
    try ["touchstone", "pytorch"].flatMap { origin in
      try NetworkCatalogue.all.map { record in
        let stem = "\(folder)/\(origin)/\(fileName(record))"
        let call = try StateDict(hdf5: stem + ".call.h5")
        let output = try self.output(of: record, try StateDict(hdf5: stem + ".h5"), call)
        return Difference(
          network: fileName(record), origin: origin,
          relative: try distance(output, from: call["output"]))
      }
    }
  }

  private static func output(
    of record: ModuleRecord, _ state: StateDict, _ call: StateDict
  ) throws -> Tensor {
    let inputs = call.filter { $0.key.hasPrefix("input.") }.map { Value.tensor($0.value) }
    return try checked {
      let network = try built(record)
      network.loadStateDict(state)
      network.eval()
      let arguments = try bound(record, record.forwardSignature, inputs)
      return try noGrad { try record.forward(network, arguments) }
    }.flatMap(\.tensors)[0]
  }

  private static func built(_ record: ModuleRecord) throws -> Module {
    try record.construct(try bound(record, record.signature, []))
  }

  private static func bound(
    _ record: ModuleRecord, _ signature: String, _ positional: [Value]
  ) throws -> Arguments {
    let names = signature.split(separator: ",").map { $0.filter { $0 != " " } }
    return try Arguments(
      operation: record.name, signature: names, positional: positional, keywords: [:])
  }

  private static func distance(_ ours: Tensor, from theirs: Tensor?) throws -> Double {
    guard let theirs, theirs.shape == ours.shape else { return .infinity }
    return try checked {
      let apart = ours.sub(theirs).abs().max().item().doubleValue
      let difference = apart / theirs.abs().max().item().doubleValue
      return difference.isNaN ? .infinity : difference
    }
  }

  private static func fileName(_ record: ModuleRecord) -> String {
    String(record.name.dropFirst("networks.".count))
  }
}
