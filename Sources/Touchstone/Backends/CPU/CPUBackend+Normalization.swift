import CKernels

extension CPUBackend {
  func normStatistics(_ input: Tensor, _ layout: NormLayout, mean: Tensor?, variance: Tensor) {
    var plan = layout.kernel
    withView(input) { ts_norm_statistics(&plan, &$0, doubles(mean), doubles(variance)!) }
  }

  func normalize(
    _ input: Tensor, _ layout: NormLayout, mean: Tensor?, invstd: Tensor, weight: Tensor?,
    bias: Tensor?, into out: Tensor
  ) {
    var plan = layout.kernel
    withViews(input, out) { input, out in
      withView(ifPresent: weight) { weight in
        withView(ifPresent: bias) { bias in
          ts_norm_apply(&plan, &input, doubles(mean), doubles(invstd), weight, bias, &out)
        }
      }
    }
  }

  func normBackward(
    _ grad: Tensor, input: Tensor, _ layout: NormLayout, mean: Tensor?, invstd: Tensor,
    weight: Tensor?, fixed: Bool, into results: (input: Tensor?, weight: Tensor?, bias: Tensor?)
  ) {
    var plan = layout.kernel
    withViews(grad, input) { grad, input in
      withView(ifPresent: weight) { weight in
        withView(ifPresent: results.input) { toInput in
          withView(ifPresent: results.weight) { toWeight in
            withView(ifPresent: results.bias) { toBias in
              ts_norm_backward(
                &plan, &grad, &input, doubles(mean), doubles(invstd), weight, fixed, toInput,
                toWeight, toBias)
            }
          }
        }
      }
    }
  }
}

extension NormLayout {
  fileprivate var kernel: ts_norm_layout {
    ts_norm_layout(
      samples: Int64(samples), channels: Int64(channels), space: Int64(space),
      group: Int64(group))
  }
}

private func doubles(_ tensor: Tensor?) -> UnsafeMutablePointer<Double>? {
  tensor?.elements(Double.self)
}
