// Convolutions without columns: rows of the input, scaled by a tap, added to rows of the output.
// The best way for single channels (groups == channels), and one that never meets the padding.
#ifndef TS_CONVOLUTION_DIRECT_H
#define TS_CONVOLUTION_DIRECT_H

#include "../Common/parallel.h"
#include "columns.h"

namespace ts::conv {

template <class T, class C>
class Direct {
 public:
  explicit Direct(const ts_conv &conv) : g(conv) {}

  void forward(const T *input, const T *weight, const T *bias, const ts_conv_image &out) const {
    const Widened<C, T> w(weight, g.out_channels * g.depth()), b(bias, g.out_channels);
    each_plane(g.out_channels, [&](int64_t n, int64_t o, C *sums, C *line) {
      std::fill_n(sums, g.positions(), C(0));
      for (int64_t i = 0; i < g.group_inputs(); ++i) {
        add_products(input_plane(input, n, o, i), w.data() + o * g.depth() + i * g.taps(), line,
                     sums);
      }
      store_block<T>(out, n, o, 1, 0, g.positions(), sums, b.data());
    });
  }

  void input_gradient(const T *grad, const T *weight, const T *bias,
                      const ts_conv_image &out) const {
    const Widened<C, T> w(weight, g.out_channels * g.depth()), b(bias, g.in_channels);
    each_plane(g.in_channels, [&](int64_t n, int64_t c, C *sums, C *line) {
      const int64_t group = c / g.group_inputs(), i = c % g.group_inputs();
      std::fill_n(sums, g.in_positions(), C(0));
      for (int64_t o = group * g.group_outputs(); o < (group + 1) * g.group_outputs(); ++o) {
        spread_products(output_plane(grad, n, o), w.data() + o * g.depth() + i * g.taps(), line,
                        sums);
      }
      store_block<T>(out, n, c, 1, 0, g.in_positions(), sums, b.data());
    });
  }

  /// Sums of each tap in double, over images and rows in order.
  void weight_gradient(const T *input, const T *grad, T *out) const {
    parallel_for(g.out_channels * g.group_inputs(), 1, [&](int64_t first, int64_t last) {
      const auto x_line = scratch<C>(g.out[2]), y_line = scratch<C>(g.out[2]);
      const auto sums = scratch<double>(g.taps());
      for (int64_t pair = first; pair < last; ++pair) {
        const int64_t o = pair / g.group_inputs(), i = pair % g.group_inputs();
        std::fill_n(sums.get(), g.taps(), 0.0);
        for (int64_t n = 0; n < g.batch; ++n) {
          correlate(input_plane(input, n, o, i), output_plane(grad, n, o), x_line.get(),
                    y_line.get(), sums.get());
        }
        for (int64_t tap = 0; tap < g.taps(); ++tap) {
          out[pair * g.taps() + tap] = T(static_cast<C>(sums[tap]));
        }
      }
    });
  }

 private:
  const Geometry g;

  /// Input `i` of those that output channel `o` reads.
  const T *input_plane(const T *input, int64_t n, int64_t o, int64_t i) const {
    const int64_t channel = o / g.group_outputs() * g.group_inputs() + i;
    return input + (n * g.in_channels + channel) * g.in_positions();
  }

  const T *output_plane(const T *grad, int64_t n, int64_t channel) const {
    return grad + (n * g.out_channels + channel) * g.positions();
  }

  /// Calls `body(image, channel, sums, line)` with room for one plane and one row.
  template <class Body>
  void each_plane(int64_t channels, Body &&body) const {
    parallel_for(g.batch * channels, 1, [&](int64_t first, int64_t last) {
      const auto sums = scratch<C>(std::max(g.positions(), g.in_positions()));
      const auto line = scratch<C>(std::max(g.out[2], g.in[2]));
      for (int64_t i = first; i < last; ++i) {
        body(i / channels, i % channels, sums.get(), line.get());
      }
    });
  }

  /// Calls `body(tap, position, count, offset of the input)` for every run of every tap.
  template <class Body>
  void each_run(Body &&body) const {
    for (int64_t row = 0; row < g.out[0] * g.out[1]; ++row) {
      for (int64_t tap = 0; tap < g.taps(); ++tap) {
        walk(
            g, Tap(g, tap), row * g.out[2], (row + 1) * g.out[2],
            [&](int64_t i, int64_t n, int64_t offset) {
              body(tap, row * g.out[2] + i, n, offset);
            },
            [](int64_t, int64_t) {});
      }
    }
  }

  /// sums += the plane under each tap, scaled by the tap's weight.
  void add_products(const T *plane, const C *taps, C *line, C *sums) const {
    each_run([&](int64_t tap, int64_t p, int64_t count, int64_t offset) {
      const C scale = taps[tap];
      const C *x = line_of(plane + offset, g.stride[2], count, line);
      const int64_t step = x == line ? 1 : g.stride[2];
      C *target = sums + p;
      TS_MULTIVERSION({
        if (step == 1) {
          for (int64_t i = 0; i < count; ++i) target[i] += scale * x[i];
        } else {
          for (int64_t i = 0; i < count; ++i) target[i] += scale * x[i * step];
        }
      });
    });
  }

  /// The adjoint: sums under each tap += the gradient, scaled by the tap's weight.
  void spread_products(const T *grad, const C *taps, C *line, C *sums) const {
    each_run([&](int64_t tap, int64_t p, int64_t count, int64_t offset) {
      const C scale = taps[tap];
      const C *y = line_of(grad + p, 1, count, line);
      C *target = sums + offset;
      const int64_t step = g.stride[2];
      TS_MULTIVERSION({
        if (step == 1) {
          for (int64_t i = 0; i < count; ++i) target[i] += scale * y[i];
        } else {
          for (int64_t i = 0; i < count; ++i) target[i * step] += scale * y[i];
        }
      });
    });
  }

  /// sums[tap] += Σ x y over the positions where the tap meets the input.
  void correlate(const T *plane, const T *grad, C *x_line, C *y_line, double *sums) const {
    each_run([&](int64_t tap, int64_t p, int64_t count, int64_t offset) {
      const C *x = line_of(plane + offset, g.stride[2], count, x_line);
      sums[tap] += dot(x, line_of(grad + p, 1, count, y_line), count,
                       x == x_line ? 1 : g.stride[2]);
    });
  }

  /// The line itself, or for the halves `count` elements widened into `buffer`.
  static const C *line_of(const T *source, int64_t stride, int64_t count, C *buffer) {
    if constexpr (std::is_same_v<C, T>) {
      return source;
    } else {
      load_line(source, stride, count, buffer);
      return buffer;
    }
  }

  /// Σ x y in sixteen sums, the same ones at every vector width.
  static double dot(const C *x, const C *y, int64_t count, int64_t step) {
    return TS_MULTIVERSION({
      constexpr int64_t lanes = 16;
      C sum[lanes] = {};
      int64_t i = 0;
      for (; i + lanes <= count; i += lanes) {
        for (int64_t l = 0; l < lanes; ++l) sum[l] += x[(i + l) * step] * y[i + l];
      }
      for (; i < count; ++i) sum[i % lanes] += x[i * step] * y[i];
      double total = 0;
      for (int64_t l = 0; l < lanes; ++l) total += sum[l];
      return total;
    });
  }
};

}  // namespace ts::conv

#endif
