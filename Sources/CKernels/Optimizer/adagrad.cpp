#include "step.h"

namespace ts {
namespace {

template <class S, class A, class Decays>
void update(const Piece &piece, A arithmetic, Decays decays, const ts_adagrad &given) {
  using T = acc_t<S>;
  S *p = static_cast<S *>(piece.parameter->param);
  const S *g = static_cast<const S *>(piece.parameter->grad);
  S *sums = state<S>(piece, 0);
  const double rate = piece.parameter->number[0];
  const int64_t begin = piece.begin, end = piece.end;
  const ts_adagrad options = given;
  TS_MULTIVERSION({
    for (int64_t i = begin; i < end; ++i) {
      const T old = cast<T>(p[i]);
      const T gradient = formula::decayed(
          arithmetic, cast<T>(g[i]), old, options.maximize, decays, options.weight_decay);
      T sum = cast<T>(sums[i]);
      p[i] = cast<S>(formula::adagrad(arithmetic, old, gradient, sum, rate, options.eps));
      sums[i] = cast<S>(sum);
    }
  });
}

}  // namespace
}  // namespace ts

void ts_adagrad_step(const ts_parameters *parameters, const ts_adagrad *options) {
  using namespace ts;
  for_pieces(*parameters, [&](const Piece &piece, auto arithmetic, auto element) {
    with_flag(options->weight_decay != 0, [&](auto decays) {
      update<decltype(element)>(piece, arithmetic, decays, *options);
    });
  });
}
