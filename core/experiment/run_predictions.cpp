// predictions.csv of a run: a file a fold, put together anew after each, so that no cell ever stands there twice.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/experiment/run_files.h"

namespace leukolens::experiment {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kMaxBytes = 1ull << 30;

/// The text up to and with the first line end, and the rest.
std::pair<std::string_view, std::string_view> firstLine(std::string_view text) {
    const std::size_t end = text.find('\n');
    return end == std::string_view::npos ? std::pair(text, std::string_view()) : std::pair(text.substr(0, end + 1), text.substr(end + 1));
}

/// The third field of a line, in which a path or subject may be quoted.
std::string_view foldOf(std::string_view line) {
    bool quoted = false;
    std::size_t commas = 0, begin = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '"') quoted = !quoted;
        if (line[i] != ',' || quoted) continue;
        if (++commas == 3) return line.substr(begin, i - begin);
        begin = i + 1;
    }
    return {};
}

/// Header and lines of one fold out of the common file: programs of format 1 wrote no other.
std::string linesOf(std::string_view all, int fold) {
    const auto [header, rows] = firstLine(all);
    std::string text(header);
    for (std::string_view rest = rows; !rest.empty();) {
        const auto [line, next] = firstLine(rest);
        if (foldOf(line) == std::to_string(fold)) text += line;
        rest = next;
    }
    return text;
}

}  // namespace

Result<void> RunFiles::writePredictions(const char* name, const dataset::Dataset& dataset, int fold, const std::vector<int>& cells, const std::vector<float>& probabilities) {
    const std::size_t classes = dataset.classes.size();
    std::string text = "path,subject,fold,label,predicted";
    for (const auto& className : dataset.classes) text += ',' + csvField("p_" + className);
    text += '\n';
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto& cell = dataset.cells[static_cast<std::size_t>(cells[i])];
        const float* row = probabilities.data() + i * classes;
        const auto best = static_cast<std::size_t>(std::max_element(row, row + classes) - row);
        const std::string subject = cell.subjectIndex >= 0 ? dataset.subjects[static_cast<std::size_t>(cell.subjectIndex)] : std::string();
        text += csvField(toUtf8(cell.path.lexically_relative(dataset.root))) + ',' + csvField(subject) + ',' + std::to_string(fold) + ',' +
                csvField(dataset.classes[static_cast<std::size_t>(cell.classIndex)]) + ',' + csvField(dataset.classes[best]);
        for (std::size_t k = 0; k < classes; ++k) text += ',' + nlohmann::json(row[k]).dump();
        text += '\n';
    }
    if (auto created = createFolder(foldFolder(fold)); !created) return created;
    return writeFileAtomically(foldFolder(fold) / name, text);
}

Result<void> RunFiles::gatherPredictions(const std::vector<FoldRecord>& folds) {
    std::string all;
    for (const FoldRecord& fold : folds) {
        const fs::path own = foldFolder(fold.fold) / kPredictionsFile;
        std::error_code code;
        if (!fs::exists(own, code)) {
            const auto common = readTextFile(m_folder / kPredictionsFile, kMaxBytes);
            if (!common) continue;  // what an earlier program did not leave cannot be gathered
            if (auto written = writeFileAtomically(own, linesOf(*common, fold.fold)); !written) return written;
        }
        const auto text = readTextFile(own, kMaxBytes);
        if (!text) return fail(text.error());
        const auto [header, rows] = firstLine(*text);
        if (all.empty()) all = header;
        all += rows;
    }
    if (all.empty()) return {};
    return writeFileAtomically(m_folder / kPredictionsFile, all);
}

}  // namespace leukolens::experiment
