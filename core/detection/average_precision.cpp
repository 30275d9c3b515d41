#include "core/detection/average_precision.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace leukolens::detection {
namespace {

constexpr std::size_t kMostOfClass = 100;
constexpr int kRecalls = 101;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double leastOverlap(std::size_t step) { return 0.5 + 0.05 * static_cast<double>(step); }

double areaOf(const Box& box) { return (static_cast<double>(box.right) - box.left) * (static_cast<double>(box.bottom) - box.top); }

int timesOf(std::span<const int> counts, int field) { return counts.empty() ? 1 : counts[static_cast<std::size_t>(field)]; }

}  // namespace

double overlapOf(const Box& a, const Box& b) {
    const double width = static_cast<double>(std::min(a.right, b.right)) - std::max(a.left, b.left);
    const double height = static_cast<double>(std::min(a.bottom, b.bottom)) - std::max(a.top, b.top);
    if (width <= 0 || height <= 0) return 0;
    return width * height / (areaOf(a) + areaOf(b) - width * height);
}

void DetectionScores::addField(std::span<const LabelledBox> truth, std::span<const FoundBox> found) {
    for (std::size_t c = 0; c < m_found.size(); ++c) {
        std::vector<LabelledBox> ofClass;
        std::vector<FoundBox> foundOfClass;
        for (const auto& box : truth)
            if (box.classIndex == static_cast<int>(c)) ofClass.push_back(box);
        for (const auto& box : found)
            if (box.classIndex == static_cast<int>(c)) foundOfClass.push_back(box);
        // Difficult ones are taken last.
        std::ranges::stable_partition(ofClass, [](const LabelledBox& box) { return !box.difficult; });
        m_truths[c].push_back(static_cast<int>(std::ranges::count(ofClass, false, &LabelledBox::difficult)));
        const auto before = static_cast<std::ptrdiff_t>(m_found[c].size());
        matchClass(c, ofClass, std::move(foundOfClass));
        std::ranges::inplace_merge(m_found[c], m_found[c].begin() + before, std::ranges::greater(), &Scored::score);
    }
    ++m_fields;
}

void DetectionScores::matchClass(std::size_t classIndex, std::span<const LabelledBox> truth, std::vector<FoundBox> found) {
    std::ranges::stable_sort(found, std::ranges::greater(), &FoundBox::score);
    if (found.size() > kMostOfClass) found.resize(kMostOfClass);
    std::vector<Scored> scored;
    for (const auto& box : found) scored.push_back({box.score, m_fields, {}});
    for (std::size_t step = 0; step < kIouSteps; ++step) {
        std::vector<bool> taken(truth.size(), false);
        for (std::size_t d = 0; d < found.size(); ++d) {
            double best = std::min(leastOverlap(step), 1 - 1e-10);
            auto match = truth.size();
            for (std::size_t t = 0; t < truth.size(); ++t) {
                if (taken[t]) continue;
                if (match < truth.size() && truth[t].difficult && !truth[match].difficult) break;
                const double overlap = overlapOf(truth[t].box, found[d].box);
                if (overlap < best) continue;
                best = overlap;
                match = t;
            }
            const bool ignored = match < truth.size() && truth[match].difficult;
            if (match < truth.size() && !ignored) taken[match] = true;
            scored[d].match[step] = match == truth.size() ? Match::None : ignored ? Match::Ignored : Match::True;
        }
    }
    m_found[classIndex].insert(m_found[classIndex].end(), scored.begin(), scored.end());
}

double DetectionScores::precisionAt(std::size_t classIndex, std::size_t step, double truths, std::span<const int> counts) const {
    std::vector<double> recalls, precisions;
    double right = 0, wrong = 0;
    for (const auto& scored : m_found[classIndex]) {
        const int times = timesOf(counts, scored.field);
        if (scored.match[step] == Match::Ignored) continue;
        for (int i = 0; i < times; ++i) {
            (scored.match[step] == Match::True ? right : wrong) += 1;
            recalls.push_back(right / truths);
            precisions.push_back(right / (right + wrong));
        }
    }
    for (std::size_t i = precisions.size(); i-- > 1;) precisions[i - 1] = std::max(precisions[i - 1], precisions[i]);
    double sum = 0;
    for (int r = 0; r < kRecalls; ++r) {
        const auto at = std::ranges::lower_bound(recalls, r * 0.01);
        if (at != recalls.end()) sum += precisions[static_cast<std::size_t>(at - recalls.begin())];
    }
    return sum / kRecalls;
}

std::vector<ClassPrecision> DetectionScores::precisions(std::span<const int> counts) const {
    std::vector<ClassPrecision> result;
    for (std::size_t c = 0; c < m_found.size(); ++c) {
        ClassPrecision figures;
        for (int field = 0; field < m_fields; ++field) figures.boxes += m_truths[c][static_cast<std::size_t>(field)] * timesOf(counts, field);
        if (figures.boxes == 0) {
            result.push_back({kNone, kNone, kNone, 0});
            continue;
        }
        for (std::size_t step = 0; step < kIouSteps; ++step) {
            const double precision = precisionAt(c, step, figures.boxes, counts);
            figures.mean += precision / kIouSteps;
            if (step == 0) figures.at50 = precision;
            if (step == 5) figures.at75 = precision;
        }
        result.push_back(figures);
    }
    return result;
}

std::vector<ClassCounts> DetectionScores::countsFrom(double score) const {
    std::vector<ClassCounts> result;
    for (std::size_t c = 0; c < m_found.size(); ++c) {
        ClassCounts counts;
        for (const int truths : m_truths[c]) counts.missed += truths;
        for (const auto& scored : m_found[c]) {
            if (static_cast<double>(scored.score) < score || scored.match[0] == Match::Ignored) continue;
            ++(scored.match[0] == Match::True ? counts.found : counts.extra);
        }
        counts.missed -= counts.found;
        result.push_back(counts);
    }
    return result;
}

double meanOver(std::span<const ClassPrecision> classes, double ClassPrecision::*figure) {
    double sum = 0;
    int count = 0;
    for (const auto& one : classes) {
        if (std::isnan(one.*figure)) continue;
        sum += one.*figure;
        ++count;
    }
    return count == 0 ? kNone : sum / count;
}

}  // namespace leukolens::detection
