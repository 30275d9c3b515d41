#include "core/dataset/apply_decisions.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "core/base/files.h"
#include "core/dataset/groups.h"
#include "core/dataset/unused_names.h"

namespace leukolens::dataset {
namespace {

using Content = std::string;  ///< SHA-256

/// All cells of a content, training cells first.
class Contents {
public:
    explicit Contents(Dataset& dataset) {
        for (auto* cells : {&dataset.cells, &dataset.external})
            for (Cell& cell : *cells) m_cells[cell.sha256].push_back(&cell);
        for (const Cell& cell : dataset.external) m_external.insert(&cell);
    }

    const std::vector<Cell*>& of(const Content& content) const {
        static const std::vector<Cell*> none;
        const auto found = m_cells.find(content);
        return found == m_cells.end() ? none : found->second;
    }

    bool isExternal(const Cell* cell) const { return m_external.contains(cell); }

private:
    std::map<Content, std::vector<Cell*>> m_cells;
    std::set<const Cell*> m_external;
};

/// SamePatient: who is who from now on. People are the data's subjects, those of the external test, and each cell whose subject is not known.
class Merging {
public:
    Merging(Dataset& dataset, std::set<const Cell*>& leftOut)
        : m_dataset(dataset), m_contents(dataset), m_leftOut(leftOut),
          m_groups(dataset.subjects.size() + dataset.externalSubjects.size() + dataset.cells.size() + dataset.external.size()) {
        m_nameOf.assign(dataset.subjects.size() + dataset.externalSubjects.size() + dataset.cells.size() + dataset.external.size(), -1);
        std::iota(m_nameOf.begin(), m_nameOf.begin() + static_cast<std::ptrdiff_t>(dataset.subjects.size()), 0);
    }

    void apply(const LeakDecisions& decisions) {
        std::set<int> named;
        for (const DecidedPair& pair : decisions.all())
            if (pair.decision == LeakDecision::SamePatient) unite(pair);
        for (const DecidedPair& pair : decisions.all())
            if (pair.decision == LeakDecision::SamePatient)
                for (const Cell* cell : m_contents.of(pair.first)) named.insert(groupOf(*cell));
        leaveOutTrained();
        nameUnknown(named);
        rename();
    }

private:
    int personOf(const Cell& cell) const {
        const int subjects = static_cast<int>(m_dataset.subjects.size()), people = subjects + static_cast<int>(m_dataset.externalSubjects.size());
        if (m_contents.isExternal(&cell)) {
            if (cell.externalSubject >= 0) return subjects + cell.externalSubject;
            return people + static_cast<int>(m_dataset.cells.size()) + static_cast<int>(&cell - m_dataset.external.data());
        }
        return cell.subjectIndex >= 0 ? cell.subjectIndex : people + static_cast<int>(&cell - m_dataset.cells.data());
    }

    int groupOf(const Cell& cell) { return m_groups.of(personOf(cell)); }
    int& nameOf(int group) { return m_nameOf[static_cast<std::size_t>(group)]; }

    void unite(const DecidedPair& pair) {
        std::vector<Cell*> cells = m_contents.of(pair.first);
        const std::vector<Cell*>& seconds = m_contents.of(pair.second);
        if (cells.empty() || seconds.empty()) return;
        cells.insert(cells.end(), seconds.begin(), seconds.end());
        int name = -1;
        for (const Cell* cell : cells)
            if (name < 0) name = nameOf(groupOf(*cell));
        for (const Cell* cell : cells) m_groups.unite(personOf(*cells.front()), personOf(*cell));
        nameOf(groupOf(*cells.front())) = name;
    }

    /// A test of a person who trains too would tell nothing.
    void leaveOutTrained() {
        std::set<int> trained;
        for (const Cell& cell : m_dataset.cells) trained.insert(groupOf(cell));
        for (const Cell& cell : m_dataset.external) {
            if (!trained.contains(groupOf(cell)) || !m_leftOut.insert(&cell).second) continue;
            m_dataset.problems.push_back({"shared_with_training", cell.path, "is a test cell of a patient who is among the training cells, as decided; left out"});
        }
    }

    void nameUnknown(const std::set<int>& groups) {
        for (Cell& cell : m_dataset.cells) {
            if (cell.subjectIndex >= 0 || !groups.contains(groupOf(cell))) continue;
            if (const int name = nameOf(groupOf(cell)); name >= 0) {
                m_adopted.emplace_back(&cell, name);
            } else {
                m_dataset.problems.push_back({"same_patient_unknown", cell.path, "is of the same patient as another, but neither's subject is known"});
            }
        }
    }

    void rename() {
        std::set<int> told;
        for (Cell& cell : m_dataset.cells) {
            if (cell.subjectIndex < 0) continue;
            const int before = cell.subjectIndex;
            const int name = nameOf(m_groups.of(before));
            cell.subjectIndex = name;
            if (name == before || !told.insert(before).second) continue;
            m_dataset.problems.push_back({"same_patient", cell.path,
                                          "subject " + m_dataset.subjects[static_cast<std::size_t>(before)] + " is the same patient as subject " +
                                              m_dataset.subjects[static_cast<std::size_t>(name)] + ", as decided; called so from here on"});
        }
        // Only now: until here a cell without a subject is a person of its own.
        for (const auto& [cell, name] : m_adopted) {
            cell->subjectIndex = name;
            m_dataset.problems.push_back({"same_patient", cell->path, "is of subject " + m_dataset.subjects[static_cast<std::size_t>(name)] + ", as decided"});
        }
    }

    Dataset& m_dataset;
    Contents m_contents;
    std::set<const Cell*>& m_leftOut;
    Groups m_groups;
    std::vector<int> m_nameOf;  ///< of each group's smallest person: the subject whose name holds, −1: none is known
    std::vector<std::pair<Cell*, int>> m_adopted;
};

/// Drop: a chain of decisions leaves its beginning, a ring of them leaves one.
void drop(Dataset& dataset, const LeakDecisions& decisions, std::set<const Cell*>& leftOut) {
    const Contents contents(dataset);
    std::map<Content, Content> replacedBy;
    const auto standIn = [&](Content content) {
        for (auto next = replacedBy.find(content); next != replacedBy.end(); next = replacedBy.find(content)) content = next->second;
        return content;
    };
    for (const DecidedPair& pair : decisions.all()) {
        if (pair.decision != LeakDecision::Drop) continue;
        std::vector<Cell*> dropped = contents.of(pair.second);
        if (pair.first == pair.second) {
            if (!dropped.empty()) dropped.erase(dropped.begin());
        } else {
            const auto& kept = contents.of(pair.first);
            const bool stays = std::any_of(kept.begin(), kept.end(), [&](const Cell* cell) { return !leftOut.contains(cell); });
            if (!(stays || replacedBy.contains(pair.first)) || standIn(pair.first) == pair.second || replacedBy.contains(pair.second)) continue;
            replacedBy.emplace(pair.second, pair.first);
        }
        for (const Cell* cell : dropped) {
            if (!leftOut.insert(cell).second) continue;
            dataset.problems.push_back({"dropped_duplicate", cell->path, "shows the same as " + toUtf8(contents.of(pair.first).front()->path) + "; left out, as decided"});
        }
    }
}

/// The decisions about pictures that are both there.
LeakDecisions concerning(const Dataset& dataset, const LeakDecisions& decisions) {
    std::set<Content> contents;
    for (const auto* cells : {&dataset.cells, &dataset.external})
        for (const Cell& cell : *cells) contents.insert(cell.sha256);
    LeakDecisions here;
    for (const DecidedPair& pair : decisions.all())
        if (contents.contains(pair.first) && contents.contains(pair.second)) here.set(pair.first, pair.second, pair.decision);
    return here;
}

void dropUnusedExternalSubjects(Dataset& dataset) {
    std::vector<std::string> kept;
    std::map<int, int> places;
    for (const Cell& cell : dataset.external)
        if (cell.externalSubject >= 0) places.emplace(cell.externalSubject, 0);
    for (auto& [before, now] : places) {
        now = static_cast<int>(kept.size());
        kept.push_back(std::move(dataset.externalSubjects[static_cast<std::size_t>(before)]));
    }
    for (Cell& cell : dataset.external)
        if (cell.externalSubject >= 0) cell.externalSubject = places.at(cell.externalSubject);
    dataset.externalSubjects = std::move(kept);
}

void remove(Dataset& dataset, const std::set<const Cell*>& leftOut) {
    for (auto* cells : {&dataset.cells, &dataset.external}) {
        std::vector<Cell> kept;
        for (Cell& cell : *cells)
            if (!leftOut.contains(&cell)) kept.push_back(std::move(cell));
        *cells = std::move(kept);
    }
}

std::map<int, std::set<int>> classesOfSubjects(const Dataset& dataset) {
    std::map<int, std::set<int>> classes;
    for (const Cell& cell : dataset.cells)
        if (cell.subjectIndex >= 0) classes[cell.subjectIndex].insert(cell.classIndex);
    return classes;
}

/// Subjects that have two classes now and had one before.
void findMixedSubjects(Dataset& dataset, const std::map<int, std::set<int>>& before) {
    for (const auto& [subject, classes] : classesOfSubjects(dataset)) {
        const auto earlier = before.find(subject);
        if (classes.size() < 2 || (earlier != before.end() && earlier->second.size() > 1)) continue;
        const auto cell = std::find_if(dataset.cells.begin(), dataset.cells.end(), [number = subject](const Cell& c) { return c.subjectIndex == number; });
        dataset.problems.push_back({"subject_in_two_classes", cell->path,
                                    "subject " + dataset.subjects[static_cast<std::size_t>(subject)] + " has cells of " + std::to_string(classes.size()) +
                                        " classes since subjects were merged"});
    }
}

}  // namespace

Dataset applyDecisions(Dataset dataset, const LeakDecisions& all) {
    if (all.empty()) return dataset;
    const LeakDecisions decisions = concerning(dataset, all);
    if (decisions.empty()) return dataset;
    std::set<const Cell*> leftOut;
    const std::size_t problems = dataset.problems.size();
    const auto before = classesOfSubjects(dataset);
    Merging(dataset, leftOut).apply(decisions);
    drop(dataset, decisions, leftOut);
    remove(dataset, leftOut);
    findMixedSubjects(dataset, before);
    for (const auto& name : dropUnusedNames(dataset)) dataset.problems.push_back({"empty_class", dataset.root, "class " + name + " has no cell left"});
    dropUnusedExternalSubjects(dataset);
    if (dataset.problems.size() > problems)
        std::stable_sort(dataset.problems.begin(), dataset.problems.end(), [](const Problem& a, const Problem& b) { return a.path < b.path; });
    for (const DecidedPair& pair : decisions.all()) dataset.decisions.set(pair.first, pair.second, pair.decision);
    return dataset;
}

}  // namespace leukolens::dataset
