#include "../Common/parallel.h"
#include "../include/ts_shape.h"

#include <cstring>

namespace {

constexpr int64_t grainBytes = 1 << 18;

}  // namespace

void ts_cat(
    void *out, const void *const *inputs, const int64_t *lengths, int64_t count, int64_t rows) {
  int64_t rowBytes = 0;
  for (int64_t i = 0; i < count; ++i) rowBytes += lengths[i];
  if (rowBytes == 0 || rows == 0) return;
  const int64_t grain = grainBytes / rowBytes + 1;
  ts::parallel_for(rows, grain, [=](int64_t begin, int64_t end) {
    char *to = static_cast<char *>(out) + begin * rowBytes;
    for (int64_t row = begin; row < end; ++row) {
      for (int64_t i = 0; i < count; ++i) {
        const char *from = static_cast<const char *>(inputs[i]) + row * lengths[i];
        if (lengths[i] > 0) std::memcpy(to, from, lengths[i]);
        to += lengths[i];
      }
    }
  });
}
