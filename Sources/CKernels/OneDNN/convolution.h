// A convolution by the library: every part prepared, then all of them run on the pool.
#ifndef TS_ONEDNN_CONVOLUTION_H
#define TS_ONEDNN_CONVOLUTION_H

#include <atomic>

#include "../Common/parallel.h"
#include "transfer.h"

namespace ts::onednn {

/// A part with its program and the ways of its images.
template <class T>
struct PreparedPart {
  Part part;
  std::shared_ptr<const Product> product;
  Transfer<T> input, output;
  /// Which of the packed weights it multiplies.
  int64_t pack;

  int64_t arena_bytes() const {
    return input.arena_bytes() + output.arena_bytes() +
           Arena::rounded(product->program.workspace_bytes());
  }
};

/// Weights of one slab in the layout of its programs.
struct Pack {
  Part part;
  Layout layout;
  std::shared_ptr<const Reorder> reorder;
  float *data;
};

template <class T>
class Run {
 public:
  Run(Kind kind, const ts_conv &conv, ts_conv_image x, ts_conv_image y)
      : kind(kind), whole(conv), x(x), y(y) {}

  /// Finds the programs of all parts; false when one is missing.
  bool prepare(bool has_bias) {
    return prepare(make_plan(kind, whole, true), has_bias) ||
           prepare(make_plan(kind, whole, false), has_bias);
  }

  /// Forward and gradient of the input: y = conv(x, w) + bias or x' = Σ y w + bias.
  bool images(const T *weight, const T *bias) {
    const conv::Widened<float, T> w(weight, whole.out_channels * whole.depth());
    const bool forward = kind == Kind::forward;
    const conv::Widened<float, T> b(bias, forward ? whole.out_channels : whole.in_channels);
    if (!pack_weights(w.data())) return false;
    const int64_t count = static_cast<int64_t>(parts.size());
    // Parts outermost: the weights of a slab stay in the cache.
    each_task(count * groups, [&](int64_t task, Arena &arena) {
      const PreparedPart<T> &p = parts[task / groups];
      const Region in = region(p.part, true, task % groups);
      const Region out = region(p.part, false, task % groups);
      return forward ? part_forward(p, in, out, b.data(), arena)
                     : part_input_gradient(p, in, out, b.data(), arena);
    });
    return !failed;
  }

  /// w' = Σ y x: every chunk of the images has sums of its own, which are added in order.
  bool weights(T *out) {
    const int64_t slabs = static_cast<int64_t>(packs.size());
    const int64_t rows = static_cast<int64_t>(parts.size()) / slabs, units = groups * rows;
    const int64_t bytes = Arena::rounded(largest_pack());
    const int64_t chunks = chunks_of(units, slabs * bytes);
    Arena sums(slabs * chunks * bytes);
    if (!sums) return false;
    char *const base = static_cast<char *>(sums.take(0));
    extra_bytes = bytes;
    each_task(slabs * chunks, [&](int64_t task, Arena &arena) {
      const int64_t slab = task / chunks, chunk = task % chunks;
      float *const sum = reinterpret_cast<float *>(base + task * bytes);
      float *const fresh = static_cast<float *>(arena.take(bytes));
      bool first = true;
      for (int64_t u = units * chunk / chunks; u < units * (chunk + 1) / chunks; ++u) {
        arena.reset();
        arena.take(bytes);
        const PreparedPart<T> &p = parts[slab * rows + u % rows];
        if (!part_weights(p, u / rows, first ? sum : fresh, arena)) return false;
        if (!first) conv::add_line(fresh, 1, byte_count(packs[slab].layout) / 4, sum);
        first = false;
      }
      return true;
    });
    return !failed && add_chunks(base, bytes, chunks) && unpack_weights(base, bytes * chunks, out);
  }

 private:
  const Kind kind;
  const conv::Geometry whole;
  const ts_conv_image x, y;
  int64_t groups = 0, extra_bytes = 0;
  std::vector<PreparedPart<T>> parts;
  std::vector<Pack> packs;
  std::unique_ptr<Arena> packed;
  std::atomic<bool> failed{false};

  int rank() const {
    const bool flat = whole.in[0] == 1 && whole.kernel[0] == 1 && whole.out[0] == 1;
    return flat && whole.padding[0] == 0 ? 2 : 3;
  }

  bool prepare(const Plan &plan, bool has_bias) {
    groups = plan.image_groups;
    parts.clear();
    packs.clear();
    for (const Part &part : plan.parts) {
      const Problem problem{kind, rank(), has_bias && kind == Kind::forward, part.conv};
      PreparedPart<T> p{part, find_product(problem), {}, {}, 0};
      const bool to_input = kind == Kind::input_gradient, forward = kind == Kind::forward;
      if (!p.product ||
          !p.input.prepare(problem, true, to_input, region(part, true, 0), p.product->input) ||
          !p.output.prepare(problem, false, forward, region(part, false, 0),
                            p.product->output) ||
          !find_pack(problem, p)) {
        return false;
      }
      parts.push_back(std::move(p));
    }
    // Sums over rows need one layout for all of them.
    return kind != Kind::weight_gradient || static_cast<int64_t>(packs.size()) == plan.slabs;
  }

  /// Shares the weights of parts with the same channels and layout.
  bool find_pack(const Problem &problem, PreparedPart<T> &p) {
    const Layout &wanted = p.product->weight;
    for (p.pack = 0; p.pack < static_cast<int64_t>(packs.size()); ++p.pack) {
      const Pack &other = packs[p.pack];
      if (weight_offset(other.part) == weight_offset(p.part) && equal(other.layout, wanted)) {
        return true;
      }
    }
    Layout own{};
    if (!weight_layout(problem, whole.depth(), own)) return false;
    const bool to_weight = kind == Kind::weight_gradient;
    const auto reorder = to_weight ? find_reorder(wanted, own) : find_reorder(own, wanted);
    packs.push_back({p.part, wanted, reorder, nullptr});
    return reorder != nullptr;
  }

  /// First element of a part's weights in the whole's.
  int64_t weight_offset(const Part &part) const {
    const bool columns = whole.groups == 1 && kind == Kind::input_gradient;
    return columns ? part.in_channel * whole.taps() : part.out_channel * whole.depth();
  }

  Region region(const Part &part, bool of_input, int64_t group) const {
    const conv::Geometry g(part.conv);
    ts_conv_image memory = of_input ? x : y;
    const int64_t position = of_input ? part.in_position : part.out_position;
    const int64_t channel = of_input ? part.in_channel : part.out_channel;
    const int64_t offset = group * g.batch * memory.batch_stride +
                           channel * memory.channel_stride + position * memory.position_stride;
    memory.data = static_cast<T *>(memory.data) + offset;
    return {g.batch, of_input ? g.in_channels : g.out_channels,
            of_input ? g.in_positions() : g.positions(), memory};
  }

  /// Runs `body(task, arena)` for every task on the pool; notes when one returns false.
  template <class Body>
  void each_task(int64_t count, Body &&body) {
    int64_t bytes = 0;
    for (const auto &p : parts) bytes = std::max(bytes, p.arena_bytes());
    parallel_for(count, 1, [&, bytes](int64_t first, int64_t last) {
      const OneThread guard;
      Arena arena(bytes + extra_bytes);
      for (int64_t task = first; task < last; ++task) {
        arena.reset();
        if (!arena || failed || !body(task, arena)) failed = true;
      }
    });
  }

  bool part_forward(const PreparedPart<T> &p, const Region &in, const Region &out, float *bias,
                    Arena &arena) const {
    void *const from = p.input.bring(in, arena), *const to = p.output.target(out, arena);
    float *const shift = bias ? bias + p.part.out_channel : nullptr;
    return from && run(p, from, packs[p.pack].data, shift, to, arena) &&
           p.output.finish(to, out, nullptr, arena);
  }

  bool part_input_gradient(const PreparedPart<T> &p, const Region &in, const Region &out,
                           const float *bias, Arena &arena) const {
    void *const from = p.output.bring(out, arena), *const to = p.input.target(in, arena);
    return from && run(p, to, packs[p.pack].data, nullptr, from, arena) &&
           p.input.finish(to, in, bias ? bias + p.part.in_channel : nullptr, arena);
  }

  bool part_weights(const PreparedPart<T> &p, int64_t group, float *to, Arena &arena) const {
    void *const in = p.input.bring(region(p.part, true, group), arena);
    void *const out = p.output.bring(region(p.part, false, group), arena);
    return in && out && run(p, in, to, nullptr, out, arena);
  }

  static bool run(const PreparedPart<T> &p, void *in, void *w, void *b, void *out, Arena &arena) {
    return p.product->run(in, w, b, out, arena.take(p.product->program.workspace_bytes()));
  }

  int64_t largest_pack() const {
    int64_t bytes = 0;
    for (const Pack &pack : packs) bytes = std::max(bytes, byte_count(pack.layout));
    return bytes;
  }

  bool pack_weights(float *w) {
    const int64_t bytes = Arena::rounded(largest_pack());
    packed = std::make_unique<Arena>(bytes * static_cast<int64_t>(packs.size()));
    if (!*packed) return false;
    for (Pack &pack : packs) pack.data = static_cast<float *>(packed->take(bytes));
    return each_pack([&](const Pack &pack, int64_t, void *workspace) {
      return pack.reorder->run(w + weight_offset(pack.part), pack.data, workspace);
    });
  }

  /// Runs `body(pack, index, workspace)` for all packs on the pool.
  template <class Body>
  bool each_pack(Body &&body) {
    parallel_for(static_cast<int64_t>(packs.size()), 1, [&](int64_t first, int64_t last) {
      const OneThread guard;
      for (int64_t i = first; i < last; ++i) {
        Arena workspace(packs[i].reorder->program.workspace_bytes());
        if (!workspace || !body(packs[i], i, workspace.take(0))) failed = true;
      }
    });
    return !failed;
  }

  /// Chunks with sums of their own: enough tasks, as long as the sums stay small.
  int64_t chunks_of(int64_t units, int64_t sum_bytes) const {
    const int64_t wanted = planning::pieces(planning::wanted_tasks, packs.size());
    const int64_t most = std::max<int64_t>(1, (int64_t{64} << 20) / sum_bytes);
    return std::min({units, wanted, most});
  }

  /// Adds the sums of all chunks of each slab to those of its first.
  bool add_chunks(char *base, int64_t bytes, int64_t chunks) const {
    const int64_t slabs = static_cast<int64_t>(packs.size()), count = bytes / 4;
    parallel_for(slabs * count, 32768, [=](int64_t first, int64_t last) {
      for (int64_t at = first; at < last;) {
        const int64_t slab = at / count, end = std::min(last, (slab + 1) * count);
        float *const sum = reinterpret_cast<float *>(base + slab * chunks * bytes) + at % count;
        for (int64_t c = 1; c < chunks; ++c) {
          conv::add_line(sum + c * count, 1, end - at, sum);
        }
        at = end;
      }
    });
    return true;
  }

  /// Carries the sums of each slab into the result.
  bool unpack_weights(const char *base, int64_t bytes, T *out) {
    if constexpr (!is_half_v<T>) return carry(base, bytes, out);
    const int64_t count = whole.out_channels * whole.depth();
    Arena wide(count * 4);
    if (!wide) return false;
    float *const dense = static_cast<float *>(wide.take(0));
    if (!carry(base, bytes, dense)) return false;
    narrow<T>(dense, {1, 1, count, {out, count, count, 1}});
    return true;
  }

  bool carry(const char *base, int64_t bytes, float *out) {
    return each_pack([&](const Pack &pack, int64_t index, void *workspace) {
      return pack.reorder->run(base + index * bytes, out + weight_offset(pack.part), workspace);
    });
  }
};

}  // namespace ts::onednn

#endif
