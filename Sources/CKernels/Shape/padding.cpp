// Padding that repeats elements of the input: reflected, replicated, circular. Which element goes
// where is a table for each dimension; here is only the reading, and its adjoint.
#include <algorithm>
#include <cstring>
#include <vector>

#include "../Common/dispatch.h"
#include "../Common/half.h"
#include "../Common/parallel.h"
#include "../include/ts_shape.h"

namespace ts {
namespace {

/// The longest stretch of a map that counts up by one: the part that is copied as it lies.
struct Stretch {
  int64_t begin = 0, end = 0;

  Stretch(const int64_t *map, int64_t count) {
    for (int64_t first = 0; first < count;) {
      int64_t last = first + 1;
      while (last < count && map[last] == map[last - 1] + 1) ++last;
      if (last - first > end - begin) begin = first, end = last;
      first = last;
    }
  }
};

int64_t product(const int64_t *sizes) { return sizes[0] * sizes[1] * sizes[2]; }

/// Calls `body(row of the result, row of the input)` for the rows of one plane.
template <class Body>
void each_row(const ts_padding &p, Body &&body) {
  for (int64_t z = 0; z < p.out[0]; ++z) {
    for (int64_t y = 0; y < p.out[1]; ++y) {
      body(z * p.out[1] + y, p.maps[0][z] * p.in[1] + p.maps[1][y]);
    }
  }
}

int64_t plane_grain(const ts_padding &p) {
  return std::max<int64_t>(1, 32768 / std::max<int64_t>(1, product(p.out)));
}

template <class T>
void pad(const ts_padding &p, const T *in, T *out) {
  const Stretch middle(p.maps[2], p.out[2]);
  const int64_t *map = p.maps[2];
  parallel_for(p.planes, plane_grain(p), [&](int64_t first, int64_t last) {
    for (int64_t plane = first; plane < last; ++plane) {
      each_row(p, [&](int64_t to, int64_t from) {
        const T *source = in + plane * product(p.in) + from * p.in[2];
        T *target = out + plane * product(p.out) + to * p.out[2];
        for (int64_t i = 0; i < middle.begin; ++i) target[i] = source[map[i]];
        std::memcpy(target + middle.begin, source + map[middle.begin],
                    static_cast<size_t>(middle.end - middle.begin) * sizeof(T));
        for (int64_t i = middle.end; i < p.out[2]; ++i) target[i] = source[map[i]];
      });
    }
  });
}

template <class T>
void pad_gradient(const ts_padding &p, const T *grad, T *in) {
  using C = acc_t<T>;
  const Stretch middle(p.maps[2], p.out[2]);
  const int64_t *map = p.maps[2];
  parallel_for(p.planes, plane_grain(p), [&](int64_t first, int64_t last) {
    std::vector<C> sums(static_cast<size_t>(product(p.in)));
    for (int64_t plane = first; plane < last; ++plane) {
      std::fill(sums.begin(), sums.end(), C(0));
      each_row(p, [&](int64_t from, int64_t to) {
        const T *source = grad + plane * product(p.out) + from * p.out[2];
        C *target = sums.data() + to * p.in[2];
        for (int64_t i = 0; i < middle.begin; ++i) target[map[i]] += C(source[i]);
        const int64_t begin = middle.begin, end = middle.end;
        C *run = target + map[begin] - begin;
        TS_MULTIVERSION({
          for (int64_t i = begin; i < end; ++i) run[i] += C(source[i]);
        });
        for (int64_t i = middle.end; i < p.out[2]; ++i) target[map[i]] += C(source[i]);
      });
      std::transform(sums.begin(), sums.end(), in + plane * product(p.in),
                     [](C sum) { return T(sum); });
    }
  });
}

}  // namespace
}  // namespace ts

TS_EXPORT void ts_pad(const ts_padding *padding, int32_t dtype, const void *in, void *out) {
  if (ts::product(padding->out) == 0) return;
  TS_DISPATCH_BYTES(ts::item_size(dtype), T, {
    return ts::pad(*padding, static_cast<const T *>(in), static_cast<T *>(out));
  });
}

TS_EXPORT void ts_pad_gradient(const ts_padding *padding, int32_t dtype, const void *grad,
                               void *in) {
  if (ts::product(padding->out) == 0) return;
  TS_DISPATCH_FLOATING(dtype, T, {
    return ts::pad_gradient(*padding, static_cast<const T *>(grad), static_cast<T *>(in));
  });
}
