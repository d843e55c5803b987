#include "parallel.h"

#include <sched.h>
#include <stdlib.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "../include/ts_runtime.h"

namespace ts {
namespace {

constexpr int max_threads = 1024;
/// How long an idle thread looks for work before it sleeps.
constexpr auto spin_time = std::chrono::microseconds(30);

thread_local bool inside_parallel = false;

inline void pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

/// Polls `done()` for `spin_time`; false when it did not come true.
template <class Done>
bool spin_until(Done done) {
  const auto limit = std::chrono::steady_clock::now() + spin_time;
  do {
    for (int i = 0; i < 32; ++i) {
      if (done()) return true;
      pause();
    }
  } while (std::chrono::steady_clock::now() < limit);
  return false;
}

int default_threads() {
  if (const char *text = getenv("TOUCHSTONE_NUM_THREADS")) {
    const int wanted = atoi(text);
    if (wanted > 0) return wanted < max_threads ? wanted : max_threads;
  }
  cpu_set_t set;
  const int online = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
  return online < max_threads ? online : max_threads;
}

/// One call of `run_chunks`; lives on the caller's stack until every helper has left it.
struct Job {
  int64_t chunks;
  detail::ChunkBody body;
  void *context;
  std::atomic<int64_t> next{0};
  int open_places;  // guarded by Pool::mutex
  std::atomic<int> helpers{0};

  void work() {
    for (;;) {
      const int64_t chunk = next.fetch_add(1, std::memory_order_relaxed);
      if (chunk >= chunks) return;
      body(context, chunk);
    }
  }
};

class Pool {
 public:
  /// Runs the job on this thread and up to `threads - 1` workers; false when the pool is in use.
  bool run(Job &job, int threads) {
    std::unique_lock<std::mutex> turn(in_use, std::try_to_lock);
    if (!turn.owns_lock()) return false;
    publish(job, threads);
    job.work();
    withdraw(job);
    return true;
  }

 private:
  std::mutex in_use;  // held by the caller whose job is running
  std::mutex mutex;
  std::condition_variable wake, finished;
  std::atomic<uint64_t> epoch{0};
  Job *current = nullptr;  // guarded by mutex
  int workers = 0;         // guarded by mutex
  int sleepers = 0;        // guarded by mutex

  void publish(Job &job, int threads) {
    const int64_t useful = job.chunks - 1 < threads - 1 ? job.chunks - 1 : threads - 1;
    std::lock_guard<std::mutex> lock(mutex);
    for (; workers < useful; ++workers) std::thread([this] { serve(); }).detach();
    job.open_places = static_cast<int>(useful);
    current = &job;
    epoch.fetch_add(1, std::memory_order_release);
    for (int i = 0; i < useful && i < sleepers; ++i) wake.notify_one();
  }

  /// Closes the job to new helpers and waits until those inside have left.
  void withdraw(Job &job) {
    {
      std::lock_guard<std::mutex> lock(mutex);
      current = nullptr;
    }
    const auto left = [&] { return job.helpers.load(std::memory_order_acquire) == 0; };
    if (spin_until(left)) return;
    std::unique_lock<std::mutex> lock(mutex);
    finished.wait(lock, left);
  }

  void serve() {
    inside_parallel = true;
    uint64_t seen = 0;
    for (;;) {
      spin_until([&] { return epoch.load(std::memory_order_acquire) != seen; });
      Job *job = join(seen);
      if (job == nullptr) continue;
      job->work();
      std::lock_guard<std::mutex> lock(mutex);
      if (job->helpers.fetch_sub(1, std::memory_order_release) == 1) finished.notify_one();
    }
  }

  /// Sleeps until there is a job newer than `seen`; enters it if it has a place left.
  Job *join(uint64_t &seen) {
    std::unique_lock<std::mutex> lock(mutex);
    ++sleepers;
    wake.wait(lock, [&] { return epoch.load(std::memory_order_relaxed) != seen; });
    --sleepers;
    seen = epoch.load(std::memory_order_relaxed);
    if (current == nullptr || current->open_places == 0) return nullptr;
    --current->open_places;
    current->helpers.fetch_add(1, std::memory_order_relaxed);
    return current;
  }
};

Pool &pool() {
  static Pool *shared = new Pool;  // never destroyed: detached workers use it until the end
  return *shared;
}

std::atomic<int> &thread_count() {
  static std::atomic<int> count{default_threads()};
  return count;
}

}  // namespace

void detail::run_chunks(int64_t chunks, ChunkBody body, void *context) {
  const int threads = thread_count().load(std::memory_order_relaxed);
  if (threads > 1 && chunks > 1 && !inside_parallel) {
    Job job;
    job.chunks = chunks;
    job.body = body;
    job.context = context;
    inside_parallel = true;
    const bool done = pool().run(job, threads);
    inside_parallel = false;
    if (done) return;
  }
  for (int64_t chunk = 0; chunk < chunks; ++chunk) body(context, chunk);
}

}  // namespace ts

TS_EXPORT int32_t ts_get_num_threads(void) {
  return ts::thread_count().load(std::memory_order_relaxed);
}

TS_EXPORT void ts_set_num_threads(int32_t count) {
  const int wanted = count < 1 ? 1 : count > ts::max_threads ? ts::max_threads : count;
  ts::thread_count().store(wanted, std::memory_order_relaxed);
}
