// Reads and writes at the positions that pooling found: gradients of maxima, and unpooling.
#include <vector>

#include "../Common/volume.h"
#include "../include/ts_pool.h"

namespace ts {
namespace {

/// Calls `body(offset in a, offset in b)` for the elements of one plane, in row-major order.
template <class A, class B, class F>
void walk(const Volume<A> &a, const Volume<B> &b, F &&body) {
  for (int64_t d = 0; d < a.size[2]; ++d) {
    for (int64_t h = 0; h < a.size[3]; ++h) {
      for (int64_t w = 0; w < a.size[4]; ++w) body(a.offset(d, h, w), b.offset(d, h, w));
    }
  }
}

template <class T>
void scatter(const Volume<T> &source, const Volume<int64_t> &indices, const Volume<T> &target,
             bool accumulate) {
  using C = acc_t<T>;
  const int64_t size = target.plane_size();
  for_planes(target.size[0], target.size[1], size + source.plane_size(), [&](int64_t n, int64_t c) {
    std::vector<C> sums(static_cast<size_t>(size), C{0});
    const T *from = source.plane(n, c);
    const int64_t *index = indices.plane(n, c);
    walk(source, indices, [&](int64_t at, int64_t index_at) {
      const int64_t place = index[index_at];
      if (place < 0 || place >= size) return;
      C &sum = sums[static_cast<size_t>(place)];
      sum = accumulate ? sum + static_cast<C>(from[at]) : static_cast<C>(from[at]);
    });
    T *to = target.plane(n, c);
    size_t next = 0;
    walk(target, target, [&](int64_t at, int64_t) { to[at] = cast<T>(sums[next++]); });
  });
}

template <class T>
void gather(const Volume<T> &source, const Volume<int64_t> &indices, const Volume<T> &target) {
  const int64_t size = source.plane_size();
  for_planes(target.size[0], target.size[1], target.plane_size(), [&](int64_t n, int64_t c) {
    const T *from = source.plane(n, c);
    const int64_t *index = indices.plane(n, c);
    T *to = target.plane(n, c);
    walk(target, indices, [&](int64_t at, int64_t index_at) {
      const int64_t i = index[index_at];
      const bool inside = i >= 0 && i < size;
      to[at] = inside ? from[source.offset_of(i)] : cast<T>(0.0f);
    });
  });
}

}  // namespace
}  // namespace ts

TS_EXPORT void ts_plane_scatter(const ts_view *source, const ts_view *indices,
                                const ts_view *target, bool accumulate) {
  TS_DISPATCH_FLOATING(source->dtype, T, {
    ts::scatter<T>(ts::Volume<T>(*source), ts::Volume<int64_t>(*indices), ts::Volume<T>(*target),
                   accumulate);
  });
}

TS_EXPORT void ts_plane_gather(const ts_view *source, const ts_view *indices,
                               const ts_view *target) {
  TS_DISPATCH_FLOATING(source->dtype, T, {
    ts::gather<T>(ts::Volume<T>(*source), ts::Volume<int64_t>(*indices), ts::Volume<T>(*target));
  });
}
