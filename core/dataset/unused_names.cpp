#include "core/dataset/unused_names.h"

namespace leukolens::dataset {
namespace {

/// newIndex[i]: −1 where nothing uses names[i]. The kept names are numbered anew; the others are returned.
std::vector<std::string> keepUsed(std::vector<std::string>& names, std::vector<int>& newIndex) {
    std::vector<std::string> kept, gone;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (newIndex[i] < 0) {
            gone.push_back(std::move(names[i]));
            continue;
        }
        newIndex[i] = static_cast<int>(kept.size());
        kept.push_back(std::move(names[i]));
    }
    names = std::move(kept);
    return gone;
}

}  // namespace

std::vector<std::string> dropUnusedNames(Dataset& dataset) {
    std::vector<int> newClass(dataset.classes.size(), -1), newSubject(dataset.subjects.size(), -1);
    for (const Cell& cell : dataset.cells) {
        newClass[static_cast<std::size_t>(cell.classIndex)] = 0;
        if (cell.subjectIndex >= 0) newSubject[static_cast<std::size_t>(cell.subjectIndex)] = 0;
    }
    auto gone = keepUsed(dataset.classes, newClass);
    std::size_t place = 0;
    std::erase_if(dataset.facts, [&](const SubjectFacts&) { return newSubject[place++] < 0; });
    keepUsed(dataset.subjects, newSubject);
    for (Cell& cell : dataset.cells) {
        cell.classIndex = newClass[static_cast<std::size_t>(cell.classIndex)];
        if (cell.subjectIndex >= 0) cell.subjectIndex = newSubject[static_cast<std::size_t>(cell.subjectIndex)];
    }
    for (Cell& cell : dataset.external) cell.classIndex = newClass[static_cast<std::size_t>(cell.classIndex)];
    std::erase_if(dataset.external, [](const Cell& cell) { return cell.classIndex < 0; });
    return gone;
}

}  // namespace leukolens::dataset
