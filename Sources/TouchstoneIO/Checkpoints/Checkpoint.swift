import OrderedCollections
import Touchstone

/// Everything that a training needs to go on as if it had not stopped: the states of model,
/// optimizer and schedule, the epoch, the generators, and values of the user's own.
///
/// ```swift
/// try Checkpoint(model: net, optimizer: optimizer, scheduler: schedule, epoch: epoch)
///   .write(to: "run.h5")
///
/// let checkpoint = try Checkpoint.read(from: "run.h5")
/// try checkpoint.restore(model: net, optimizer: optimizer, scheduler: schedule)
/// for epoch in (checkpoint.epoch ?? 0) + 1..<100 { … }
/// ```
///
/// What is restored must be made as it was before: the same layers, groups and kinds of schedules.
/// Then the training goes on bit for bit, as the default generator is among what is saved.
public struct Checkpoint {
  /// States by the name of what they belong to.
  public var parts: OrderedDictionary<String, Value>
  public var epoch: Int?
  /// States of generators, 5,056 bytes each as PyTorch has them.
  public var generators: OrderedDictionary<String, Value>
  /// What the user adds: numbers, texts, tensors, lists, dictionaries.
  public var values: OrderedDictionary<String, Value>

  /// The state of several parts by names, as of the two networks of a GAN; tensors are copied.
  ///
  /// - Parameter generators: those that the training draws from; the default one if none are named.
  public init(
    _ parts: KeyValuePairs<String, any Checkpointable>, epoch: Int? = nil,
    generators: KeyValuePairs<String, Generator> = ["default": .default],
    values: OrderedDictionary<String, Value> = [:]
  ) {
    self.init(parts.map { ($0.key, $0.value) }, epoch, generators, values)
  }

  /// The state of a model and of what trains it; tensors are copied.
  public init(
    model: (any Checkpointable)? = nil, optimizer: (any Checkpointable)? = nil,
    scheduler: (any Checkpointable)? = nil, epoch: Int? = nil,
    generators: KeyValuePairs<String, Generator> = ["default": .default],
    values: OrderedDictionary<String, Value> = [:]
  ) {
    self.init(Self.named(model, optimizer, scheduler), epoch, generators, values)
  }

  private init(
    _ parts: [(String, any Checkpointable)], _ epoch: Int?,
    _ generators: KeyValuePairs<String, Generator>, _ values: OrderedDictionary<String, Value>
  ) {
    self.init(
      parts: Self.states(parts), epoch: epoch,
      generators: Self.states(generators.map { ($0.key, $0.value) }),
      values: values.mapValues(\.detachedCopy))
  }

  init(
    parts: OrderedDictionary<String, Value>, epoch: Int?,
    generators: OrderedDictionary<String, Value>, values: OrderedDictionary<String, Value>
  ) {
    (self.parts, self.epoch) = (parts, epoch)
    (self.generators, self.values) = (generators, values)
  }

  private static func named(
    _ model: (any Checkpointable)?, _ optimizer: (any Checkpointable)?,
    _ scheduler: (any Checkpointable)?
  ) -> [(String, any Checkpointable)] {
    let all = [("model", model), ("optimizer", optimizer), ("scheduler", scheduler)]
    return all.compactMap { name, part in part.map { (name, $0) } }
  }

  private static func states(
    _ parts: [(String, any Checkpointable)]
  ) -> OrderedDictionary<String, Value> {
    OrderedDictionary(
      parts.map { ($0.0, $0.1.checkpointState.detachedCopy) }, uniquingKeysWith: { $1 })
  }
}

extension Checkpoint {
  /// Gives a model and what trains it their states back, and the generators theirs.
  ///
  /// The rates of the optimizer are the saved ones even if a schedule was made for it meanwhile.
  ///
  /// - Throws: `TensorError`: `.key` for a part or generator that was not saved, and what a part
  ///   says of a state that does not fit it; what comes after it is not restored then.
  public func restore(
    model: (any Checkpointable)? = nil, optimizer: (any Checkpointable)? = nil,
    scheduler: (any Checkpointable)? = nil,
    generators: KeyValuePairs<String, Generator> = ["default": .default]
  ) throws {
    try restore(Self.named(model, optimizer, scheduler), generators)
  }

  /// Gives parts their states back by their names, in the order given.
  public func restore(
    _ parts: KeyValuePairs<String, any Checkpointable>,
    generators: KeyValuePairs<String, Generator> = ["default": .default]
  ) throws {
    try restore(parts.map { ($0.key, $0.value) }, generators)
  }

  private func restore(
    _ targets: [(String, any Checkpointable)], _ generators: KeyValuePairs<String, Generator>
  ) throws {
    let found = try targets.map { ($0.1, try state($0.0, parts, "part")) }
    let drawn = try generators.map { ($0.value, try state($0.key, self.generators, "generator")) }
    try checked {
      for (target, state) in found { target.restoreCheckpoint(state) }
      for (generator, state) in drawn { generator.restoreCheckpoint(state) }
    }
  }

  private func state(
    _ name: String, _ states: OrderedDictionary<String, Value>, _ kind: String
  ) throws -> Value {
    guard let state = states[name] else {
      let known = states.keys.isEmpty ? "none" : states.keys.joined(separator: ", ")
      throw TensorError(.key, "the checkpoint has no \(kind) '\(name)'; it has \(known)")
    }
    return state
  }
}
