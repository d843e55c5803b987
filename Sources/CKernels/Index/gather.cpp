// out[p] = input[p + offsets[p] * scale].
#include <cstring>

#include "../include/ts_index.h"
#include "dispatch.h"
#include "loop.h"

namespace ts::index {
namespace {

enum { kOut, kIn, kOffset };

/// One run whose offset is the same for all elements: a strided copy.
template <class T>
void copy_run(T *out, int64_t out_step, const T *in, int64_t in_step, int64_t n) {
  if (out_step == 1 && in_step == 1) {
    std::memcpy(out, in, n * sizeof(T));
  } else {
    for (int64_t i = 0; i < n; ++i) out[i * out_step] = in[i * in_step];
  }
}

template <class T>
struct Gather {
  const Loop<3> &loop;
  T *out;
  const T *in;
  const int64_t *offsets;
  int64_t scale;

  void operator()(const std::array<int64_t, 3> &at, int64_t n) const {
    const int64_t out_step = loop.inner(kOut), in_step = loop.inner(kIn);
    const int64_t offset_step = loop.inner(kOffset);
    T *to = out + at[kOut];
    const T *from = in + at[kIn];
    const int64_t *offset = offsets + at[kOffset];
    if (offset_step == 0) return copy_run(to, out_step, from + *offset * scale, in_step, n);
    for (int64_t i = 0; i < n; ++i)
      to[i * out_step] = from[i * in_step + offset[i * offset_step] * scale];
  }
};

}  // namespace
}  // namespace ts::index

using namespace ts;
using namespace ts::index;

void ts_gather(
    const ts_view *out, const ts_view *input, const ts_view *offsets, int64_t scale) {
  Loop<3> loop = make_loop<3>({out, input, offsets});
  loop.sort(-1);
  loop.collapse();
  by_width(out->dtype, [&](auto type) {
    using T = decltype(type);
    const Gather<T> gather{
        loop, static_cast<T *>(out->data), static_cast<const T *>(input->data),
        static_cast<const int64_t *>(offsets->data), scale};
    parallel_for(loop.numel(), kGrain, [&](int64_t begin, int64_t end) {
      walk(loop, begin, end, gather);
    });
  });
}
