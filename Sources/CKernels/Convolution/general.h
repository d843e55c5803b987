// Convolutions as products of matrices, for any geometry. Work is cut by the sizes alone, and a
// task holds columns of a bounded number of positions, never those of a whole image.
#ifndef TS_CONVOLUTION_GENERAL_H
#define TS_CONVOLUTION_GENERAL_H

#include "../Common/parallel.h"
#include "../Matmul/gemm.h"
#include "columns.h"

namespace ts::conv {

/// Elements of a task's columns: half a mebibyte of float.
constexpr int64_t column_budget = 131072;

/// Output positions whose columns of `rows` rows fit the budget, in whole vectors.
inline int64_t position_block(int64_t positions, int64_t rows) {
  const int64_t fitting = column_budget / std::max<int64_t>(rows, 1) / 16 * 16;
  return std::min(positions, std::clamp<int64_t>(fitting, 64, 4096));
}

inline int64_t pieces(int64_t total, int64_t size) { return (total + size - 1) / size; }

template <class T, class C>
class General {
 public:
  explicit General(const ts_conv &conv) : g(conv) {}

  /// One task for each image, group and block of positions.
  void forward(const T *input, const T *weight, const T *bias, const ts_conv_image &out) const {
    const Widened<C, T> w(weight, g.out_channels * g.depth()), b(bias, g.out_channels);
    const int64_t block = position_block(g.positions(), g.depth());
    const int64_t blocks = pieces(g.positions(), block);
    parallel_for(g.batch * g.groups * blocks, 1, [&](int64_t first, int64_t last) {
      const auto columns = scratch<C>(g.depth() * block);
      const auto sums = scratch<C>(g.group_outputs() * block);
      for (int64_t task = first; task < last; ++task) {
        const int64_t begin = task % blocks * block, end = std::min(begin + block, g.positions());
        const int64_t group = task / blocks % g.groups, n = task / blocks / g.groups;
        const Matrix<C> result = dense(sums.get(), g.group_outputs(), end - begin);
        multiply(result, weights(w, group),
                 gathered(plane(input, n, group), g.group_inputs(), begin, end, columns.get()));
        store_block<T>(out, n, group * g.group_outputs(), g.group_outputs(), begin, end - begin,
                       sums.get(), b.data());
      }
    });
  }

  /// One task for each image, group and block of input channels.
  void input_gradient(const T *grad, const T *weight, const T *bias,
                      const ts_conv_image &out) const {
    const Widened<C, T> w(weight, g.out_channels * g.depth()), b(bias, g.in_channels);
    const int64_t channels = channel_block(), blocks = pieces(g.group_inputs(), channels);
    parallel_for(g.batch * g.groups * blocks, 1, [&](int64_t first, int64_t last) {
      const auto sums = scratch<C>(channels * g.in_positions());
      for (int64_t task = first; task < last; ++task) {
        const int64_t begin = task % blocks * channels;
        const int64_t count = std::min(channels, g.group_inputs() - begin);
        const int64_t group = task / blocks % g.groups, n = task / blocks / g.groups;
        const Matrix<C> rows =
            weights(w, group).columns_between(begin * g.taps(), (begin + count) * g.taps());
        std::fill_n(sums.get(), count * g.in_positions(), C(0));
        spread(gradient(grad, n, group), rows.transposed(), count, sums.get());
        store_block<T>(out, n, group * g.group_inputs() + begin, count, 0, g.in_positions(),
                       sums.get(), b.data());
      }
    });
  }

  /// One task for each group, block of input channels and slice of the batch.
  void weight_gradient(const T *input, const T *grad, T *out) const {
    const int64_t channels = channel_block(), blocks = pieces(g.group_inputs(), channels);
    const int64_t slices = batch_slices(g.groups * blocks);
    const int64_t size = g.out_channels * g.depth();
    const auto sums = scratch<C>(slices * size);
    parallel_for(slices * g.groups * blocks, 1, [&](int64_t first, int64_t last) {
      for (int64_t task = first; task < last; ++task) {
        const int64_t begin = task % blocks * channels;
        const int64_t end = std::min(begin + channels, g.group_inputs());
        const int64_t group = task / blocks % g.groups, slice = task / blocks / g.groups;
        C *own = sums.get() + slice * size + group * g.group_outputs() * g.depth();
        const Matrix<C> whole = dense(own, g.group_outputs(), g.depth());
        correlate(input, grad, group, begin, end - begin, g.batch * slice / slices,
                  g.batch * (slice + 1) / slices,
                  whole.columns_between(begin * g.taps(), end * g.taps()));
      }
    });
    add_slices(sums.get(), slices, size, out);
  }

 private:
  const Geometry g;

  static Matrix<C> dense(C *data, int64_t rows, int64_t columns) {
    return {data, rows, columns, columns, 1};
  }

  /// out = weights @ columns; a single row is summed along the columns, for which BLAS has no
  /// routine that keeps the order of the sum.
  static void multiply(Matrix<C> out, Matrix<C> weights, Matrix<C> columns) {
    if (out.rows > 1 || !is_floating_v<C>) return gemm(out, weights, columns, C(1), C(0));
    std::fill_n(out.data, out.columns, C(0));
    TS_MULTIVERSION({
      for (int64_t k = 0; k < columns.rows; ++k) {
        const C scale = weights.data[k];
        const C *line = columns.data + k * columns.row_stride;
        for (int64_t i = 0; i < out.columns; ++i) out.data[i] += scale * line[i];
      }
    });
  }

  /// The weights of a group, [outputs, depth].
  Matrix<C> weights(const Widened<C, T> &w, int64_t group) const {
    return dense(w.data() + group * g.group_outputs() * g.depth(), g.group_outputs(), g.depth());
  }

  const T *plane(const T *input, int64_t n, int64_t group) const {
    return input + (n * g.in_channels + group * g.group_inputs()) * g.in_positions();
  }

  const T *gradient(const T *grad, int64_t n, int64_t group) const {
    return grad + (n * g.out_channels + group * g.group_outputs()) * g.positions();
  }

  /// Columns of `channels` planes, in `buffer` unless the input serves as it lies.
  Matrix<C> gathered(const T *planes, int64_t channels, int64_t begin, int64_t end,
                     C *buffer) const {
    if (g.is_pointwise()) {
      return block_of<C>(planes, channels, g.positions(), begin, end, buffer);
    }
    gather_columns(g, planes, channels, begin, end, buffer);
    return dense(buffer, channels * g.taps(), end - begin);
  }

  /// Input channels whose columns of a block of positions fit the budget.
  int64_t channel_block() const {
    const int64_t width = std::min<int64_t>(g.positions(), 512);
    return std::clamp<int64_t>(column_budget / (g.taps() * width), 1, g.group_inputs());
  }

  /// Slices of the batch with sums of their own, so that few channels still make enough tasks.
  int64_t batch_slices(int64_t tasks) const {
    return std::clamp<int64_t>(32 / tasks, 1, std::max<int64_t>(g.batch, 1));
  }

  /// Adds `rows` @ grad, scattered, to `channels` planes.
  void spread(const T *grad, Matrix<C> rows, int64_t channels, C *planes) const {
    const int64_t block = position_block(g.positions(), rows.rows);
    const auto wide = scratch<C>(std::is_same_v<C, T> ? 0 : g.group_outputs() * block);
    const auto columns = scratch<C>(g.is_pointwise() ? 0 : rows.rows * block);
    for (int64_t begin = 0; begin < g.positions(); begin += block) {
      const int64_t end = std::min(begin + block, g.positions());
      const Matrix<C> y =
          block_of<C>(grad, g.group_outputs(), g.positions(), begin, end, wide.get());
      if (g.is_pointwise()) {
        gemm(dense(planes, channels, g.positions()).columns_between(begin, end), rows, y, C(1),
             C(0));
      } else {
        gemm(dense(columns.get(), rows.rows, end - begin), rows, y, C(1), C(0));
        scatter_columns(g, columns.get(), channels, begin, end, planes);
      }
    }
  }

  /// out = Σ grad @ columnsᵀ over images `first ..< last` and all positions.
  void correlate(const T *input, const T *grad, int64_t group, int64_t channel, int64_t channels,
                 int64_t first, int64_t last, Matrix<C> out) const {
    const int64_t block = position_block(g.positions(), out.columns);
    const auto wide = scratch<C>(std::is_same_v<C, T> ? 0 : g.group_outputs() * block);
    const auto buffer = scratch<C>(out.columns * block);
    C keep = C(0);
    for (int64_t n = first; n < last; ++n) {
      const T *planes = plane(input, n, group) + channel * g.in_positions();
      for (int64_t begin = 0; begin < g.positions(); begin += block) {
        const int64_t end = std::min(begin + block, g.positions());
        const Matrix<C> y = block_of<C>(gradient(grad, n, group), g.group_outputs(), g.positions(),
                                        begin, end, wide.get());
        const Matrix<C> columns = gathered(planes, channels, begin, end, buffer.get());
        gemm(out, y, columns.transposed(), C(1), keep);
        keep = C(1);
      }
    }
    if (keep == C(0)) clear(out);
  }

  static void clear(Matrix<C> out) {
    for (int64_t i = 0; i < out.rows; ++i) std::fill_n(&out.at(i, 0), out.columns, C(0));
  }

  static void add_slices(C *sums, int64_t slices, int64_t size, T *out) {
    parallel_for(size, 32768, [=](int64_t begin, int64_t end) {
      for (int64_t s = 1; s < slices; ++s) {
        add_line(sums + s * size + begin, 1, end - begin, sums + begin);
      }
      TS_MULTIVERSION({
        for (int64_t i = begin; i < end; ++i) out[i] = T(sums[i]);
      });
    });
  }
};

}  // namespace ts::conv

#endif
