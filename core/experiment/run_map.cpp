#include "core/experiment/run_map.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/files.h"
#include "core/digest/sha256.h"
#include "core/experiment/run_files.h"
#include "core/experiment/run_models.h"

namespace leukolens::experiment {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kMaxBytes = 64u << 20;

fs::path fileOf(const RunRecord& record, int fold) { return (fold == kAllFolds ? record.result.folder : folderOf(record.result.folder, fold)) / kMapFile; }

/// Of the networks that a map was made by: another one after the run went on.
std::string stateOf(const RunRecord& record, int fold) {
    std::string state = settingsHash(record.result.settings) + record.dataSha256;
    for (const FoldRecord& done : record.result.folds)
        if (fold == kAllFolds || fold == done.fold) state += ' ' + std::to_string(done.fold) + ' ' + std::to_string(done.bestEpoch) + ' ' + std::to_string(done.epochs);
    return digest::sha256(state);
}

/// Vectors of files in order.
class Vectors final : public inference::FileListener {
public:
    Vectors(ProgressSink& progress, std::string stage, std::size_t total) : m_progress(progress), m_stage(std::move(stage)), m_total(static_cast<std::int64_t>(total)) {}

    void onResult(const inference::FilePrediction& result) override {
        m_progress.report({m_stage, ++m_done, m_total});
        if (!result.prediction) {
            if (!failure) failure = result.prediction.error();
            return;
        }
        const auto& features = result.prediction->features;
        length = static_cast<int>(features.size());
        values.insert(values.end(), features.begin(), features.end());
    }

    std::vector<float> values;
    int length = 0;
    std::optional<Error> failure;

private:
    ProgressSink& m_progress;
    std::string m_stage;
    std::int64_t m_done = 0, m_total;
};

/// Test cells of the fold, or of all folds that are done; each once.
std::vector<int> cellsToMap(const RunRecord& record, const dataset::Split& split, int fold) {
    std::set<int> cells;
    for (const FoldRecord& done : record.result.folds) {
        const auto& test = split.folds[static_cast<std::size_t>(done.fold - 1)].test;
        if (fold == kAllFolds || fold == done.fold) cells.insert(test.begin(), test.end());
    }
    return {cells.begin(), cells.end()};
}

Result<void> write(const RunRecord& record, const RunMap& map) {
    nlohmann::json cells = nlohmann::json::array();
    for (const auto& cell : map.cells) cells.push_back({{"path", cell.path}, {"x", cell.x}, {"y", cell.y}});
    const nlohmann::json json = {{"version", kRunFormatVersion}, {"of", stateOf(record, map.fold)}, {"method", map.method == evaluation::MapMethod::Umap ? "umap" : "pca"},
                                 {"explained", map.explained}, {"cells", cells}};
    return writeFileAtomically(fileOf(record, map.fold), json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n');
}

/// Throws nlohmann's exceptions.
bool parse(const nlohmann::json& json, RunMap& map) {
    const std::string method = json.at("method");
    if (method != "umap" && method != "pca") return false;
    map.method = method == "umap" ? evaluation::MapMethod::Umap : evaluation::MapMethod::Pca;
    map.explained = json.at("explained");
    for (const auto& cell : json.at("cells")) map.cells.push_back({cell.at("path"), cell.at("x"), cell.at("y")});
    return map.explained >= 0 && map.explained <= 1 && std::ranges::all_of(map.cells, [](const MappedCell& cell) { return std::isfinite(cell.x) && std::isfinite(cell.y); });
}

}  // namespace

std::vector<int> foldsToMap(const RunRecord& record) {
    if (record.result.folds.empty()) return {};
    if (record.result.settings.frozenUpTo == engine::kWholeTrunk) return {kAllFolds};
    std::vector<int> folds;
    for (const FoldRecord& done : record.result.folds) folds.push_back(done.fold);
    return folds;
}

Result<RunMap> makeRunMap(const RunRecord& record, int fold, const fs::path& source, ProgressSink& progress, const CancelToken& cancel) {
    const auto possible = foldsToMap(record);
    if (!possible.empty() && std::ranges::find(possible, fold) == possible.end())
        return fail(ErrorCode::InvalidArgument, "has no map of fold " + std::to_string(fold), record.result.folder, possible.front() == kAllFolds ? "Its folds share one frozen trunk: they have one map." : "Choose a fold that is done.");
    const auto cells = cellsOfRun(record, source, progress, cancel);
    if (!cells) return fail(cells.error());
    const auto mapped = cellsToMap(record, cells->split, fold);
    if (mapped.size() > evaluation::kMostForMap)
        return fail(ErrorCode::TooLarge, "tested " + std::to_string(mapped.size()) + " cells; a map holds " + std::to_string(evaluation::kMostForMap) + " at the most", record.result.folder, "Map a run of fewer cells.");
    const int network = fold == kAllFolds ? record.result.folds.front().fold : fold;
    auto predictor = predictorOfFold(record, network, cells->dataset.classes);
    if (!predictor) return fail(predictor.error());
    const auto files = pathsOf(cells->dataset, mapped);
    Vectors vectors(progress, "Looking at the cells", files.size());
    if (auto done = inference::predictFiles(**predictor, files, vectors, cancel, {.features = true}); !done) return fail(done.error());
    if (vectors.failure) return fail(*vectors.failure);
    const auto laid = evaluation::mapOfVectors(vectors.values, vectors.length, progress, cancel);
    if (!laid) return fail(laid.error());
    RunMap map{fold, laid->method, laid->explained, {}};
    for (std::size_t i = 0; i < mapped.size(); ++i) map.cells.push_back({toUtf8(files[i].lexically_relative(cells->dataset.root)), laid->x[i], laid->y[i]});
    if (auto written = write(record, map); !written) return fail(written.error());
    return map;
}

Result<std::optional<RunMap>> readRunMap(const RunRecord& record, int fold) {
    const auto file = fileOf(record, fold);
    const auto text = readTextFile(file, kMaxBytes);
    if (!text && text.error().code == ErrorCode::NotFound) return std::optional<RunMap>();
    if (!text) return fail(text.error());
    const auto damaged = [&] { return fail(ErrorCode::ReadFailed, "is no map of cells that this program knows", file, "Make the map anew."); };
    const auto json = nlohmann::json::parse(*text, nullptr, false);
    if (!json.is_object() || json.value("version", nlohmann::json()) != kRunFormatVersion) return damaged();
    RunMap map;
    map.fold = fold;
    try {
        if (json.at("of").get<std::string>() != stateOf(record, fold)) return std::optional<RunMap>();
        if (!parse(json, map)) return damaged();
    } catch (const nlohmann::json::exception&) {
        return damaged();
    }
    return std::optional<RunMap>(std::move(map));
}

}  // namespace leukolens::experiment
