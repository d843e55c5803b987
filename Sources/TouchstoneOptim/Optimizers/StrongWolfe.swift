import Touchstone

/// A point on the line of a search: step size, value, gradient, and the slope along the line.
struct WolfePoint {
  var t: Rate
  var value: Double
  var gradient: Tensor
  var slope: Rate
}

/// Line search for a step with f(t) ≤ f(0) + c₁ t f′(0) and |f′(t)| ≤ −c₂ f′(0) (Nocedal and Wright
/// 2006, algorithms 3.5 and 3.6, after minFunc): brackets such a step, then narrows the bracket by
/// cubic interpolation.
struct StrongWolfe {
  let start: WolfePoint
  /// The largest component of the direction.
  let reach: Rate
  /// Evaluations after the first.
  let limit: Int
  private let c1 = 1e-4, c2 = 0.9, toleranceChange = 1e-9
  private var iterations = 0
  private var isDone = false

  init(start: WolfePoint, direction: Tensor, limit: Int) {
    (self.start, self.limit) = (start, limit)
    reach = .tensor(direction.abs().max())
  }

  /// The best point that was found from the first guess on, and the number of evaluations.
  mutating func search(
    from t: Rate, _ evaluate: (Rate) throws -> WolfePoint
  ) rethrows -> (WolfePoint, Int) {
    var bracket = try bracketed(try evaluate(t), evaluate)
    let low = try narrowed(&bracket, evaluate)
    return (bracket[min(low, bracket.count - 1)], iterations + 1)
  }

  private func rises(_ point: WolfePoint) -> Bool {
    .number(point.value) > .number(start.value) + .number(c1) * point.t * start.slope
  }

  private func isFlat(_ point: WolfePoint) -> Bool {
    point.slope.magnitude <= .number(-c2) * start.slope
  }

  /// Two points with a good step between them, or one that is good.
  private mutating func bracketed(
    _ first: WolfePoint, _ evaluate: (Rate) throws -> WolfePoint
  ) rethrows -> [WolfePoint] {
    var (previous, point) = (start, first)
    while iterations < limit && !hasPendingError {
      if rises(point) || (iterations > 1 && point.value >= previous.value) {
        return [previous, point]
      }
      if isFlat(point) {
        isDone = true
        return [point]
      }
      if point.slope >= 0.0 { return [previous, point] }
      let nearest = point.t + 0.01 * (point.t - previous.t)
      let next = cubicMinimum(previous, point, bounds: (nearest, point.t * 10.0))
      previous = point
      point = try evaluate(next)
      iterations += 1
    }
    return [start, point]
  }

  /// Narrows the bracket; the position of its lower end.
  private mutating func narrowed(
    _ bracket: inout [WolfePoint], _ evaluate: (Rate) throws -> WolfePoint
  ) rethrows -> Int {
    var low = lowest(bracket)
    var wasClose = false
    while !isDone && iterations < limit && !hasPendingError {
      let width = bracket[1].t - bracket[0].t
      if width.magnitude * reach < .number(toleranceChange) { break }
      let point = try evaluate(trial(bracket, &wasClose))
      iterations += 1
      if rises(point) || point.value >= bracket[low].value {
        bracket[1 - low] = point
        low = lowest(bracket)
        continue
      }
      if isFlat(point) {
        isDone = true
      } else if point.slope * (bracket[1 - low].t - bracket[low].t) >= 0.0 {
        bracket[1 - low] = bracket[low]
      }
      bracket[low] = point
    }
    return low
  }

  private func lowest(_ bracket: [WolfePoint]) -> Int {
    bracket[0].value <= bracket[bracket.count - 1].value ? 0 : 1
  }

  /// The interpolated minimum; a tenth of the bracket inside where it is at an end, or close to one
  /// for the second time.
  private func trial(_ bracket: [WolfePoint], _ wasClose: inout Bool) -> Rate {
    let t = cubicMinimum(bracket[0], bracket[1])
    let (least, most) = (
      smaller(bracket[0].t, bracket[1].t), larger(bracket[0].t, bracket[1].t)
    )
    let margin = 0.1 * (most - least)
    let (toMost, toLeast) = (most - t, t - least)
    guard smaller(toMost, toLeast) < margin else {
      wasClose = false
      return t
    }
    guard wasClose || t >= most || t <= least else {
      wasClose = true
      return t
    }
    wasClose = false
    return toMost.magnitude < toLeast.magnitude ? most - margin : least + margin
  }
}

/// As Python's `min` and `max`: the first unless the second is smaller or larger.
private func smaller(_ a: Rate, _ b: Rate) -> Rate { b < a ? b : a }
private func larger(_ a: Rate, _ b: Rate) -> Rate { a < b ? b : a }

/// Where the cubic through two points with their slopes is least, within bounds; the bounds' middle
/// where it has no minimum. Two points at one number are Python's division by zero.
private func cubicMinimum(
  _ a: WolfePoint, _ b: WolfePoint, bounds: (Rate, Rate)? = nil
) -> Rate {
  let isOrdered = a.t <= b.t
  let (least, most) = bounds ?? (isOrdered ? (a.t, b.t) : (b.t, a.t))
  let width = a.t - b.t
  if case .number(0) = width {
    attempt { throw TensorError(.zeroDivision, "float division by zero") }
  }
  let d1 = a.slope + b.slope - .number(3 * (a.value - b.value)) / width
  let square = d1.power(2) - a.slope * b.slope
  guard square >= 0.0 else { return (least + most) / 2.0 }
  let (from, to) = isOrdered ? (a, b) : (b, a)
  let root = square.squareRoot
  let share = (to.slope + root - d1) / (to.slope - from.slope + 2.0 * root)
  return smaller(larger(to.t - (to.t - from.t) * share, least), most)
}
