#include "core/experiment/run_files.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/iso_time.h"
#include "core/dataset/fingerprint.h"
#include "core/experiment/history.h"

namespace leukolens::experiment {
namespace fs = std::filesystem;
Result<RunFiles> RunFiles::create(const fs::path& folder) {
    std::error_code code;
    if (fs::exists(folder, code)) {
        if (!fs::is_directory(folder, code)) return fail(ErrorCode::AlreadyExists, "is a file, a run needs a folder", folder, "Choose a new folder.");
        const fs::directory_iterator content(folder, code);
        if (code) return fail(errorFromErrno(code.value(), folder, true));
        if (content != fs::directory_iterator()) return fail(ErrorCode::AlreadyExists, "is not empty; earlier results are never overwritten", folder, "Choose a new folder.");
    }
    if (auto created = createFolder(folder); !created) return fail(created.error());
    RunFiles files(fs::absolute(folder, code).lexically_normal());
    if (auto header = writeFileAtomically(files.m_folder / "history.csv", historyHeader()); !header) return fail(header.error());
    return files;
}

fs::path RunFiles::modelFile(int fold) const { return m_folder / ("fold-" + std::to_string(fold)) / "best.leukomodel"; }

Result<void> RunFiles::writeSettings(const TrainSettings& settings, const std::string& device, const std::string& precision, const dataset::Dataset& dataset) {
    auto json = toJson(settings);
    nlohmann::json counts = nlohmann::json::object();
    for (const auto& name : dataset.classes) counts[name] = 0;
    for (const auto& cell : dataset.cells) counts[dataset.classes[static_cast<std::size_t>(cell.classIndex)]] = counts[dataset.classes[static_cast<std::size_t>(cell.classIndex)]].get<int>() + 1;
    json["used"] = {{"program", "Leukolens " LEUKOLENS_VERSION}, {"device", device}, {"precision", precision}, {"settingsHash", settingsHash(settings)},
                    {"started", isoUtcNow()}};
    json["data"] = {{"root", toUtf8(dataset.root)}, {"layout", dataset.layout}, {"cells", dataset.cells.size()}, {"subjects", dataset.subjects.size()},
                    {"classes", counts}, {"sha256", dataset::fingerprint(dataset)}};
    return writeFileAtomically(m_folder / "settings.json", json.dump(2) + '\n');
}

Result<void> RunFiles::writeSplit(const dataset::Dataset& dataset, const dataset::Split& split) {
    return writeFileAtomically(m_folder / "split.json", dataset::toJson(dataset, split).dump(1) + '\n');
}

Result<void> RunFiles::appendEpoch(const EpochRecord& record) { return appendToFile(m_folder / "history.csv", toCsv(record)); }

Result<void> RunFiles::writeFolds(const std::vector<FoldRecord>& folds) {
    return writeFileAtomically(m_folder / "folds.csv", foldsCsv(folds, meanOf(folds), m_folder));
}

Result<void> RunFiles::writeOutcome(const RunResult& result) {
    nlohmann::json json = {{"version", kRunFormatVersion}, {"notices", result.notices}};
    if (result.weights)
        json["weights"] = {{"loaded", result.weights->loaded}, {"missing", result.weights->missing}, {"unexpected", result.weights->unexpected}};
    return writeFileAtomically(m_folder / "outcome.json", json.dump(1) + '\n');
}

Result<void> RunFiles::appendPredictions(const dataset::Dataset& dataset, int fold, const std::vector<int>& cells, const std::vector<float>& probabilities) {
    const auto file = m_folder / "predictions.csv";
    const std::size_t classes = dataset.classes.size();
    std::string text;
    std::error_code code;
    if (!fs::exists(file, code)) {
        text = "path,subject,fold,label,predicted";
        for (const auto& name : dataset.classes) text += ',' + csvField("p_" + name);
        text += '\n';
    }
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
    return appendToFile(file, text);
}

Result<void> RunFiles::log(const std::string& line) { return appendToFile(m_folder / "log.txt", isoUtcNow() + ' ' + line + '\n'); }

}  // namespace leukolens::experiment
