// Filling a tensor of any layout in order of increasing memory address.
#ifndef TS_RANDOM_FILL_H
#define TS_RANDOM_FILL_H

#include <algorithm>
#include <cstdint>

#include "../Common/half.h"
#include "../Common/iterate.h"
#include "engine.h"

namespace ts {

/// A run of elements `step` apart.
template <class T>
struct Run {
  T *data;
  int64_t step;
  int64_t count;
};

/// Calls fn(Run<T>) for the runs of `out`, one after the other.
template <class T, class F>
void for_each_run(const ts_view &out, F fn) {
  const ts_view *views[] = {&out};
  const RowFunction row = [](char *const *data, const int64_t *steps, int64_t n,
                             const void *context) {
    (*static_cast<const F *>(context))(Run<T>{reinterpret_cast<T *>(data[0]), steps[0], n});
  };
  iterate(views, 1, row, &fn, INT64_MAX);
}

/// Calls fn(Run<T>, Run<const U>) for the runs of `out` with those of `in`, which broadcasts.
template <class T, class U, class F>
void for_each_run(const ts_view &out, const ts_view &in, F fn) {
  const ts_view *views[] = {&out, &in};
  const RowFunction row = [](char *const *data, const int64_t *steps, int64_t n,
                             const void *context) {
    (*static_cast<const F *>(context))(
        Run<T>{reinterpret_cast<T *>(data[0]), steps[0], n},
        Run<const U>{reinterpret_cast<const U *>(data[1]), steps[1], n});
  };
  iterate(views, 2, row, &fn, INT64_MAX);
}

/// Numbers drawn at once before they are converted.
constexpr int64_t stretch = 512;

/// Sets element by element to fn(source), the sources being drawn in bulk: Source is float (u24),
/// double (u53), uint32_t (w32) or uint64_t (w64).
template <class Source, class T, class F>
void fill_from(ts_generator &g, const ts_view &out, F fn) {
  for_each_run<T>(out, [&](Run<T> run) {
    Source drawn[stretch];
    for (int64_t i = 0; i < run.count; i += stretch) {
      const int64_t n = std::min(stretch, run.count - i);
      if constexpr (std::is_floating_point_v<Source>) fill_units(g, drawn, n);
      else fill_words(g, drawn, n);
      const Source *source = drawn;
      T *target = run.data + i * run.step;
      const int64_t step = run.step;
      TS_MULTIVERSION({
        if (step == 1) {
          for (int64_t k = 0; k < n; ++k) target[k] = fn(source[k]);
        } else {
          for (int64_t k = 0; k < n; ++k) target[k * step] = fn(source[k]);
        }
      });
    }
  });
}

/// The same for costly formulas: no vector copies are made.
template <class T, class F>
void fill_each(const ts_view &out, F next) {
  for_each_run<T>(out, [&](Run<T> run) {
    for (int64_t i = 0; i < run.count; ++i) run.data[i * run.step] = next();
  });
}

}  // namespace ts

#endif
