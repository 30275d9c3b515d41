#include "core/dataset/fingerprint.h"

#include <algorithm>

#include "core/digest/sha256.h"

namespace leukolens::dataset {

std::string fingerprint(const Dataset& dataset) {
    std::vector<std::string> lines;
    for (const auto& cell : dataset.cells) {
        const std::string subject = cell.subjectIndex >= 0 ? dataset.subjects[static_cast<std::size_t>(cell.subjectIndex)] : std::string();
        lines.push_back(cell.sha256 + '\t' + dataset.classes[static_cast<std::size_t>(cell.classIndex)] + '\t' + subject + '\n');
    }
    std::sort(lines.begin(), lines.end());
    std::string all;
    for (const auto& line : lines) all += line;
    return digest::sha256(all);
}

}  // namespace leukolens::dataset
