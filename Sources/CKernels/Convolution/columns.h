// Columns: the inputs under each tap of the kernel, one row for each (channel, tap) and one column
// for each output position, so that a convolution is a product of matrices.
#ifndef TS_CONVOLUTION_COLUMNS_H
#define TS_CONVOLUTION_COLUMNS_H

#include <memory>
#include <type_traits>

#include "../Common/dispatch.h"
#include "../Common/half.h"
#include "../Matmul/matrix.h"
#include "geometry.h"

namespace ts::conv {

/// Memory for one task, uninitialised.
template <class C>
std::unique_ptr<C[]> scratch(int64_t count) {
  return std::unique_ptr<C[]>(new C[std::max<int64_t>(count, 1)]);
}

/// target[i] = source[i · stride], converted.
template <class C, class T>
void load_line(const T *source, int64_t stride, int64_t n, C *target) {
  TS_MULTIVERSION({
    if (stride == 1) {
      for (int64_t i = 0; i < n; ++i) target[i] = C(source[i]);
    } else {
      for (int64_t i = 0; i < n; ++i) target[i] = C(source[i * stride]);
    }
  });
}

/// target[i · stride] += source[i].
template <class C>
void add_line(const C *source, int64_t stride, int64_t n, C *target) {
  TS_MULTIVERSION({
    if (stride == 1) {
      for (int64_t i = 0; i < n; ++i) target[i] = C(target[i] + source[i]);
    } else {
      for (int64_t i = 0; i < n; ++i) target[i * stride] = C(target[i * stride] + source[i]);
    }
  });
}

/// Writes the columns of positions `begin ..< end` of `channels` planes from `input`.
template <class C, class T>
void gather_columns(const Geometry &g, const T *input, int64_t channels, int64_t begin,
                    int64_t end, C *columns) {
  const int64_t taps = g.taps(), width = end - begin;
  for (int64_t row = 0; row < channels * taps; ++row) {
    const T *plane = input + row / taps * g.in_positions();
    C *line = columns + row * width;
    walk(
        g, Tap(g, row % taps), begin, end,
        [&](int64_t i, int64_t n, int64_t offset) {
          load_line(plane + offset, g.stride[2], n, line + i);
        },
        [&](int64_t i, int64_t n) { std::fill_n(line + i, n, C(0)); });
  }
}

/// Adds columns back to the planes that they came from: the adjoint of `gather_columns`.
template <class C>
void scatter_columns(const Geometry &g, const C *columns, int64_t channels, int64_t begin,
                     int64_t end, C *planes) {
  const int64_t taps = g.taps(), width = end - begin;
  for (int64_t row = 0; row < channels * taps; ++row) {
    C *plane = planes + row / taps * g.in_positions();
    const C *line = columns + row * width;
    walk(
        g, Tap(g, row % taps), begin, end,
        [&](int64_t i, int64_t n, int64_t offset) {
          add_line(line + i, g.stride[2], n, plane + offset);
        },
        [](int64_t, int64_t) {});
  }
}

/// `count` elements as the type that is computed in: themselves, or a copy for the halves.
template <class C, class T>
class Widened {
 public:
  Widened(const T *source, int64_t count) {
    if constexpr (std::is_same_v<C, T>) {
      data_ = const_cast<C *>(source);
    } else if (source != nullptr) {
      storage_ = scratch<C>(count);
      load_line(source, 1, count, storage_.get());
      data_ = storage_.get();
    }
  }
  C *data() const { return data_; }

 private:
  std::unique_ptr<C[]> storage_;
  C *data_ = nullptr;
};

/// Columns `begin ..< end` of a row-major matrix of `rows` rows of `stride` elements: in place, or
/// copied into `buffer` for the halves.
template <class C, class T>
Matrix<C> block_of(const T *rows_data, int64_t rows, int64_t stride, int64_t begin, int64_t end,
                   C *buffer) {
  if constexpr (std::is_same_v<C, T>) {
    return {const_cast<C *>(rows_data) + begin, rows, end - begin, stride, 1};
  } else {
    const int64_t width = end - begin;
    for (int64_t r = 0; r < rows; ++r) {
      load_line(rows_data + r * stride + begin, 1, width, buffer + r * width);
    }
    return {buffer, rows, width, width, 1};
  }
}

/// Rounds `lines` channels of `count` positions, `values` [lines, count], into `image` at channel
/// `channel` and position `begin`, adding each channel's bias.
template <class T, class C>
void store_block(const ts_conv_image &image, int64_t n, int64_t channel, int64_t lines,
                 int64_t begin, int64_t count, const C *values, const C *bias) {
  T *base = static_cast<T *>(image.data) + n * image.batch_stride +
            channel * image.channel_stride + begin * image.position_stride;
  const int64_t across = image.channel_stride, along = image.position_stride;
  for (int64_t line = 0; line < lines; ++line) {
    const C shift = bias == nullptr ? C(0) : bias[channel + line];
    const C *source = values + line * count;
    T *target = base + line * across;
    TS_MULTIVERSION({
      if (along == 1) {
        for (int64_t i = 0; i < count; ++i) target[i] = T(C(source[i] + shift));
      } else {
        for (int64_t i = 0; i < count; ++i) target[i * along] = T(C(source[i] + shift));
      }
    });
  }
}

}  // namespace ts::conv

#endif
