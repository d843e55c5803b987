/// The records of orders in which data is visited, and of the seeds of those who load it.
extension Catalogue {
  static let sampling: [OperationRecord] = orders + batches + [workerSeeds]

  /// An order of positions.
  private static func order(
    _ name: String, _ signature: String,
    _ call: @escaping @Sendable (Arguments, Generator?) throws -> [Int]
  ) -> OperationRecord {
    OperationRecord.movement(name, signature + ", generator") { a in
      Tensor(copying: try call(a, try a.generatorOrNil("generator")))
    }
  }

  private static let orders: [OperationRecord] = [
    order("random_sampler", "count, num_samples, replacement") { a, generator in
      Array(
        RandomOrder(
          count: try a.int("count"), samples: try a.intOrNil("num_samples"),
          replacement: try a.bool("replacement", default: false), generator: generator))
    },
    order("subset_random_sampler", "indices") { a, generator in
      SamplingOrder.subset(try a.ints("indices"), generator: generator)
    },
    order("weighted_random_sampler", "weights, num_samples, replacement") { a, generator in
      SamplingOrder.weighted(
        try a.tensor("weights").toArray(), samples: try a.int("num_samples"),
        replacement: try a.bool("replacement", default: true), generator: generator)
    },
  ]

  /// Positions in groups.
  private static func groups(
    _ name: String, _ signature: String,
    _ call: @escaping @Sendable (Arguments, Generator?) throws -> [Tensor]
  ) -> OperationRecord {
    OperationRecord.movements(name, signature + ", generator") { a in
      try call(a, try a.generatorOrNil("generator"))
    }
  }

  private static let batches: [OperationRecord] = [
    groups("random_split", "count, lengths") { a, generator in
      let count = try a.int("count")
      let parts: [[Int]]
      if case .list(let items) = a.value("lengths"), items.contains(where: \.isDouble) {
        let fractions = try items.indices.map { try a.double("lengths", at: $0) }
        parts = SamplingOrder.split(count, fractions: fractions, generator: generator)
      } else {
        parts = SamplingOrder.split(count, lengths: try a.ints("lengths"), generator: generator)
      }
      return parts.map { Tensor(copying: $0) }
    },
    groups("batch_sampler", "count, batch_size, drop_last") { a, generator in
      let order = RandomOrder(count: try a.int("count"), generator: generator)
      let batches = BatchOrder(
        order, size: try a.int("batch_size"), dropLast: try a.bool("drop_last", default: false))
      return batches.map { Tensor(copying: $0) }
    },
    groups("data_loader", "count, batch_size, shuffle, drop_last, passes") { a, generator in
      try (0..<a.int("passes", default: 1)).flatMap { _ in try loaded(a, generator) }
    },
  ]

  /// The batches of one pass; each example is its position and a number drawn while it is loaded.
  private static func loaded(_ a: Arguments, _ generator: Generator?) throws -> [Tensor] {
    let order = LoadingOrder(
      count: try a.int("count"), batchSize: try a.int("batch_size", default: 1),
      shuffle: try a.bool("shuffle", default: false),
      dropLast: try a.bool("drop_last", default: false), generator: generator)
    return order.map { batch in
      let drawn = batch.flatMap { [$0, Tensor.randint(1000, [1]).toArray(Int.self)[0]] }
      return Tensor(copying: drawn).reshape([batch.count, 2])
    }
  }

  /// For each worker the seeds of its default generator, of Python's and of numpy's: 1, 1 and 4
  /// numbers.
  private static let workerSeeds = OperationRecord.movement("worker_seeds", "workers, generator") {
    let seeds = WorkerSeeds.draw(generator: try $0.generatorOrNil("generator"))
    let workers = try $0.int("workers")
    let numbers = (0..<workers).flatMap { worker -> [Int] in
      let seed = Int(truncatingIfNeeded: seeds.seed(worker: worker))
      return [seed, seed] + seeds.numpyWords(worker: worker).map(Int.init)
    }
    return Tensor(copying: numbers).reshape([workers, 6])
  }
}

extension Value {
  fileprivate var isDouble: Bool { if case .double = self { true } else { false } }
}

extension Arguments {
  /// A number of a list.
  func double(_ name: String, at index: Int) throws -> Double {
    guard case .list(let items) = value(name) else { throw invalidCombination }
    switch items[index] {
    case .double(let value): return value
    case .int(let value): return Double(value)
    default: throw invalidCombination
    }
  }
}
