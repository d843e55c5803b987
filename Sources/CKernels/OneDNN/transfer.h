// Operands between strided memory of any floating dtype and the layout of a program: the library
// reorders float32, and half types pass through a staging area of float32.
#ifndef TS_ONEDNN_TRANSFER_H
#define TS_ONEDNN_TRANSFER_H

#include "../Convolution/columns.h"
#include "../include/ts_runtime.h"
#include "product.h"

namespace ts::onednn {

/// Memory of one task, handed out piece by piece.
class Arena {
 public:
  explicit Arena(int64_t bytes) : memory(static_cast<char *>(ts_alloc(bytes)), ts_free) {}
  explicit operator bool() const { return memory != nullptr; }

  static constexpr int64_t rounded(int64_t bytes) { return (bytes + 63) / 64 * 64; }
  void *take(int64_t bytes) {
    void *piece = memory.get() + used;
    used += rounded(bytes);
    return piece;
  }
  void reset() { used = 0; }

 private:
  std::unique_ptr<char, void (*)(void *)> memory;
  int64_t used = 0;
};

/// Positions of some images and channels in memory.
struct Region {
  int64_t images, channels, positions;
  ts_conv_image memory;

  int64_t count() const { return images * channels * positions; }
  bool channels_innermost() const { return memory.channel_stride == 1 && channels > 1; }

  /// The same elements without gaps, channels innermost where they are here.
  Region dense(void *data) const {
    const ts_conv_image row_major{data, channels * positions, positions, 1};
    const ts_conv_image innermost{data, channels * positions, 1, channels};
    return {images, channels, positions, channels_innermost() ? innermost : row_major};
  }

  /// Calls `body(offset, count, stride, channel)` for lines along the innermost dimension.
  template <class Body>
  void each_line(Body &&body) const {
    const bool along_channels = channels_innermost();
    const int64_t lines = along_channels ? positions : channels;
    const int64_t step = along_channels ? memory.position_stride : memory.channel_stride;
    for (int64_t i = 0; i < images * lines; ++i) {
      const int64_t offset = i / lines * memory.batch_stride + i % lines * step;
      if (along_channels) {
        body(offset, channels, int64_t{1}, int64_t{0});
      } else {
        body(offset, positions, memory.position_stride, i % lines);
      }
    }
  }
};

/// Copies a region into dense float32, in the order of its lines.
template <class T>
void widen(const Region &region, float *to) {
  region.each_line([&](int64_t offset, int64_t count, int64_t stride, int64_t) {
    conv::load_line(static_cast<const T *>(region.memory.data) + offset, stride, count, to);
    to += count;
  });
}

/// Rounds dense float32 into a region.
template <class T>
void narrow(const float *from, const Region &region) {
  region.each_line([&](int64_t offset, int64_t count, int64_t stride, int64_t) {
    T *to = static_cast<T *>(region.memory.data) + offset;
    TS_MULTIVERSION({
      if (stride == 1) {
        for (int64_t i = 0; i < count; ++i) to[i] = T(from[i]);
      } else {
        for (int64_t i = 0; i < count; ++i) to[i * stride] = T(from[i]);
      }
    });
    from += count;
  });
}

/// Adds a number for each channel to a region of float32.
inline void add_bias(const Region &region, const float *bias) {
  region.each_line([&](int64_t offset, int64_t count, int64_t stride, int64_t channel) {
    float *to = static_cast<float *>(region.memory.data) + offset;
    const bool along_channels = region.channels_innermost();
    const float *from = bias + channel;
    TS_MULTIVERSION({
      if (along_channels) {
        for (int64_t i = 0; i < count; ++i) to[i] += from[i];
      } else {
        const float shift = *from;
        for (int64_t i = 0; i < count; ++i) to[i * stride] += shift;
      }
    });
  });
}

/// How one operand of a part reaches the layout of its program, or leaves it.
template <class T>
class Transfer {
 public:
  /// False when the library cannot reorder it. `region` is of the part's sizes and of any data.
  bool prepare(const Problem &problem, bool of_input, bool is_result, const Region &region,
               const Layout &wanted) {
    layout_bytes = byte_count(wanted);
    staged_bytes = is_half_v<T> ? 4 * region.count() : 0;
    Layout own{};
    const Region seen = is_half_v<T> ? region.dense(nullptr) : region;
    if (!image_layout(problem, of_input, seen.memory, own)) return false;
    if (equal(own, wanted)) return true;
    reorder = is_result ? find_reorder(wanted, own) : find_reorder(own, wanted);
    return reorder != nullptr;
  }

  int64_t arena_bytes() const {
    return Arena::rounded(layout_bytes) + Arena::rounded(staged_bytes) +
           (reorder ? Arena::rounded(reorder->program.workspace_bytes()) : 0);
  }

  /// The operand in the program's layout; null after a failure.
  void *bring(const Region &region, Arena &arena) const {
    void *from = region.memory.data;
    if constexpr (is_half_v<T>) {
      from = arena.take(staged_bytes);
      widen<T>(region, static_cast<float *>(from));
    }
    if (!reorder) return from;
    void *to = arena.take(layout_bytes);
    return reorder->run(from, to, arena.take(reorder->program.workspace_bytes())) ? to : nullptr;
  }

  /// Where the program is to put a result for `region`.
  void *target(const Region &region, Arena &arena) const {
    return reorder || is_half_v<T> ? arena.take(layout_bytes) : region.memory.data;
  }

  /// Carries a result from `target` to its region, plus `bias`, which may be null.
  bool finish(void *result, const Region &region, const float *bias, Arena &arena) const {
    Region wide = region;
    if constexpr (is_half_v<T>) {
      wide = region.dense(reorder ? arena.take(staged_bytes) : result);
    }
    if (reorder && !reorder->run(result, wide.memory.data,
                                 arena.take(reorder->program.workspace_bytes()))) {
      return false;
    }
    if (bias) add_bias(wide, bias);
    if constexpr (is_half_v<T>) {
      narrow<T>(static_cast<const float *>(wide.memory.data), region);
    }
    return true;
  }

 private:
  std::shared_ptr<const Reorder> reorder;
  int64_t layout_bytes = 0, staged_bytes = 0;
};

}  // namespace ts::onednn

#endif
