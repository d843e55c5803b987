#include <algorithm>
#include <vector>

#include "../Common/parallel.h"
#include "fold.h"
#include "program.h"

namespace ts {
namespace {

constexpr int64_t kSplitMinimum = 65536;  // reduced elements before one output is split
constexpr int64_t kGrain = 16384;         // elements of work worth a task

/// One execution of a program: the shape-dependent choices and the loops.
template <class D, class F>
class Run {
 public:
  Run(const Program &program, const Plan &plan, const ts_view &in, Sink<D> sink)
      : program_(program), plan_(plan), base_(in.data), load_(load_for<D>(in.dtype)), sink_(sink) {
    const Dim kept = plan.kept.inner(), reduced = plan.reduced.inner();
    columns_ = plan.reduced.n == 0 || plan.count == 0 ||
               (plan.kept.n > 0 && (kept.in < reduced.in ||
                                    (reduced.size < 16 && kept.size > reduced.size)));
    // Outputs that share a task: a piece of the innermost kept dimension, or a single one.
    width_ = columns_ ? std::min(kept.size, kBlock) : 1;
    pieces_ = columns_ ? (kept.size + width_ - 1) / width_ : 1;
    plane_ = columns_ && plan.count > 0 && plan.reduced.n > 0 && kept.size <= kBlock / 8 &&
             reduced.in == kept.size * kept.in;
    groups_ = plan.outputs / (columns_ ? kept.size : 1);
    splits_ = plan.outputs <= 16 && plan.count >= kSplitMinimum
                  ? std::min<int64_t>(64, plan.count / (kSplitMinimum / 2))
                  : 1;
  }

  void operator()() {
    const int64_t tasks = groups_ * pieces_;
    if (splits_ > 1) return split(tasks);
    const int64_t work = std::max<int64_t>(1, width_ * plan_.count);
    parallel_for(tasks, std::max<int64_t>(1, kGrain / work), [&](int64_t begin, int64_t end) {
      D acc[kBlock];
      for (int64_t task = begin; task < end; ++task) {
        reduce(task, 0, plan_.count, acc);
        finish(task, acc);
      }
    });
  }

 private:
  const Program &program_;
  const Plan &plan_;
  const void *base_;
  Load<D> load_;
  Sink<D> sink_;
  bool columns_, plane_;
  int64_t width_, pieces_, groups_, splits_;

  struct Target {
    int64_t in, out, first, n;  // offsets, number of the first output, outputs
  };

  Target target(int64_t task) const {
    const int64_t group = task / pieces_, piece = task % pieces_;
    const Dim inner = plan_.kept.inner();
    if (!columns_) {
      const Walk walk(plan_.kept, 0, group);
      return {walk.in, walk.out, group, 1};
    }
    const Walk walk(plan_.kept, 1, group);
    const int64_t start = piece * width_;
    return {walk.in + start * inner.in, walk.out + start * inner.out, group * inner.size + start,
            std::min(width_, inner.size - start)};
  }

  // Few outputs of many elements: each is reduced in `splits_` parts, joined as a tree.
  void split(int64_t tasks) {
    const int64_t part = (plan_.count + splits_ - 1) / splits_;
    std::vector<D> partial(static_cast<size_t>(tasks * splits_ * width_));
    parallel_for(tasks * splits_, 1, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        const int64_t first = (i % splits_) * part;
        reduce(i / splits_, std::min(first, plan_.count), std::min(first + part, plan_.count),
               &partial[static_cast<size_t>(i * width_)]);
      }
    });
    for (int64_t task = 0; task < tasks; ++task) {
      D *acc = &partial[static_cast<size_t>(task * splits_ * width_)];
      for (int64_t step = 1; step < splits_; step *= 2) {
        for (int64_t i = 0; i + step < splits_; i += 2 * step) {
          fold_columns<F>(acc + i * width_, acc + (i + step) * width_, target(task).n);
        }
      }
      finish(task, acc);
    }
  }

  void reduce(int64_t task, int64_t begin, int64_t end, D *acc) const {
    const Target t = target(task);
    if (plane_) {
      reduce_plane(t, begin, end, acc);
    } else if (columns_) {
      reduce_columns(t, begin, end, acc);
    } else {
      acc[0] = reduce_row(t, begin, end);
    }
  }

  D reduce_row(const Target &t, int64_t begin, int64_t end) const {
    const Dim inner = plan_.reduced.inner();
    const double *centre = program_.centre ? program_.centre + t.first : nullptr;
    Walk walk(plan_.reduced, 1, begin / inner.size);
    int64_t i = begin % inner.size;
    Cascade<F, D> cascade;
    D block[kBlock];
    for (int64_t at = begin; at < end;) {
      int64_t filled = 0;
      while (filled < kBlock && at < end) {
        const int64_t n = std::min({inner.size - i, kBlock - filled, end - at});
        load_(base_, t.in + walk.in + i * inner.in, inner.in, n, block + filled);
        filled += n;
        at += n;
        if ((i += n) == inner.size) {
          i = 0;
          walk.next();
        }
      }
      apply_map(program_, block, filled, centre, true);
      cascade.push(fold_block<F>(block, filled));
    }
    return cascade.result();
  }

  // Rows are folded in groups of 32, the groups into the result: two levels of summation.
  void reduce_columns(const Target &t, int64_t begin, int64_t end, D *acc) const {
    const int64_t stride = plan_.kept.inner().in;
    const double *centre = program_.centre ? program_.centre + t.first : nullptr;
    std::fill(acc, acc + t.n, F::template identity<D>);
    Walk walk(plan_.reduced, 0, begin);
    D block[kBlock], group[kBlock];
    for (int64_t row = begin; row < end;) {
      const int64_t last = std::min(row + 32, end);
      for (int64_t first = row; row < last; ++row, walk.next()) {
        D *target = row == first ? group : block;
        load_(base_, t.in + walk.in, stride, t.n, target);
        apply_map(program_, target, t.n, centre, false);
        if (row > first) fold_columns<F>(group, block, t.n);
      }
      fold_columns<F>(acc, group, t.n);
    }
  }

  // Narrow rows that follow each other in memory: as many as a block holds are folded at once.
  void reduce_plane(const Target &t, int64_t begin, int64_t end, D *acc) const {
    const Dim inner = plan_.reduced.inner();
    const int64_t rows = kBlock / t.n;
    D wide[kBlock], block[kBlock];
    double centre[kBlock];
    std::fill(wide, wide + kBlock, F::template identity<D>);
    for (int64_t j = 0; program_.centre && j < rows * t.n; ++j) {
      centre[j] = program_.centre[t.first + j % t.n];
    }
    Walk walk(plan_.reduced, 1, begin / inner.size);
    int64_t i = begin % inner.size;
    for (int64_t at = begin; at < end;) {
      const int64_t n = std::min({rows, inner.size - i, end - at});
      load_(base_, t.in + walk.in + i * inner.in, plan_.kept.inner().in, n * t.n, block);
      apply_map(program_, block, n * t.n, centre, false);
      fold_columns<F>(wide, block, n * t.n);
      at += n;
      if ((i += n) == inner.size) {
        i = 0;
        walk.next();
      }
    }
    std::fill(acc, acc + t.n, F::template identity<D>);
    for (int64_t row = 0; row < rows; ++row) fold_columns<F>(acc, wide + row * t.n, t.n);
  }

  void finish(int64_t task, D *acc) const {
    const Target t = target(task);
    apply_finish(program_, acc, t.n, program_.centre ? program_.centre + t.first : nullptr);
    if (sink_.array) {
      std::copy(acc, acc + t.n, sink_.array + t.first);
    } else {
      sink_.store(sink_.out, t.out, columns_ ? plan_.kept.inner().out : 1, t.n, acc);
    }
  }
};

}  // namespace

template <class D>
void run_reduction(const Program &program, const Plan &plan, const ts_view &in, Sink<D> sink) {
  if (plan.outputs == 0) return;
  switch (program.fold) {
    case Fold::sum: return Run<D, FoldSum>(program, plan, in, sink)();
    case Fold::product: return Run<D, FoldProduct>(program, plan, in, sink)();
    case Fold::maximum: return Run<D, FoldMaximum>(program, plan, in, sink)();
    case Fold::minimum: return Run<D, FoldMinimum>(program, plan, in, sink)();
  }
}

template void run_reduction(const Program &, const Plan &, const ts_view &, Sink<double>);
template void run_reduction(const Program &, const Plan &, const ts_view &, Sink<int64_t>);

}  // namespace ts
