import Touchstone
import TouchstoneIO

/// Compares what an operation gave with what PyTorch gave: number of results, then shape, dtype
/// and (for views) strides, then values, then gradients.
struct CaseComparison {
  private let fixture: FixtureCase
  private let record: OperationRecord
  private let file: FixtureFile
  private let inputs: CaseInputs
  private let conditioning: Conditioning
  private(set) var result: CaseResult
  private(set) var statistics: ErrorStatistics?
  private var worstStrain = -1.0

  init(
    _ fixture: FixtureCase, _ record: OperationRecord, _ file: FixtureFile, _ inputs: CaseInputs,
    seed: UInt64
  ) {
    self.fixture = fixture
    self.record = record
    self.file = file
    self.inputs = inputs
    conditioning = Conditioning(fixture, record, file, seed: seed)
    result = CaseResult(fixture)
    if fixture.stateBefore != nil { result.distance = 0 }
  }

  /// Fills `result`. Throws only when the file's data cannot be read.
  mutating func compare(_ execution: CaseExecution) throws {
    guard execution.leaves.count == fixture.outputs.count else {
      fail("gave \(execution.leaves.count) results, PyTorch \(fixture.outputs.count)")
      return
    }
    for (index, leaf) in execution.leaves.enumerated() {
      try compareLeaf(index, leaf, fixture.outputs[index])
    }
    if let gradients = execution.gradients { try compareGradients(gradients) }
    if let gradients = execution.secondGradients { try compareSecondGradients(gradients) }
    if let statistics, statistics.worstTheirs + statistics.worstOurs > 0 {
      result.referenceMultiple = statistics.multiple
    }
  }

  /// Notes what is wrong.
  mutating func fail(_ reason: String) {
    result.status = .failed
    result.reason += result.reason.isEmpty ? reason : "\n" + reason
    if result.metric.isEmpty { (result.worst, result.metric) = (.infinity, "structure") }
  }

  private mutating func compareLeaf(
    _ index: Int, _ leaf: Value, _ expected: FixtureValue
  ) throws {
    let label = fixture.outputs.count == 1 ? "result" : "result \(index)"
    guard case .tensor(let reference) = expected else {
      return compareScalar(label, leaf, expected)
    }
    guard case .tensor(let tensor) = leaf else {
      return fail("\(label) is \(leaf.pythonType), PyTorch gives a tensor")
    }
    let entry = fixture.tensors[reference]
    let theirs = Elements(entry, try file.span(entry))
    let ours = Elements(tensor)
    guard hasStructure(label, ours, theirs, tensor) else { return }
    if let distance = result.distance {
      result.distance = max(distance, Distance.largest(ours, theirs))
    }
    let truth = try truthValues(fixture.truths[index])
    note(judge(label, ours, theirs, truth, .leaf(index), record.metric), isForward: true)
  }

  private mutating func hasStructure(
    _ label: String, _ ours: Elements, _ theirs: Elements, _ tensor: Tensor
  ) -> Bool {
    if ours.shape != theirs.shape {
      fail("\(label) has the shape \(ours.shape), PyTorch's \(theirs.shape)")
      return false
    }
    if ours.dtype != theirs.dtype {
      fail("\(label) is \(ours.dtype.name), PyTorch's \(theirs.dtype.name)")
      return false
    }
    let problem = ViewRule.problem(record.name, tensor, expected: theirs.strides, inputs.tensors)
    if let problem { fail("\(label) \(problem)") }
    return problem == nil
  }

  private mutating func compareScalar(_ label: String, _ leaf: Value, _ expected: FixtureValue) {
    if result.metric.isEmpty { result.metric = ExactRule.integerReason }
    guard !ScalarRule.equal(leaf, expected) else { return }
    fail("\(label) is \(leaf), PyTorch gives \(expected)")
  }

  private mutating func compareGradients(_ gradients: [Tensor?]) throws {
    result.checkedGradient = true
    let leaves = try inputs.leaves
    for (index, gradient) in gradients.enumerated() where index < fixture.gradients.count {
      try compareGradient(
        "gradient of input \(index)", .gradient(index), gradient, like: leaves[index],
        fixture.gradients[index], fixture.gradientTruths[index],
        sparsity: index < fixture.sparsity.count ? fixture.sparsity[index] : nil)
    }
  }

  private mutating func compareSecondGradients(_ gradients: [Tensor?]) throws {
    let sources = try inputs.leaves + fixture.cotangents.compactMap { try $0.map(inputs.tensor) }
    let leaves = try inputs.leaves.count
    for (index, gradient) in gradients.enumerated() where index < fixture.secondGradients.count {
      let source = index < leaves ? "input \(index)" : "cotangent \(index - leaves)"
      try compareGradient(
        "second gradient of \(source)", .secondGradient(index), gradient, like: sources[index],
        fixture.secondGradients[index], fixture.secondGradientTruths[index])
    }
  }

  private func zeros(like tensor: Tensor) throws -> Tensor {
    try checked { Tensor.zeros(tensor.shape, dtype: tensor.dtype) }
  }

  /// A gradient that either side leaves out counts as zeros.
  private mutating func compareGradient(
    _ label: String, _ target: Conditioning.Target, _ tensor: Tensor?, like input: Tensor,
    _ reference: Int?, _ truthReference: Int?, sparsity: FixtureSparsity? = nil
  ) throws {
    let found = try tensor ?? zeros(like: input)
    let ours = Elements(found)
    if reference != nil, let problem = try layoutProblem(found, sparsity) {
      return fail("\(label) \(problem)")
    }
    guard let reference else {
      if tensor != nil, ours.values.contains(where: { $0 != 0 }) {
        fail("\(label) is not zero, PyTorch has none")
      }
      return
    }
    let entry = fixture.tensors[reference]
    let theirs = Elements(entry, try file.span(entry))
    guard ours.shape == theirs.shape, ours.dtype == theirs.dtype else {
      return fail(
        "\(label) is \(ours.dtype.name) \(ours.shape), PyTorch's \(theirs.dtype.name) "
          + "\(theirs.shape)")
    }
    let truth = try truthValues(truthReference)
    let family = record.metric == .decomposition ? record.metric : .reference
    let judgement = judge(label, ours, theirs, truth, target, family)
    note(judgement, isForward: false)
    if tensor == nil, judgement.failure != nil { fail("\(label) was not computed at all") }
  }

  /// Why a gradient does not store what PyTorch's does, in its order.
  private func layoutProblem(_ tensor: Tensor, _ sparsity: FixtureSparsity?) throws -> String? {
    guard let sparsity else { return tensor.isSparse ? "is sparse, PyTorch's strided" : nil }
    guard tensor.isSparse else { return "is strided, PyTorch's sparse" }
    let places = try Elements(sparsity.indices, of: fixture, in: file)
    guard Array(tensor.shape) == sparsity.size, tensor.isCoalesced == sparsity.isCoalesced,
      Array(tensor.storedIndices.shape) == places.shape,
      Elements(tensor.storedIndices).bits == places.bits
    else { return "stores other places than PyTorch's: \(tensor)" }
    return nil
  }

  private func truthValues(_ reference: Int?) throws -> [Double]? {
    guard let reference else { return nil }
    return try Elements(reference, of: fixture, in: file).values
  }

  /// Moved NaNs keep their bits; a conversion may give any NaN.
  private func judge(
    _ label: String, _ ours: Elements, _ theirs: Elements, _ truth: [Double]?,
    _ target: Conditioning.Target, _ family: MetricFamily
  ) -> Judgement {
    guard let format = FloatFormat(ours.dtype), family != .movement else {
      let reason = family == .movement ? ExactRule.movementReason : ExactRule.integerReason
      let converts = !inputs.dtypes.contains(ours.dtype)
      return ExactRule.judge(ours, theirs, reason: reason, label: label, mayBeAnyNaN: converts)
    }
    // A float64 result is not more precise than itself.
    let truth = format.precision < 53 && truth?.count == ours.count ? truth : nil
    if fixture.stateBefore != nil, case .reference = family {
      return ToleranceRule.judge(ours, theirs, truth, format, label: label) {
        let rotation = try? RotationSensitivity(fixture, in: file, like: ours)
        return (try? rotation?.movement(seed: stableHash(fixture.id))) ?? 0
      }
    }
    guard let rule = AccuracyRules.rule(family, format, hasTruth: truth != nil) else {
      return ExactRule.judge(
        ours, theirs, reason: ExactRule.selectionReason, label: label, mayBeAnyNaN: true,
        mayBeAnyZero: true)
    }
    let comparison = LeafComparison(
      label: label, ours: ours, theirs: theirs, truth: truth, format: format, rule: rule
    ) { [conditioning, fixture] in
      // Other inputs would draw other random numbers: there is no scale to measure.
      if fixture.stateBefore != nil { return TensorScales() }
      return conditioning.scales(
        target, ours.count, truth: truth, format: format, rule: rule)
    }
    return comparison.judge()
  }

  private mutating func note(_ judgement: Judgement, isForward: Bool) {
    if let failure = judgement.failure { fail(failure) }
    let strain =
      judgement.worst == 0
      ? 0 : (judgement.budget > 0 ? judgement.worst / judgement.budget : .infinity)
    if strain > worstStrain || result.metric.isEmpty || result.metric == "structure" {
      worstStrain = strain
      (result.metric, result.unit) = (judgement.metric, judgement.unit)
      (result.worst, result.budget) = (judgement.worst, judgement.budget)
    }
    result.zeroSigns += judgement.zeroSigns
    guard isForward, let found = judgement.statistics else { return }
    statistics = statistics ?? ErrorStatistics()
    statistics?.merge(found)
  }
}

/// The rule of each metric family.
enum AccuracyRules {
  /// Nil for families that compare exactly, or by a rule of their own.
  static func rule(
    _ family: MetricFamily, _ format: FloatFormat, hasTruth: Bool
  ) -> (any AccuracyRule)? {
    switch family {
    case .movement, .exact, .trajectory: nil
    case .pointwise(let ulps): PointwiseRule(format: format, ulps: ulps, hasTruth: hasTruth)
    case .reduction: SumRule(format: format, hasTruth: hasTruth, family: "reduction")
    case .matmul: SumRule(format: format, hasTruth: hasTruth, family: "matmul")
    case .reference: ReferenceRule(format: format, hasTruth: hasTruth)
    case .decomposition: ReferenceRule(format: format, hasTruth: hasTruth, isNormwise: true)
    }
  }
}

/// Python numbers among the results.
enum ScalarRule {
  static func equal(_ ours: Value, _ theirs: FixtureValue) -> Bool {
    switch (ours, theirs) {
    case (.none, .none), (.ellipsis, .ellipsis): true
    case (.bool(let a), .bool(let b)): a == b
    case (.int(let a), .int(let b)): a == Int64(b)
    case (.double(let a), .double(let b)): a == b || (a.isNaN && b.isNaN)
    case (.string(let a), .string(let b)): a == b
    case (.dtype(let a), .dtype(let b)): a.name == b
    case (.complex(let a, let b), .complex(let c, let d)): a == c && b == d
    default: false
    }
  }
}
