#include "core/dataset/split_deal.h"

#include <algorithm>
#include <bit>
#include <compare>
#include <functional>
#include <numeric>

#include "core/base/random.h"

namespace leukolens::dataset {
namespace {

constexpr std::int64_t kUnits = 1 << 20;  ///< a whole class, or all cells
constexpr std::int64_t kClassWeight = 8;  ///< of a class, against the sizes of the parts
constexpr std::int64_t kStratumWeight = 4;
constexpr int kDealings = 8;
constexpr int kMostRounds = 20;
constexpr std::int64_t kComparisons = 3'000'000;  ///< for all dealings together

std::size_t at(int index) { return static_cast<std::size_t>(index); }

struct Part {
    std::int64_t target = 0;  ///< units
    int fewest = 0;           ///< subjects of each class
};

/// Of a dealing, or the change of it. Ordered: what lacks counts before what is uneven.
struct Cost {
    std::int64_t missing = 0;  ///< subjects that parts lack of their fewest, summed over classes
    std::int64_t spread = 0;   ///< weighted squares of the deviations from the targets; of a dealing, less what it is while nobody is dealt
    auto operator<=>(const Cost&) const = default;
    Cost& operator+=(const Cost& other) {
        missing += other.missing;
        spread += other.spread;
        return *this;
    }
};

int strataOf(std::span<const Subject> subjects) {
    int strata = 0;
    for (const Subject& subject : subjects) {
        if (!subject.strata.empty()) strata = std::max(strata, subject.strata.back().stratum + 1);
    }
    return strata;
}

/// Who is in which part, and what changing that would cost.
class Dealing {
public:
    Dealing(std::span<const Subject> subjects, int classes, std::vector<Part> parts)
        : m_subjects(subjects), m_parts(std::move(parts)), m_classes(at(classes)), m_columns(at(classes) + at(strataOf(subjects)) + 1), m_partOf(subjects.size(), -1) {
        measureShares();
        m_deviation.resize(m_parts.size() * m_columns);
        m_counts.resize(m_parts.size() * m_columns);
        for (std::size_t p = 0; p < m_parts.size(); ++p) {
            std::fill_n(m_deviation.begin() + static_cast<std::ptrdiff_t>(p * m_columns), m_columns, -m_parts[p].target);
            m_cost.missing += std::int64_t{classes} * m_parts[p].fewest;
        }
    }

    const Cost& cost() const { return m_cost; }
    const std::vector<int>& partOf() const { return m_partOf; }
    int partOf(int subject) const { return m_partOf[at(subject)]; }
    int subjects() const { return static_cast<int>(m_subjects.size()); }
    int parts() const { return static_cast<int>(m_parts.size()); }

    /// Of its classes and strata together.
    std::int64_t units(int subject) const {
        std::int64_t sum = 0;
        for (const UnitsOf& share : m_shares[at(subject)]) sum += share.units;
        return sum;
    }

    /// Whether without the subject the part still has the fewest of each class.
    bool canSpare(int subject) const {
        const int part = partOf(subject);
        return std::ranges::all_of(m_subjects[at(subject)].countsFor, [&](int c) { return count(part, c) > m_parts[at(part)].fewest; });
    }

    Cost ofPutting(int subject, int to) const {
        Cost change;
        for (const auto& [column, units] : m_shares[at(subject)]) change.spread += weight(column) * units * (2 * deviation(to, column) + units);
        for (const int c : m_subjects[at(subject)].countsFor) change.missing += ofGaining(to, c);
        return change;
    }

    Cost ofMoving(int subject, int to) const {
        const int from = partOf(subject);
        Cost change;
        for (const auto& [column, units] : m_shares[at(subject)]) change.spread += ofShifting(from, to, column, units);
        for (const int c : m_subjects[at(subject)].countsFor) change.missing += ofGaining(to, c) + ofLosing(from, c);
        return change;
    }

    /// Of `a` and `b`, who are in different parts, changing places.
    Cost ofSwapping(int a, int b) const {
        const int partA = partOf(a), partB = partOf(b);
        Cost change;
        const auto& ofA = m_shares[at(a)];
        const auto& ofB = m_shares[at(b)];
        for (auto i = ofA.begin(), j = ofB.begin(); i != ofA.end() || j != ofB.end();) {
            const bool takeA = j == ofB.end() || (i != ofA.end() && i->column <= j->column);
            const bool takeB = i == ofA.end() || (j != ofB.end() && j->column <= i->column);
            const int column = takeA ? i->column : j->column;
            const std::int64_t units = (takeA ? i->units : 0) - (takeB ? j->units : 0);
            change.spread += ofShifting(partA, partB, column, units);
            i += takeA;
            j += takeB;
        }
        change.missing = missingOfSwapping(m_subjects[at(a)].countsFor, m_subjects[at(b)].countsFor, partA, partB);
        return change;
    }

    void put(int subject, int to) {
        m_cost += ofPutting(subject, to);
        add(subject, to, 1);
        m_partOf[at(subject)] = to;
    }

    void move(int subject, int to) {
        m_cost += ofMoving(subject, to);
        add(subject, partOf(subject), -1);
        add(subject, to, 1);
        m_partOf[at(subject)] = to;
    }

    void swap(int a, int b) {
        const int partA = partOf(a), partB = partOf(b);
        move(a, partB);
        move(b, partA);
    }

private:
    struct UnitsOf {
        int column = 0;  ///< a class, behind them a stratum, or the last: all cells
        std::int64_t units = 0;
    };

    void measureShares() {
        std::vector<std::int64_t> cells(m_columns, 0);
        for (const Subject& subject : m_subjects) {
            for (const ClassCells& of : subject.cells) {
                cells[at(of.classIndex)] += of.cells;
                cells.back() += of.cells;
            }
            for (const StratumCells& of : subject.strata) cells[m_classes + at(of.stratum)] += of.cells;
        }
        const auto share = [&](std::int64_t some, std::size_t column) {
            return UnitsOf{static_cast<int>(column), (some * kUnits + cells[column] / 2) / cells[column]};
        };
        for (const Subject& subject : m_subjects) {
            std::int64_t all = 0;
            auto& shares = m_shares.emplace_back();
            for (const ClassCells& of : subject.cells) {
                shares.push_back(share(of.cells, at(of.classIndex)));
                all += of.cells;
            }
            for (const StratumCells& of : subject.strata) shares.push_back(share(of.cells, m_classes + at(of.stratum)));
            shares.push_back(share(all, m_columns - 1));
        }
    }

    std::size_t place(int part, int column) const { return at(part) * m_columns + at(column); }
    std::int64_t deviation(int part, int column) const { return m_deviation[place(part, column)]; }
    int count(int part, int classIndex) const { return m_counts[place(part, classIndex)]; }
    int ofGaining(int part, int classIndex) const { return count(part, classIndex) < m_parts[at(part)].fewest ? -1 : 0; }
    int ofLosing(int part, int classIndex) const { return count(part, classIndex) <= m_parts[at(part)].fewest ? 1 : 0; }
    std::int64_t weight(int column) const { return at(column) < m_classes ? kClassWeight : at(column) + 1 == m_columns ? 1 : kStratumWeight; }
    std::int64_t ofShifting(int from, int to, int column, std::int64_t units) const {
        return weight(column) * 2 * units * (deviation(to, column) - deviation(from, column) + units);
    }

    /// Classes that both count for stay where they are.
    std::int64_t missingOfSwapping(const std::vector<int>& a, const std::vector<int>& b, int partA, int partB) const {
        std::int64_t missing = 0;
        for (const int c : a)
            if (!std::ranges::binary_search(b, c)) missing += ofLosing(partA, c) + ofGaining(partB, c);
        for (const int c : b)
            if (!std::ranges::binary_search(a, c)) missing += ofLosing(partB, c) + ofGaining(partA, c);
        return missing;
    }

    void add(int subject, int part, int sign) {
        for (const auto& [column, units] : m_shares[at(subject)]) m_deviation[place(part, column)] += sign * units;
        for (const int c : m_subjects[at(subject)].countsFor) m_counts[place(part, c)] += sign;
    }

    std::span<const Subject> m_subjects;
    std::vector<Part> m_parts;
    std::size_t m_classes, m_columns;
    std::vector<int> m_partOf;
    std::vector<std::vector<UnitsOf>> m_shares;
    std::vector<std::int64_t> m_deviation;  ///< units over the target, [part][column]
    std::vector<int> m_counts;              ///< subjects that count for a class, [part][column]
    Cost m_cost;
};

std::vector<int> shuffled(int count, Random& random) {
    std::vector<int> numbers(at(count));
    std::iota(numbers.begin(), numbers.end(), 0);
    random.shuffle(numbers);
    return numbers;
}

/// A subject who moves, or two who change places.
struct Exchange {
    Cost cost;
    int subject = -1;  ///< -1: nothing lowers the cost
    int other = -1;    ///< -1: the subject moves to `part`
    int part = -1;
};

void considerMoves(const Dealing& dealing, int subject, Exchange& best) {
    for (int part = 0; part < dealing.parts(); ++part) {
        if (part == dealing.partOf(subject)) continue;
        if (const Cost cost = dealing.ofMoving(subject, part); cost < best.cost) best = {cost, subject, -1, part};
    }
}

void considerSwaps(const Dealing& dealing, int subject, Exchange& best) {
    for (int other = 0; other < dealing.subjects(); ++other) {
        if (dealing.partOf(other) == dealing.partOf(subject)) continue;
        if (const Cost cost = dealing.ofSwapping(subject, other); cost < best.cost) best = {cost, subject, other, -1};
    }
}

void make(Dealing& dealing, const Exchange& exchange) {
    if (exchange.other < 0) {
        dealing.move(exchange.subject, exchange.part);
    } else {
        dealing.swap(exchange.subject, exchange.other);
    }
}

/// Moves and swaps until none helps, or `comparisons` are used up.
void improve(Dealing& dealing, const std::vector<int>& order, std::int64_t& comparisons) {
    for (bool changed = true; changed;) {
        changed = false;
        for (const int subject : order) {
            if (comparisons <= 0) return;
            comparisons -= dealing.subjects() + dealing.parts();
            Exchange best;
            considerMoves(dealing, subject, best);
            considerSwaps(dealing, subject, best);
            if (best.subject < 0) continue;
            make(dealing, best);
            changed = true;
        }
    }
}

/// Large before small: a large subject that comes last fits nowhere.
void dealGreedily(Dealing& dealing, std::vector<int>& order, Random& random) {
    order = shuffled(dealing.subjects(), random);
    const std::vector<int> partOrder = shuffled(dealing.parts(), random);
    const auto sizeOf = [&](int subject) { return std::bit_width(static_cast<std::uint64_t>(dealing.units(subject))); };
    std::ranges::stable_sort(order, std::greater(), sizeOf);
    for (const int subject : order) {
        const auto part = std::ranges::min_element(partOrder, {}, [&](int p) { return dealing.ofPutting(subject, p); });
        dealing.put(subject, *part);
    }
}

/// Between two parts, in this order again and again, while that helps and takes nothing that a part needs.
void moveNearer(Dealing& dealing, const std::vector<int>& order) {
    bool changed = true;
    for (int round = 0; changed && round < kMostRounds; ++round) {
        changed = false;
        for (const int subject : order) {
            const int other = 1 - dealing.partOf(subject);
            if (!dealing.canSpare(subject) || dealing.ofMoving(subject, other).spread >= 0) continue;
            dealing.move(subject, other);
            changed = true;
        }
    }
}

}  // namespace

std::optional<std::vector<int>> dealFolds(std::span<const Subject> subjects, int classes, int folds, int fewest, std::uint64_t seed) {
    const Dealing empty(subjects, classes, std::vector<Part>(at(folds), {kUnits / folds, fewest}));
    std::optional<Dealing> best;
    std::int64_t comparisons = kComparisons;
    for (int i = 0; i < kDealings && (i == 0 || comparisons > 0); ++i) {
        Random random(deriveSeed(seed, static_cast<std::uint64_t>(i)));
        Dealing dealing = empty;
        std::vector<int> order;
        dealGreedily(dealing, order, random);
        improve(dealing, order, comparisons);
        if (!best || dealing.cost() < best->cost()) best.emplace(std::move(dealing));
    }
    if (best->cost().missing > 0) return std::nullopt;
    return best->partOf();
}

std::optional<std::vector<bool>> chooseShare(std::span<const Subject> subjects, int classes, const Share& share, std::uint64_t seed) {
    constexpr int kChosen = 0, kLeft = 1;
    const std::int64_t target = kUnits * share.numerator / share.denominator;
    Dealing dealing(subjects, classes, {{target, share.fewestChosen}, {kUnits - target, share.fewestLeft}});
    for (int subject = 0; subject < dealing.subjects(); ++subject) dealing.put(subject, kLeft);
    Random random(seed);
    moveNearer(dealing, shuffled(dealing.subjects(), random));
    // Each subject alone may be more than twice the share of its class: then the one that does least harm is taken.
    std::int64_t comparisons = kComparisons;
    while (dealing.cost().missing > 0) {
        Exchange best;
        for (int subject = 0; subject < dealing.subjects(); ++subject) considerMoves(dealing, subject, best);
        for (int subject = 0; subject < dealing.subjects() && best.cost.missing >= 0 && comparisons > 0; ++subject) {
            comparisons -= dealing.subjects();
            considerSwaps(dealing, subject, best);
        }
        if (best.cost.missing >= 0) return std::nullopt;
        make(dealing, best);
    }
    std::vector<bool> chosen;
    for (const int part : dealing.partOf()) chosen.push_back(part == kChosen);
    return chosen;
}

}  // namespace leukolens::dataset
