#include "core/dataset/fact_edits.h"

#include <algorithm>

namespace leukolens::dataset {
namespace {

/// Pictures by which a subject is found again: any of them will do, so that some may go.
constexpr std::size_t kPicturesKept = 8;

bool isMissing(const std::string& text) {
    return text.empty();
}
template <class Fact>
bool isMissing(const std::optional<Fact>& fact) {
    return !fact;
}

/// All but mrdPercent, which is two members, and the further columns.
template <class Visit>
void forEachFact(const Visit& visit) {
    visit("ageYears", &SubjectFacts::ageYears);
    visit("sex", &SubjectFacts::sex);
    visit("whiteCount", &SubjectFacts::whiteCount);
    visit("immunophenotype", &SubjectFacts::immunophenotype);
    visit("genetics", &SubjectFacts::genetics);
    visit("prednisoneResponse", &SubjectFacts::prednisoneResponse);
}

constexpr const char* kMrd = "mrdPercent";

/// The SHA-256 of each subject's pictures.
std::vector<std::set<std::string>> picturesOf(const Dataset& dataset) {
    std::vector<std::set<std::string>> pictures(dataset.subjects.size());
    for (const Cell& cell : dataset.cells) {
        if (cell.subjectIndex >= 0 && !cell.sha256.empty())
            pictures[static_cast<std::size_t>(cell.subjectIndex)].insert(cell.sha256);
    }
    return pictures;
}

bool holdsAny(const std::set<std::string>& pictures, const std::vector<std::string>& wanted) {
    return std::ranges::any_of(wanted, [&](const std::string& sha256) { return pictures.contains(sha256); });
}

}  // namespace

FactEdit editBetween(const SubjectFacts& known, const SubjectFacts& wanted) {
    FactEdit edit;
    forEachFact([&](const char* name, auto fact) {
        if (known.*fact == wanted.*fact) return;
        if (isMissing(wanted.*fact)) {
            edit.cleared.insert(name);
        } else {
            edit.set.*fact = wanted.*fact;
        }
    });
    if (!wanted.mrdPercent && known.mrdPercent) {
        edit.cleared.insert(kMrd);
    } else if (wanted.mrdPercent != known.mrdPercent || wanted.mrdBelow != known.mrdBelow) {
        edit.set.mrdPercent = wanted.mrdPercent;
        edit.set.mrdBelow = wanted.mrdBelow;
    }
    for (const auto& [name, text] : wanted.other) {
        if (const auto before = known.other.find(name); before == known.other.end() || before->second != text)
            edit.set.other[name] = text;
    }
    for (const auto& [name, text] : known.other) {
        if (!wanted.other.contains(name)) edit.clearedOther.insert(name);
    }
    return edit;
}

SubjectFacts withEdit(SubjectFacts known, const FactEdit& edit) {
    forEachFact([&](const char* name, auto fact) {
        if (edit.cleared.contains(name)) known.*fact = {};
        if (!isMissing(edit.set.*fact)) known.*fact = edit.set.*fact;
    });
    if (edit.cleared.contains(kMrd) || edit.set.mrdPercent) {
        known.mrdPercent = edit.set.mrdPercent;
        known.mrdBelow = edit.set.mrdBelow;
    }
    for (const std::string& name : edit.clearedOther) known.other.erase(name);
    for (const auto& [name, text] : edit.set.other) known.other[name] = text;
    return known;
}

std::vector<FactEdit> FactEdits::of(const Dataset& dataset) const {
    std::vector<FactEdit> edits(dataset.subjects.size());
    if (m_entries.empty()) return edits;
    const auto pictures = picturesOf(dataset);
    for (const Entry& entry : m_entries) {
        const auto place = std::ranges::lower_bound(dataset.subjects, entry.subject);
        if (place == dataset.subjects.end() || *place != entry.subject) continue;
        const auto subject = static_cast<std::size_t>(place - dataset.subjects.begin());
        if (holdsAny(pictures[subject], entry.pictures)) edits[subject] = entry.edit;
    }
    return edits;
}

void FactEdits::put(const Dataset& dataset, int subject, FactEdit edit) {
    const std::string& id = dataset.subjects.at(static_cast<std::size_t>(subject));
    std::set<std::string> pictures;
    for (const Cell& cell : dataset.cells) {
        if (cell.subjectIndex == subject && !cell.sha256.empty()) pictures.insert(cell.sha256);
    }
    std::erase_if(m_entries, [&](const Entry& entry) { return entry.subject == id && holdsAny(pictures, entry.pictures); });
    if (edit.empty()) return;
    std::vector<std::string> kept(pictures.begin(), pictures.end());
    if (kept.size() > kPicturesKept) kept.resize(kPicturesKept);
    m_entries.push_back({id, std::move(kept), std::move(edit)});
}

Dataset withFactEdits(Dataset dataset, const std::vector<FactEdit>& edits) {
    dataset.facts.resize(dataset.subjects.size());
    for (std::size_t i = 0; i < dataset.facts.size(); ++i)
        dataset.facts[i] = withEdit(std::move(dataset.facts[i]), edits.at(i));
    return dataset;
}

}  // namespace leukolens::dataset
