import Touchstone

extension ModuleCatalogue {
  static let distanceLayers: [ModuleRecord] = [
    ModuleRecord("CosineSimilarity", "dim, eps", forward: "x1, x2") { a in
      CosineSimilarity(dim: try a.int("dim", default: 1), eps: try a.double("eps", default: 1e-8))
    } call: { module, a in
      [.tensor((module as! CosineSimilarity)(try a.tensor("x1"), try a.tensor("x2")))]
    },
    ModuleRecord("PairwiseDistance", "p, eps, keepdim", forward: "x1, x2") { a in
      PairwiseDistance(
        p: try a.double("p", default: 2), eps: try a.double("eps", default: 1e-6),
        keepdim: try a.bool("keepdim", default: false))
    } call: { module, a in
      [.tensor((module as! PairwiseDistance)(try a.tensor("x1"), try a.tensor("x2")))]
    },
  ]
}
