/// Positions in batches, `BatchSampler`: each is asked of `order` when its batch is.
public struct BatchOrder<Order: IteratorProtocol<Int>>: Sequence, IteratorProtocol {
  private var order: Order
  private let size: Int
  private let dropLast: Bool
  private var finished = false

  /// - Parameter dropLast: whether a last batch of fewer positions is left out; they are drawn
  ///   nevertheless.
  /// - Errors: `.value` unless the size is positive.
  public init(_ order: Order, size: Int, dropLast: Bool = false) {
    (self.order, self.size, self.dropLast) = (order, size, dropLast)
    finished = !guarded(false) {
      try check(
        size > 0, .value,
        "batch_size should be a positive integer value, but got batch_size=\(size)")
      return true
    }
  }

  public mutating func next() -> [Int]? {
    var batch: [Int] = []
    while !finished, batch.count < size {
      if let position = order.next() { batch.append(position) } else { finished = true }
    }
    return batch.isEmpty || (dropLast && batch.count < size) ? nil : batch
  }
}

/// One pass over a data set in the order of PyTorch's `DataLoader`.
///
/// A pass begins by drawing the base seed of its workers, shuffled or not. With `shuffle` the
/// order's own seed follows when the first batch is asked for (`RandomOrder`), so that numbers
/// drawn while a batch is put together lie between the two, as they do in PyTorch. Everything is
/// drawn from `generator` when one is given, else from the default generator. Workers ask for
/// batches ahead of time; what they draw themselves comes from generators of their own.
public struct LoadingOrder: Sequence, IteratorProtocol {
  /// Seeds of the workers of this pass.
  public let seeds: WorkerSeeds
  private var batches: BatchOrder<AnyIterator<Int>>

  /// Begins a pass over `count` examples.
  /// - Errors: `.value` for a size that is not positive, and for shuffling an empty data set.
  public init(
    count: Int, batchSize: Int = 1, shuffle: Bool = false, dropLast: Bool = false,
    generator: Generator? = nil
  ) {
    let order = shuffle
      ? AnyIterator(RandomOrder(count: count, generator: generator))
      : AnyIterator((0..<count).makeIterator())
    batches = BatchOrder(order, size: batchSize, dropLast: dropLast)
    seeds = guarded(WorkerSeeds(base: 0)) { WorkerSeeds.draw(generator: generator) }
  }

  public mutating func next() -> [Int]? { batches.next() }
}
