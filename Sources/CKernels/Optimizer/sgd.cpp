#include "step.h"

namespace ts {
namespace {

template <class S, class A, class Decays>
void plain(const Piece &piece, A arithmetic, Decays decays, const ts_sgd &given) {
  using T = acc_t<S>;
  S *p = static_cast<S *>(piece.parameter->param);
  const S *g = static_cast<const S *>(piece.parameter->grad);
  const int64_t begin = piece.begin, end = piece.end;
  const ts_sgd options = given;
  TS_MULTIVERSION({
    for (int64_t i = begin; i < end; ++i) {
      const T old = cast<T>(p[i]);
      const T gradient = formula::decayed(
          arithmetic, cast<T>(g[i]), old, options.maximize, decays, options.weight_decay);
      p[i] = cast<S>(arithmetic.add_scaled(old, gradient, -options.lr));
    }
  });
}

template <class S, class A, class Decays, class First, class Nesterov>
void with_momentum(const Piece &piece, A arithmetic, Decays decays, First first, Nesterov nesterov,
                   const ts_sgd &given) {
  using T = acc_t<S>;
  S *p = static_cast<S *>(piece.parameter->param);
  const S *g = static_cast<const S *>(piece.parameter->grad);
  S *b = state<S>(piece, 0);
  const int64_t begin = piece.begin, end = piece.end;
  const ts_sgd options = given;
  TS_MULTIVERSION({
    for (int64_t i = begin; i < end; ++i) {
      const T old = cast<T>(p[i]);
      const T gradient = formula::decayed(
          arithmetic, cast<T>(g[i]), old, options.maximize, decays, options.weight_decay);
      T buffer = first ? T(0) : cast<T>(b[i]);
      p[i] = cast<S>(formula::sgd(arithmetic, old, gradient, buffer, first, nesterov, options));
      b[i] = cast<S>(buffer);
    }
  });
}

}  // namespace
}  // namespace ts

void ts_sgd_step(const ts_parameters *parameters, const ts_sgd *options) {
  using namespace ts;
  for_pieces(*parameters, [&](const Piece &piece, auto arithmetic, auto element) {
    using S = decltype(element);
    with_flag(options->weight_decay != 0, [&](auto decays) {
      if (options->momentum == 0) return plain<S>(piece, arithmetic, decays, *options);
      with_flag(piece.parameter->first, [&](auto first) {
        with_flag(options->nesterov, [&](auto nesterov) {
          with_momentum<S>(piece, arithmetic, decays, first, nesterov, *options);
        });
      });
    });
  });
}
