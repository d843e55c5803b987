#include "step.h"

namespace ts {
namespace {

enum class Decay { none, added, decoupled };

template <Decay decay, class S, class A, class Amsgrad>
void update(const Piece &piece, A arithmetic, Amsgrad amsgrad, const ts_adam &given) {
  using T = acc_t<S>;
  S *p = static_cast<S *>(piece.parameter->param);
  const S *g = static_cast<const S *>(piece.parameter->grad);
  S *m = state<S>(piece, 0), *v = state<S>(piece, 1), *largest = state<S>(piece, 2);
  const double step = piece.parameter->number[0], correction = piece.parameter->number[1];
  const int64_t begin = piece.begin, end = piece.end;
  const ts_adam options = given;
  TS_MULTIVERSION({
    for (int64_t i = begin; i < end; ++i) {
      T old = cast<T>(p[i]);
      const T gradient = formula::decayed(arithmetic, cast<T>(g[i]), old, options.maximize,
                                          decay == Decay::added, options.weight_decay);
      if (decay == Decay::decoupled) {
        old = arithmetic.scaled(old, 1 - options.lr * options.weight_decay);
      }
      T first = cast<T>(m[i]);
      T second = cast<T>(v[i]);
      formula::adam_moments(arithmetic, gradient, first, second, options);
      m[i] = cast<S>(first);
      v[i] = cast<S>(second);
      if (amsgrad) {
        second = formula::maximum(cast<T>(largest[i]), second);
        largest[i] = cast<S>(second);
      }
      p[i] = cast<S>(
          formula::adam(arithmetic, old, first, second, step, correction, options.eps));
    }
  });
}

}  // namespace
}  // namespace ts

void ts_adam_step(const ts_parameters *parameters, const ts_adam *options) {
  using namespace ts;
  for_pieces(*parameters, [&](const Piece &piece, auto arithmetic, auto element) {
    using S = decltype(element);
    with_flag(options->amsgrad, [&](auto amsgrad) {
      if (options->weight_decay == 0) {
        update<Decay::none, S>(piece, arithmetic, amsgrad, *options);
      } else if (options->decoupled) {
        update<Decay::decoupled, S>(piece, arithmetic, amsgrad, *options);
      } else {
        update<Decay::added, S>(piece, arithmetic, amsgrad, *options);
      }
    });
  });
}
