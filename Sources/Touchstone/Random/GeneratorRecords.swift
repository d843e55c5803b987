/// The records of the default generator itself. They give no result: its state says all.
extension Catalogue {
  static let generators: [OperationRecord] = [
    OperationRecord("manual_seed", signature: "seed", metric: .movement) { a in
      manualSeed(try a.int("seed"))
      return []
    },
    OperationRecord("set_rng_state", signature: "new_state", metric: .movement) { a in
      setRNGState(try a.tensor("new_state"))
      return []
    },
    OperationRecord("get_rng_state", signature: "", metric: .movement) { _ in
      [.tensor(getRNGState())]
    },
  ]
}
