#include "core/dataset/leaks.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <unordered_map>

#include "core/base/files.h"
#include "core/dataset/groups.h"
#include "core/dataset/near_duplicates.h"

namespace leukolens::dataset {
namespace {

bool isExternal(const Dataset& dataset, int place) { return static_cast<std::size_t>(place) >= dataset.cells.size(); }

std::size_t cellsIn(const Dataset& dataset) { return dataset.cells.size() + dataset.external.size(); }

LeakPlace placeOf(const Dataset& dataset, int first, int second) {
    if (isExternal(dataset, first) != isExternal(dataset, second)) return LeakPlace::TrainingAndExternal;
    const Cell& a = cellAt(dataset, first);
    const Cell& b = cellAt(dataset, second);
    if (a.classIndex != b.classIndex) return LeakPlace::BetweenClasses;
    // Both are of the training cells, or both of the external test.
    const int subjectA = std::max(a.subjectIndex, a.externalSubject), subjectB = std::max(b.subjectIndex, b.externalSubject);
    return subjectA >= 0 && subjectB >= 0 && subjectA != subjectB ? LeakPlace::BetweenSubjects : LeakPlace::WithinClass;
}

std::string whereIs(const Dataset& dataset, int place) {
    const Cell& cell = cellAt(dataset, place);
    std::string text = "class " + dataset.classes.at(static_cast<std::size_t>(cell.classIndex));
    if (cell.subjectIndex >= 0) text += ", subject " + dataset.subjects.at(static_cast<std::size_t>(cell.subjectIndex));
    if (cell.externalSubject >= 0) text += ", subject " + dataset.externalSubjects.at(static_cast<std::size_t>(cell.externalSubject));
    return text + (isExternal(dataset, place) ? ", external test" : "");
}

Leak leakOf(const Dataset& dataset, LeakKind kind, int first, int second, double similarity) {
    Leak leak{kind, placeOf(dataset, first, second), first, second, similarity, {}};
    leak.message = (kind == LeakKind::Exact ? std::string("has the same content as ") : "looks the same (similarity " + std::to_string(std::lround(100 * similarity)) + " %) as ") +
                   toUtf8(cellAt(dataset, first).path) + " (" + whereIs(dataset, first) + "); it is in " + whereIs(dataset, second);
    return leak;
}

/// Exact findings, each with the first cell of its content. Gives the cells that are no later copy.
std::vector<int> findExact(const Dataset& dataset, std::vector<Leak>& findings) {
    std::unordered_map<std::string, int> firstOf;
    std::vector<int> distinct;
    for (int place = 0; place < static_cast<int>(cellsIn(dataset)); ++place) {
        const std::string& content = cellAt(dataset, place).sha256;
        const auto entry = content.empty() ? firstOf.end() : firstOf.find(content);
        if (entry != firstOf.end()) {
            findings.push_back(leakOf(dataset, LeakKind::Exact, entry->second, place, 1.0));
            continue;
        }
        if (!content.empty()) firstOf.emplace(content, place);
        distinct.push_back(place);
    }
    return distinct;
}

/// The parts of one fold, by place.
using Parts = std::vector<std::optional<Part>>;

Parts partsOf(const Dataset& dataset, const Fold& fold, bool withExternal) {
    Parts parts(cellsIn(dataset));
    for (std::size_t place = dataset.cells.size(); withExternal && place < parts.size(); ++place) parts[place] = Part::External;
    // Test last: under the protocol paper, validation is the test part too.
    for (const auto& [cells, part] : {std::pair{&fold.train, Part::Train}, {&fold.validation, Part::Validation}, {&fold.test, Part::Test}}) {
        for (const int index : *cells) {
            cellAt(dataset, index);
            parts.at(static_cast<std::size_t>(index)) = part;
        }
    }
    return parts;
}

/// What one fold divides.
class FoldLeaks {
public:
    FoldLeaks(int fold, const Parts& parts, std::vector<LeakAcross>& found) : m_fold(fold), m_parts(parts), m_found(found) {}

    /// Whether these findings of one group are divided; if the group is, but none of them (their cells are in no part), two cells stand for it.
    void look(const Leaks& leaks, const std::vector<int>& findings) {
        const std::size_t before = m_found.size();
        std::map<Part, int> earliest;
        for (const int finding : findings) {
            const Leak& leak = leaks.findings[static_cast<std::size_t>(finding)];
            for (const int place : {leak.first, leak.second}) {
                if (const auto part = partOf(place)) {
                    const auto entry = earliest.emplace(*part, place).first;
                    entry->second = std::min(entry->second, place);
                }
            }
            add(finding, leak.first, leak.second);
        }
        if (m_found.size() > before) return;
        for (auto other = earliest.begin(); other != earliest.end(); ++other) {
            if (other == earliest.begin()) continue;
            add(-1, std::min(earliest.begin()->second, other->second), std::max(earliest.begin()->second, other->second));
        }
    }

private:
    std::optional<Part> partOf(int place) const { return m_parts.at(static_cast<std::size_t>(place)); }

    void add(int finding, int first, int second) {
        const auto a = partOf(first), b = partOf(second);
        if (a && b && *a != *b) m_found.push_back({m_fold, finding, first, second, *a, *b});
    }

    int m_fold;
    const Parts& m_parts;
    std::vector<LeakAcross>& m_found;
};

/// Findings of each group, groups by their first finding.
std::vector<std::vector<int>> groupsOf(const Dataset& dataset, const Leaks& leaks) {
    Groups groups(cellsIn(dataset));
    for (const Leak& leak : leaks.findings) groups.unite(leak.first, leak.second);
    std::map<int, std::size_t> numberOf;
    std::vector<std::vector<int>> result;
    for (std::size_t i = 0; i < leaks.findings.size(); ++i) {
        const auto [entry, isNew] = numberOf.emplace(groups.of(leaks.findings[i].first), result.size());
        if (isNew) result.emplace_back();
        result[entry->second].push_back(static_cast<int>(i));
    }
    return result;
}

void sortByPlaces(Leaks& leaks) {
    std::sort(leaks.findings.begin(), leaks.findings.end(), [](const Leak& a, const Leak& b) { return std::pair(a.first, a.second) < std::pair(b.first, b.second); });
}

}  // namespace

std::string_view toString(LeakKind kind) { return kind == LeakKind::Exact ? "exact" : "near"; }

std::string_view toString(LeakPlace place) {
    switch (place) {
        case LeakPlace::TrainingAndExternal: return "training_and_external";
        case LeakPlace::BetweenClasses: return "between_classes";
        case LeakPlace::BetweenSubjects: return "between_subjects";
        case LeakPlace::WithinClass: return "within_class";
    }
    return "within_class";
}

std::string_view toString(Part part) {
    switch (part) {
        case Part::Train: return "train";
        case Part::Validation: return "validation";
        case Part::Test: return "test";
        case Part::External: return "external";
    }
    return "train";
}

const Cell& cellAt(const Dataset& dataset, int place) {
    const auto index = static_cast<std::size_t>(place);
    return index < dataset.cells.size() ? dataset.cells[index] : dataset.external.at(index - dataset.cells.size());
}

Result<Leaks> findLeaks(const Dataset& dataset, ProgressSink& progress, const CancelToken& cancel) {
    Leaks leaks;
    std::vector<int> distinct = findExact(dataset, leaks.findings);
    std::erase_if(distinct, [&](int place) { return !cellAt(dataset, place).sketch; });
    std::vector<image::PictureSketch> compared;
    compared.reserve(distinct.size());
    for (const int place : distinct) compared.push_back(*cellAt(dataset, place).sketch);
    const auto pairs = findNearDuplicates(compared, progress, cancel);
    if (!pairs) return fail(pairs.error());
    for (const NearPair& pair : *pairs) {
        const int first = distinct[static_cast<std::size_t>(pair.first)], second = distinct[static_cast<std::size_t>(pair.second)];
        leaks.findings.push_back(leakOf(dataset, LeakKind::Near, first, second, pair.similarity));
    }
    sortByPlaces(leaks);
    return leaks;
}

Leaks carriedOver(const Dataset& from, const Leaks& leaks, const Dataset& to) {
    std::unordered_map<std::string, int> places;
    for (int place = 0; place < static_cast<int>(cellsIn(to)); ++place) places.emplace(cellAt(to, place).path.native(), place);
    Leaks carried;
    for (const Leak& leak : leaks.findings) {
        const auto first = places.find(cellAt(from, leak.first).path.native());
        const auto second = places.find(cellAt(from, leak.second).path.native());
        if (first == places.end() || second == places.end()) continue;
        const auto [earlier, later] = std::minmax(first->second, second->second);
        carried.findings.push_back(leakOf(to, leak.kind, earlier, later, leak.similarity));
    }
    sortByPlaces(carried);
    return carried;
}

bool LeakAcross::spoilsTest() const {
    const auto isTest = [](Part part) { return part == Part::Test || part == Part::External; };
    return isTest(firstPart) != isTest(secondPart);
}

std::vector<LeakAcross> leaksAcross(const Dataset& dataset, const Split& split, const Leaks& leaks) {
    std::vector<LeakAcross> found;
    const auto groups = groupsOf(dataset, leaks);
    for (std::size_t k = 0; k < split.folds.size(); ++k) {
        const Parts parts = partsOf(dataset, split.folds[k], split.protocol == Protocol::Official);
        FoldLeaks fold(static_cast<int>(k), parts, found);
        for (const auto& findings : groups) fold.look(leaks, findings);
    }
    std::stable_sort(found.begin(), found.end(), [](const LeakAcross& a, const LeakAcross& b) { return std::pair(a.fold, a.finding) < std::pair(b.fold, b.finding); });
    return found;
}

}  // namespace leukolens::dataset
