import CKernels

extension CPUBackend {
  func nllLoss(_ loss: NLLOperands, _ input: Tensor, into out: Tensor) -> Int? {
    var offending: Int64 = 0
    let valid = withNLL(loss, input, out) { ts_nll_loss(&$0, $1, $2, &offending) }
    return valid ? nil : Int(offending)
  }

  func nllLossBackward(_ loss: NLLOperands, _ grad: Tensor, into result: Tensor) {
    withNLL(loss, grad, result) { ts_nll_loss_backward(&$0, $1, $2) }
  }

  private func withNLL<R>(
    _ loss: NLLOperands, _ a: Tensor, _ b: Tensor,
    _ body: (inout ts_nll, UnsafePointer<ts_view>, UnsafePointer<ts_view>) -> R
  ) -> R {
    withViewPointer([loss.target, loss.totalWeight, a, b], loss.weight) { views, weight in
      var nll = ts_nll(
        target: views, weight: weight, total_weight: views + 1,
        ignore_index: Int64(loss.ignoreIndex), reduction: loss.reduction.code)
      return body(&nll, views + 2, views + 3)
    }
  }

  func multiMarginLoss(_ loss: MultiMarginOperands, into out: Tensor) -> Bool {
    withMultiMargin(loss, [out]) { ts_multi_margin_loss(&$0, $1) }
  }

  func multiMarginLossBackward(_ loss: MultiMarginOperands, _ grad: Tensor, into result: Tensor) {
    withMultiMargin(loss, [grad, result]) { ts_multi_margin_loss_backward(&$0, $1, $1 + 1) }
  }

  private func withMultiMargin<R>(
    _ loss: MultiMarginOperands, _ others: [Tensor],
    _ body: (inout ts_multi_margin, UnsafePointer<ts_view>) -> R
  ) -> R {
    withViewPointer([loss.input, loss.target] + others, loss.weight) { views, weight in
      var margin = ts_multi_margin(
        input: views, target: views + 1, weight: weight, margin: loss.margin,
        squared: loss.squared)
      return body(&margin, views + 2)
    }
  }

  func multilabelMarginLoss(_ input: Tensor, _ target: Tensor, into out: Tensor) -> Bool {
    withViews(input, target, out) { ts_multilabel_margin_loss(&$0, &$1, &$2) }
  }

  func multilabelMarginLossBackward(
    _ grad: Tensor, _ input: Tensor, _ target: Tensor, into result: Tensor
  ) {
    withViews(grad, input, target, result) {
      ts_multilabel_margin_loss_backward(&$0, &$1, &$2, &$3)
    }
  }

  func ctcLoss(_ loss: CTCOperands, losses: Tensor, logAlpha: Tensor) -> Int? {
    var offending: Int64 = 0
    let valid = withCTC(loss, [losses, logAlpha]) { ts_ctc_loss(&$0, $1, $1 + 1, &offending) }
    return valid ? nil : Int(offending)
  }

  func ctcLossBackward(
    _ loss: CTCOperands, _ grad: Tensor, losses: Tensor, logAlpha: Tensor, zeroInfinity: Bool,
    into result: Tensor
  ) {
    withCTC(loss, [grad, losses, logAlpha, result]) {
      ts_ctc_loss_backward(&$0, $1, $1 + 1, $1 + 2, zeroInfinity, $1 + 3)
    }
  }

  private func withCTC<R>(
    _ loss: CTCOperands, _ others: [Tensor],
    _ body: (inout ts_ctc, UnsafePointer<ts_view>) -> R
  ) -> R {
    let operands = [
      loss.logProbs, loss.targets, loss.targetOffsets, loss.inputLengths, loss.targetLengths,
    ]
    return withViewPointer(operands + others, nil) { views, _ in
      var ctc = ts_ctc(
        log_probs: views, targets: views + 1, target_offsets: views + 2,
        input_lengths: views + 3, target_lengths: views + 4, blank: Int64(loss.blank))
      return body(&ctc, views + 5)
    }
  }
}

/// Calls `body` with the descriptions of `tensors`, one after another, and that of `optional`.
private func withViewPointer<R>(
  _ tensors: [Tensor], _ optional: Tensor?,
  _ body: (UnsafePointer<ts_view>, UnsafePointer<ts_view>?) -> R
) -> R {
  withViews(tensors + [optional].compactMap { $0 }) { views in
    views.withUnsafeBufferPointer { buffer in
      let first = buffer.baseAddress!
      return body(first, optional == nil ? nil : first + tensors.count)
    }
  }
}

extension LossReduction {
  /// The kernels' `ts_loss_reduction`.
  fileprivate var code: Int32 {
    switch self {
    case .none: Int32(TS_LOSS_NONE.rawValue)
    case .mean: Int32(TS_LOSS_MEAN.rawValue)
    case .sum: Int32(TS_LOSS_SUM.rawValue)
    }
  }
}
