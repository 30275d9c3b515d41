#include "core/dataset/apply_decisions.h"

#include <algorithm>
#include <map>
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

/// SamePatient: who is who from now on.
class Merging {
public:
    Merging(Dataset& dataset, std::set<const Cell*>& leftOut) : m_dataset(dataset), m_contents(dataset), m_leftOut(leftOut), m_groups(dataset.subjects.size()) {
        for (std::size_t i = 0; i < dataset.subjects.size(); ++i) m_nameOf.push_back(static_cast<int>(i));
    }

    void apply(const LeakDecisions& decisions) {
        for (const DecidedPair& pair : decisions.all())
            if (pair.decision == LeakDecision::SamePatient) unite(pair);
        // Last, so that unknown subjects get the name that holds in the end.
        for (const DecidedPair& pair : decisions.all())
            if (pair.decision == LeakDecision::SamePatient) name(pair);
        rename();
    }

private:
    std::vector<Cell*> cellsOf(const DecidedPair& pair) const {
        std::vector<Cell*> cells = m_contents.of(pair.first);
        if (pair.second != pair.first) cells.insert(cells.end(), m_contents.of(pair.second).begin(), m_contents.of(pair.second).end());
        const bool bothThere = !m_contents.of(pair.first).empty() && !m_contents.of(pair.second).empty();
        return bothThere ? cells : std::vector<Cell*>();
    }

    void unite(const DecidedPair& pair) {
        int first = -1;
        for (const Cell* cell : cellsOf(pair)) {
            if (cell->subjectIndex < 0) continue;
            if (first < 0) first = cell->subjectIndex;
            const int kept = m_nameOf[static_cast<std::size_t>(m_groups.of(first))];
            m_groups.unite(first, cell->subjectIndex);
            m_nameOf[static_cast<std::size_t>(m_groups.of(first))] = kept;
        }
    }

    int nameOf(int subject) { return m_nameOf[static_cast<std::size_t>(m_groups.of(subject))]; }

    void name(const DecidedPair& pair) {
        const std::vector<Cell*> cells = cellsOf(pair);
        const auto known = std::find_if(cells.begin(), cells.end(), [](const Cell* cell) { return cell->subjectIndex >= 0; });
        const bool anyTrains = std::any_of(cells.begin(), cells.end(), [&](const Cell* cell) { return !m_contents.isExternal(cell); });
        for (Cell* cell : cells) {
            if (anyTrains && m_contents.isExternal(cell)) leaveOut(*cell);
            else if (known == cells.end()) m_dataset.problems.push_back({"same_patient_unknown", cell->path, "is of the same patient as another, but neither's subject is known"});
            else if (cell->subjectIndex < 0) adopt(*cell, nameOf((*known)->subjectIndex));
        }
    }

    void leaveOut(const Cell& cell) {
        if (m_leftOut.insert(&cell).second) m_dataset.problems.push_back({"shared_with_training", cell.path, "is a test cell of a patient who is among the training cells, as decided; left out"});
    }

    void adopt(Cell& cell, int subject) {
        cell.subjectIndex = subject;
        m_dataset.problems.push_back({"same_patient", cell.path, "is of subject " + m_dataset.subjects[static_cast<std::size_t>(subject)] + ", as decided"});
    }

    void rename() {
        std::set<int> told;
        for (auto* cells : {&m_dataset.cells, &m_dataset.external}) {
            for (Cell& cell : *cells) {
                if (cell.subjectIndex < 0) continue;
                const int before = cell.subjectIndex;
                cell.subjectIndex = nameOf(before);
                if (cell.subjectIndex == before || !told.insert(before).second) continue;
                m_dataset.problems.push_back({"same_patient", cell.path,
                                              "subject " + m_dataset.subjects[static_cast<std::size_t>(before)] + " is the same patient as subject " +
                                                  m_dataset.subjects[static_cast<std::size_t>(cell.subjectIndex)] + ", as decided; called so from here on"});
            }
        }
    }

    Dataset& m_dataset;
    Contents m_contents;
    std::set<const Cell*>& m_leftOut;
    Groups m_groups;
    std::vector<int> m_nameOf;  ///< of each group's smallest subject: the subject whose name holds
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
            if (contents.of(pair.first).empty() || standIn(pair.first) == pair.second || replacedBy.contains(pair.second)) continue;
            replacedBy.emplace(pair.second, pair.first);
        }
        for (const Cell* cell : dropped) {
            if (!leftOut.insert(cell).second) continue;
            dataset.problems.push_back({"dropped_duplicate", cell->path, "shows the same as " + toUtf8(contents.of(pair.first).front()->path) + "; left out, as decided"});
        }
    }
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

Dataset applyDecisions(Dataset dataset, const LeakDecisions& decisions) {
    dataset.decisions = decisions;
    std::set<const Cell*> leftOut;
    const std::size_t problems = dataset.problems.size();
    const auto before = classesOfSubjects(dataset);
    drop(dataset, decisions, leftOut);
    Merging(dataset, leftOut).apply(decisions);
    remove(dataset, leftOut);
    findMixedSubjects(dataset, before);
    for (const auto& name : dropUnusedNames(dataset)) dataset.problems.push_back({"empty_class", dataset.root, "class " + name + " has no cell left"});
    if (dataset.problems.size() > problems)
        std::stable_sort(dataset.problems.begin(), dataset.problems.end(), [](const Problem& a, const Problem& b) { return a.path < b.path; });
    return dataset;
}

}  // namespace leukolens::dataset
