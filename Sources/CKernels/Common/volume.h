// Images and volumes as pooling and resampling see them: [N, C, D, H, W], whatever the strides.
#pragma once

#include <algorithm>
#include <cstdint>

#include "../include/ts_types.h"
#include "dispatch.h"
#include "half.h"
#include "parallel.h"

namespace ts {

/// The memory of a 5-d tensor; tensors of fewer spatial dimensions arrive with sizes of 1.
template <class T>
struct Volume {
  T *data;
  int64_t size[5], stride[5];

  explicit Volume(const ts_view &view) : data(static_cast<T *>(view.data)) {
    std::copy(view.sizes, view.sizes + 5, size);
    std::copy(view.strides, view.strides + 5, stride);
  }

  T *plane(int64_t n, int64_t c) const { return data + n * stride[0] + c * stride[1]; }
  int64_t offset(int64_t d, int64_t h, int64_t w) const {
    return d * stride[2] + h * stride[3] + w * stride[4];
  }
  /// Where the element with row-major number `position` lies in a plane.
  int64_t offset_of(int64_t position) const {
    return offset(position / (size[3] * size[4]), position / size[4] % size[3],
                  position % size[4]);
  }
  int64_t plane_size() const { return size[2] * size[3] * size[4]; }
};

/// Most channels that are worked on together.
constexpr int64_t max_lanes = 64;

/// Channels to work on together: a block of those that lie side by side in both tensors
/// (channels-last memory), else one.
template <class A, class B>
int64_t lanes_of(const Volume<A> &in, const Volume<B> &out) {
  const bool adjacent = in.stride[1] == 1 && out.stride[1] == 1;
  return adjacent ? std::min(max_lanes, out.size[1]) : 1;
}

/// One row of a result: the outputs [n, c ..< c + lanes, d, h, all w].
struct Row {
  int64_t n, c, lanes, d, h;
};

/// Calls `body(row)` for every row of `out`, on several threads; `cost` is the number of inputs
/// that one output reads.
template <class T, class F>
void for_rows(const Volume<T> &out, int64_t lanes, int64_t cost, F &&body) {
  const int64_t blocks = lanes > 0 ? (out.size[1] + lanes - 1) / lanes : 0;
  const int64_t work = std::max<int64_t>(1, out.size[4] * lanes * std::max<int64_t>(1, cost));
  const int64_t rows = out.size[0] * blocks * out.size[2] * out.size[3];
  parallel_for(rows, std::max<int64_t>(1, 16384 / work), [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const int64_t block = i / (out.size[2] * out.size[3]);
      const int64_t c = block % blocks * lanes;
      body(Row{block / blocks, c, std::min(lanes, out.size[1] - c),
               i / out.size[3] % out.size[2], i % out.size[3]});
    }
  });
}

/// Calls `body(n, c)` for every plane, on several threads; `work` is the cost of one plane.
template <class F>
void for_planes(int64_t batch, int64_t channels, int64_t work, F &&body) {
  const int64_t grain = std::max<int64_t>(1, 16384 / std::max<int64_t>(1, work));
  parallel_for(batch * channels, grain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) body(i / channels, i % channels);
  });
}

}  // namespace ts
