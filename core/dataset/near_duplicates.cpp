#include "core/dataset/near_duplicates.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <functional>
#include <mutex>
#include <new>
#include <optional>
#include <string_view>
#include <thread>
#include <unordered_map>

#include "core/base/cores.h"
#include "core/dataset/groups.h"
#include "core/dataset/sketch_alignment.h"
#include "core/dataset/sketch_vectors.h"

namespace leukolens::dataset {
namespace {

constexpr int kFlatContrast = 100;  ///< standard deviation of 1 %: rounding to 8 bits and JPEG alone make that much
constexpr int kFewestBins = 64;     ///< below it there is no picture to compare
constexpr std::size_t kRowsAtOnce = 64;  ///< few, because equal pictures among them are all compared with each other

/// How alike two pictures must be to be looked at more closely, and to be called near duplicates.
struct Thresholds {
    int glance;      ///< cosine of the whole frames
    int firstLook;   ///< with the middle windows
    int secondLook;  ///< with all windows
    double near;
};

constexpr int cosineOf(double value) { return static_cast<int>(value * kCosineOne); }
constexpr Thresholds kOnBlack{cosineOf(0.30), cosineOf(0.55), cosineOf(0.66), kNearOnBlack};
constexpr Thresholds kWithSurroundings{cosineOf(0.15), cosineOf(0.40), cosineOf(0.70), kNearWithSurroundings};

/// Calls work(0) … work(count − 1) from all cores. Rethrows what the first of them threw.
void onAllCores(std::size_t count, const CancelToken& cancel, const std::function<void(std::size_t)>& work) {
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::exception_ptr exception;
    const auto run = [&] {
        try {
            for (std::size_t i = next++; i < count && !cancel.cancelled(); i = next++) work(i);
        } catch (...) {
            const std::lock_guard lock(mutex);
            exception = std::current_exception();
            next = count;
        }
    };
    {
        std::vector<std::jthread> threads;
        const auto cores = static_cast<std::size_t>(usableCores());
        for (std::size_t i = 0; i < std::min(cores, count); ++i) threads.emplace_back(run);
    }
    if (exception) std::rethrow_exception(exception);
}

bool isFlat(const image::PictureSketch& sketch) {
    return sketch.contrast < kFlatContrast ||
           static_cast<std::size_t>(std::count(sketch.bins.begin(), sketch.bins.end(), image::kNoBin)) > image::kSketchBins - kFewestBins;
}

/// Finds near pairs among pictures of one kind.
class Comparison {
public:
    /// `members`: ascending indices into `sketches`.
    Comparison(std::span<const image::PictureSketch> sketches, std::vector<int> members, const Thresholds& thresholds, const CancelToken& cancel)
        : m_sketches(sketches), m_members(std::move(members)), m_thresholds(thresholds), m_cancel(cancel) {}

    /// Unites near pictures in `groups` and appends the pairs that did. `compared` is told how many pairs are done, as often as not.
    void run(Groups& groups, std::vector<NearPair>& pairs, const std::function<void(std::int64_t)>& compared) {
        describe();
        for (std::size_t start = 0; start < m_members.size() && !m_cancel.cancelled(); start += kRowsAtOnce) {
            const std::size_t end = std::min(start + kRowsAtOnce, m_members.size());
            // First with all earlier batches, then among themselves, so that what has met in a group is not compared again.
            compareRows(start, end, [=](std::size_t) { return std::pair(std::size_t{0}, start); }, groups, pairs);
            compareRows(start, end, [=](std::size_t row) { return std::pair(start, row); }, groups, pairs);
            const auto done = static_cast<std::int64_t>(end);
            compared(done * (done - 1) / 2);
        }
    }

private:
    const image::PictureSketch& sketch(std::size_t member) const { return m_sketches[static_cast<std::size_t>(m_members[member])]; }

    /// Members start … end − 1, each with the earlier ones that range(member) names. Which pairs are compared depends on the groups before the
    /// call alone, never on which thread comes first.
    template <class RangeOf>
    void compareRows(std::size_t start, std::size_t end, RangeOf rangeOf, Groups& groups, std::vector<NearPair>& pairs) const {
        std::vector<int> groupOf(end);
        for (std::size_t i = 0; i < end; ++i) groupOf[i] = groups.of(m_members[i]);
        std::vector<std::vector<NearPair>> found(end - start);
        onAllCores(end - start, m_cancel, [&](std::size_t row) {
            const auto [first, last] = rangeOf(start + row);
            found[row] = nearAmong(first, last, start + row, groupOf);
        });
        for (const auto& ofRow : found) {
            for (const NearPair& pair : ofRow) {
                if (groups.unite(pair.first, pair.second)) pairs.push_back(pair);
            }
        }
    }

    void describe() {
        std::vector<RawVector> raw(m_members.size());
        onAllCores(raw.size(), m_cancel, [&](std::size_t i) { raw[i] = rawVector(sketch(i)); });
        if (m_cancel.cancelled()) return;
        const Whitening whitening(raw);
        m_vectors.resize(raw.size());
        m_whole.resize(raw.size());
        m_middle.resize(raw.size());
        onAllCores(raw.size(), m_cancel, [&](std::size_t i) {
            m_vectors[i] = whitening(rawVectors(sketch(i)));  // again: those of all windows take ten times the memory
            m_whole[i] = m_vectors[i][0];
            m_middle[i] = m_vectors[i][kMiddleWindow];
        });
    }

    /// Near pairs of a member with those from `first` to before `last`: one for each group at the most, none for its own.
    std::vector<NearPair> nearAmong(std::size_t first, std::size_t last, std::size_t member, const std::vector<int>& groupOf) const {
        std::array<SketchVectors, kTurns> turns;
        for (int turn = 0; turn < kTurns; ++turn) turns[static_cast<std::size_t>(turn)] = turned(m_vectors[member], turn);
        std::array<std::optional<AlignmentTextures>, kTurns> textures;
        std::vector<NearPair> found;
        std::vector<bool> met(m_sketches.size());
        met[static_cast<std::size_t>(groupOf[member])] = true;
        for (std::size_t earlier = first; earlier < last; ++earlier) {
            const unsigned plausible = firstLook(turns, earlier);
            if (plausible == 0 || met[static_cast<std::size_t>(groupOf[earlier])]) continue;
            const double similarity = compare(member, earlier, plausible, turns, textures);
            if (similarity < 0) continue;
            met[static_cast<std::size_t>(groupOf[earlier])] = true;
            found.push_back({m_members[earlier], m_members[member], similarity});
        }
        return found;
    }

    /// The turns worth a second look, a bit each. Nearly all the time goes here.
    unsigned firstLook(const std::array<SketchVectors, kTurns>& turns, std::size_t earlier) const {
        const SketchVector& whole = m_whole[earlier];
        const SketchVector& middle = m_middle[earlier];
        unsigned plausible = 0;
        for (unsigned turn = 0; turn < kTurns; ++turn) {
            const SketchVectors& own = turns[turn];
            const int straight = cosine(own[0], whole);
            if (straight < m_thresholds.glance) continue;
            const int best = std::max({straight, cosine(own[kMiddleWindow], whole), cosine(own[0], middle)});
            plausible |= (best >= m_thresholds.firstLook ? 1u : 0u) << turn;
        }
        return plausible;
    }

    /// The similarity under the most plausible turn that makes the two near duplicates; −1 where none does.
    double compare(std::size_t member, std::size_t earlier, unsigned plausible, const std::array<SketchVectors, kTurns>& turns,
                   std::array<std::optional<AlignmentTextures>, kTurns>& textures) const {
        std::vector<std::pair<WindowMatch, unsigned>> matches;
        for (unsigned turn = 0; turn < kTurns; ++turn) {
            if (!(plausible >> turn & 1u)) continue;
            const WindowMatch match = bestWindow(m_vectors[earlier], turns[turn]);
            if (match.cosine >= m_thresholds.secondLook) matches.emplace_back(match, turn);
        }
        if (matches.empty()) return -1;
        std::stable_sort(matches.begin(), matches.end(), [](const auto& a, const auto& b) { return a.first.cosine > b.first.cosine; });
        AlignmentTextures fixed(sketch(earlier));
        for (const auto& [match, turn] : matches) {
            if (!textures[turn]) textures[turn].emplace(turned(sketch(member), static_cast<int>(turn)));
            const double similarity = alignedSimilarity(fixed, *textures[turn], match.placement);
            if (similarity >= m_thresholds.near) return similarity;
        }
        return -1;
    }

    std::span<const image::PictureSketch> m_sketches;
    std::vector<int> m_members;
    Thresholds m_thresholds;
    const CancelToken& m_cancel;
    std::vector<SketchVectors> m_vectors;
    std::vector<SketchVector> m_whole, m_middle;  ///< copies that lie close together
};

/// Each sketch that is another's double, united with the first of its kind. Gives the others.
std::vector<int> uniteEqual(std::span<const image::PictureSketch> sketches, Groups& groups, std::vector<NearPair>& pairs) {
    const auto hash = [&](int i) {
        const auto& bins = sketches[static_cast<std::size_t>(i)].bins;
        return std::hash<std::string_view>()({reinterpret_cast<const char*>(bins.data()), bins.size()});
    };
    const auto equal = [&](int a, int b) { return sketches[static_cast<std::size_t>(a)] == sketches[static_cast<std::size_t>(b)]; };
    std::unordered_map<int, int, decltype(hash), decltype(equal)> seen(16, hash, equal);
    std::vector<int> distinct;
    for (int i = 0; i < static_cast<int>(sketches.size()); ++i) {
        const auto [entry, isNew] = seen.emplace(i, i);
        if (isNew) {
            distinct.push_back(i);
        } else {
            groups.unite(entry->second, i);
            pairs.push_back({entry->second, i, 1.0});
        }
    }
    return distinct;
}

std::vector<NearPair> search(std::span<const image::PictureSketch> sketches, ProgressSink& progress, const CancelToken& cancel) {
    Groups groups(sketches.size());
    std::vector<NearPair> pairs;
    std::vector<int> onBlack, withSurroundings;
    for (const int i : uniteEqual(sketches, groups, pairs)) {
        const auto& sketch = sketches[static_cast<std::size_t>(i)];
        if (!isFlat(sketch)) (sketch.onBlack != 0 ? onBlack : withSurroundings).push_back(i);
    }
    const auto pairsOf = [](const std::vector<int>& members) {
        const auto count = static_cast<std::int64_t>(members.size());
        return count * (count - 1) / 2;
    };
    const std::int64_t first = pairsOf(onBlack), total = first + pairsOf(withSurroundings);
    const auto from = [&](std::int64_t before) { return [&progress, before, total](std::int64_t done) { progress.report({"Comparing pictures", before + done, total}); }; };
    Comparison(sketches, std::move(onBlack), kOnBlack, cancel).run(groups, pairs, from(0));
    Comparison(sketches, std::move(withSurroundings), kWithSurroundings, cancel).run(groups, pairs, from(first));
    std::sort(pairs.begin(), pairs.end(), [](const NearPair& a, const NearPair& b) { return std::pair(a.first, a.second) < std::pair(b.first, b.second); });
    return pairs;
}

}  // namespace

Result<std::vector<NearPair>> findNearDuplicates(std::span<const image::PictureSketch> sketches, ProgressSink& progress, const CancelToken& cancel) {
    try {
        auto pairs = search(sketches, progress, cancel);
        if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "comparing pictures was stopped");
        return pairs;
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "not enough memory to compare " + std::to_string(sketches.size()) + " pictures", {}, "Close other programs.");
    }
}

}  // namespace leukolens::dataset
