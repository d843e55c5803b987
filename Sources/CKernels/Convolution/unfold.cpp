// Sliding blocks as an operation of their own: the columns of a convolution without its product.
#include "../Common/parallel.h"
#include "columns.h"

namespace ts::conv {
namespace {

template <class T>
void unfold(const Geometry &g, const T *input, T *out) {
  const int64_t rows = g.taps() * g.positions();
  parallel_for(g.batch * g.in_channels, 1, [&](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; ++i) {
      gather_columns(g, input + i * g.in_positions(), 1, 0, g.positions(), out + i * rows);
    }
  });
}

template <class T>
void fold(const Geometry &g, const T *columns, T *out) {
  using C = acc_t<T>;
  const int64_t rows = g.taps() * g.positions();
  parallel_for(g.batch * g.in_channels, 1, [&](int64_t first, int64_t last) {
    const auto plane = scratch<C>(g.in_positions());
    for (int64_t i = first; i < last; ++i) {
      const Widened<C, T> wide(columns + i * rows, rows);
      std::fill_n(plane.get(), g.in_positions(), C(0));
      scatter_columns(g, wide.data(), 1, 0, g.positions(), plane.get());
      load_line(plane.get(), 1, g.in_positions(), out + i * g.in_positions());
    }
  });
}

}  // namespace
}  // namespace ts::conv

TS_EXPORT void ts_conv_unfold(const ts_conv *conv, int32_t dtype, const void *input, void *out) {
  TS_DISPATCH_ALL(dtype, T, {
    return ts::conv::unfold(ts::conv::Geometry(*conv), static_cast<const T *>(input),
                            static_cast<T *>(out));
  });
}

TS_EXPORT void ts_conv_fold(const ts_conv *conv, int32_t dtype, const void *columns, void *out) {
  TS_DISPATCH_ALL(dtype, T, {
    return ts::conv::fold(ts::conv::Geometry(*conv), static_cast<const T *>(columns),
                          static_cast<T *>(out));
  });
}
