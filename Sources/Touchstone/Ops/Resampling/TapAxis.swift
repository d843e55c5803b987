extension TapAxis {
  /// Appends one output.
  mutating func append(_ taps: [(index: Int, weight: Double)]) {
    for tap in taps {
      indices.append(Int64(tap.index))
      weights.append(tap.weight)
    }
    begins.append(Int64(indices.count))
  }

  /// Each output is the input of the same number.
  static func identity(_ size: Int) -> TapAxis {
    var axis = TapAxis()
    for index in 0..<size { axis.append([(index, 1)]) }
    return axis
  }

  /// The transposed map: what each of `size` inputs adds to the outputs. Its taps are in the order
  /// of the outputs.
  func transposed(_ size: Int) -> TapAxis {
    var rows = [[(index: Int, weight: Double)]](repeating: [], count: size)
    for output in 0..<(begins.count - 1) {
      for tap in Int(begins[output])..<Int(begins[output + 1]) {
        rows[Int(indices[tap])].append((output, weights[tap]))
      }
    }
    var axis = TapAxis()
    for row in rows { axis.append(row) }
    return axis
  }

  /// The same map with the weights of one input added up in each output.
  func merged() -> TapAxis {
    var axis = TapAxis()
    for output in 0..<(begins.count - 1) {
      var taps: [(index: Int, weight: Double)] = []
      for tap in Int(begins[output])..<Int(begins[output + 1]) {
        let (index, weight) = (Int(indices[tap]), weights[tap])
        if taps.last?.index == index { taps[taps.count - 1].weight += weight } else {
          taps.append((index, weight))
        }
      }
      axis.append(taps)
    }
    return axis
  }
}

/// How the outputs along one dimension lie over the inputs.
struct SampledAxis: Sendable {
  /// Number of inputs and outputs.
  let input: Int
  let output: Int
  /// The factor that the caller asked for, instead of output / input.
  var scale: Double?
  let alignCorners: Bool

  /// Distance of outputs, measured in inputs.
  var step: Double {
    if alignCorners { return output > 1 ? Double(input - 1) / Double(output - 1) : 0 }
    if let scale, scale > 0 { return 1 / scale }
    return Double(input) / Double(output)
  }

  /// The same in single precision.
  var floatStep: Float {
    if let scale, scale > 0 { return Float(1 / scale) }
    return Float(input) / Float(output)
  }

  /// Where output `o` lies among the inputs, rounded once.
  func place(_ o: Int) -> Double {
    alignCorners ? step * Double(o) : (-0.5).addingProduct(step, Double(o) + 0.5)
  }

  /// The two inputs around each output, weighted by their nearness.
  func linear() -> TapAxis {
    var axis = TapAxis()
    for o in 0..<output {
      let place = input == output ? Double(o) : Swift.max(self.place(o), 0)
      let first = Swift.min(Int(place), input - 1)
      let second = input == output ? first : Swift.min(first + 1, input - 1)
      let share = Swift.min(Swift.max(place - Double(first), 0), 1)
      axis.append([(first, 1 - share), (second, share)])
    }
    return axis
  }

  /// Keys' cubic convolution with A = −3/4 over four inputs; the edge pixels stand in for those
  /// outside.
  func cubic() -> TapAxis {
    var axis = TapAxis()
    for o in 0..<output {
      let place = self.place(o)
      let first = Swift.min(Int(place.rounded(.down)), input - 1)
      let share = Swift.min(Swift.max(place - Double(first), 0), 1)
      axis.append(
        (-1...2).map { tap in
          let index = Swift.min(Swift.max(first + tap, 0), input - 1)
          return (index, ResamplingFilter.keys(share - Double(tap), -0.75))
        })
    }
    return axis
  }

  /// A filter stretched over all inputs that an output covers, normalised.
  func antialiased(_ filter: ResamplingFilter) -> TapAxis {
    var axis = TapAxis()
    let stretch = Swift.max(step, 1)
    let support = filter.radius * stretch
    let most = Int(support.rounded(.up)) * 2 + 1
    for o in 0..<output {
      let center = step * (Double(o) + 0.5)
      let first = Swift.max(Int(center - support + 0.5), 0)
      let count = Swift.min(Int(center + support + 0.5), input) - first
      let weights = (0..<Swift.min(Swift.max(count, 0), most)).map {
        filter((Double($0 + first) - center + 0.5) / stretch)
      }
      let total = weights.reduce(0, +)
      axis.append(weights.enumerated().map { (first + $0, total == 0 ? $1 : $1 / total) })
    }
    return axis
  }
}
