#include "core/fields/finder_table.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/engine/device.h"
#include "core/fields/detector_model.h"
#include "core/fields/white_cell_names.h"
#include "core/image/decode.h"
#include "core/slide/cell_finder.h"
#include "core/slide/memory_slide.h"

namespace leukolens::fields {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;

Result<fs::path> plainFolder(const fs::path& folder) {
    std::error_code code;
    auto plain = fs::absolute(folder, code).lexically_normal();
    if (code) return fail(errorFromErrno(code.value(), folder, false));
    return plain.has_filename() ? plain : plain.parent_path();
}

Result<ComparedRun> readRun(const fs::path& folder) {
    auto record = readFieldRun(folder);
    if (!record) return fail(record.error());
    if (!record->finished) return fail(ErrorCode::WrongState, "is a run that is not finished", folder, "Go on with it by leukolens detect train --resume, then compare.");
    if (record->testFields.empty()) return fail(ErrorCode::EmptyDataset, "is a run without test fields", folder, "Compare runs that were trained with a test share.");
    const auto seconds = meanSecondsAnEpoch(folder);
    if (!seconds) return fail(seconds.error());
    return ComparedRun{folder, toUtf8(folder.filename()), std::move(*record), *seconds};
}

Result<void> requireSameFields(const ComparedRun& first, const ComparedRun& other) {
    if (other.record.dataSha256 != first.record.dataSha256)
        return fail(ErrorCode::DataChanged, "was trained on other fields or boxes than the first run", other.folder, "Compare runs of leukolens detect train over one folder of fields.");
    if (other.record.testFields != first.record.testFields)
        return fail(ErrorCode::DataChanged, "has other test fields than the first run", other.folder, "Compare runs that were trained with the same seed and test share.");
    return {};
}

Result<FinderRow> rowOf(const FieldSet& set, std::span<const int> part, const ComparedRun& run, const std::string& device, const std::string& precision, ProgressSink& progress, const CancelToken& cancel) {
    const auto file = run.folder / kDetectorFile;
    const auto model = DetectorModel::open(file, device, precision);
    if (!model) return fail(model.error());
    const auto& card = model->card();
    if (card.classNames() != set.classes) return fail(ErrorCode::DataChanged, "is a model of other classes than the run's fields have", file, "Train the run again, or bring its own model back.");
    const auto parameters = detection::parameterCount(card.backbone, static_cast<int>(card.classes.size()));
    if (!parameters) return fail(parameters.error());
    auto figures = evaluateFields(set, part, findBy(*model), progress, cancel);
    if (!figures) return fail(figures.error());
    return FinderRow{run.name, card.backbone, card.startedFrom, std::move(*figures), {}, *parameters, run.secondsAnEpoch};
}

/// Its boxes are given one class of white cells, whichever: only that they are white cells is counted.
Result<std::optional<BuiltInFinder>> builtInOn(const FieldSet& set, std::span<const int> part, ProgressSink& progress, const CancelToken& cancel) {
    const auto white = std::ranges::find_if(set.classes, isWhiteCell);
    if (white == set.classes.end()) return std::nullopt;
    const int index = static_cast<int>(white - set.classes.begin());
    const auto find = [index](const FieldFile& field) -> Result<std::vector<detection::FoundBox>> {
        const auto picture = image::decodeFile(field.picture);
        if (!picture) return fail(picture.error());
        std::vector<detection::FoundBox> found;
        for (const auto& cell : slide::findCells(slide::toPixels(*picture), std::nullopt).cells) {
            const auto& [x, y, width, height] = cell.box;
            found.push_back({{static_cast<float>(x), static_cast<float>(y), static_cast<float>(x + width), static_cast<float>(y + height)}, index, static_cast<float>(cell.score)});
        }
        return found;
    };
    const auto scores = scoreFields(set, part, find, progress, cancel);
    if (!scores) return fail(scores.error());
    return BuiltInFinder{scores->whiteCells, scores->secondsPerField};
}

json ratiosOf(const detection::ClassCounts& counts) {
    auto entry = toJson(counts);
    const auto ratio = [](double value) { return std::isfinite(value) ? json(value) : json(nullptr); };
    entry["recall"] = ratio(counts.recall());
    entry["precision"] = ratio(counts.precision());
    return entry;
}

std::string number(double value) { return std::isfinite(value) ? ',' + json(value).dump() : ","; }

std::string three(const std::optional<FigureOverFields>& figure) {
    if (!figure) return ",,,";
    const auto end = [](const std::optional<double>& value) { return value ? number(*value) : std::string(","); };
    return number(figure->value) + end(figure->low) + end(figure->high);
}

}  // namespace

Result<std::vector<ComparedRun>> readComparedRuns(std::span<const fs::path> folders) {
    std::vector<ComparedRun> runs;
    for (const auto& given : folders) {
        const auto folder = plainFolder(given);
        if (!folder) return fail(folder.error());
        if (std::ranges::find(runs, *folder, &ComparedRun::folder) != runs.end()) return fail(ErrorCode::InvalidArgument, "is named twice", *folder, "Name each run once.");
        auto run = readRun(*folder);
        if (!run) return fail(run.error());
        if (!runs.empty())
            if (auto same = requireSameFields(runs.front(), *run); !same) return fail(same.error());
        runs.push_back(std::move(*run));
    }
    std::vector<std::string> names;
    for (const auto& run : runs) names.push_back(run.name);
    for (auto& run : runs)
        if (std::ranges::count(names, run.name) > 1) run.name = toUtf8(run.folder);
    return runs;
}

Result<FinderTable> compareFinders(const FieldSet& set, std::span<const ComparedRun> runs, const std::string& device, const std::string& precision, ProgressSink& progress, const CancelToken& cancel) {
    if (runs.empty()) return fail(ErrorCode::InvalidArgument, "there is no run to compare");
    if (set.sha256() != runs.front().record.dataSha256)
        return fail(ErrorCode::DataChanged, "the fields or boxes are not those that the runs were trained with", set.root, "Bring them back, or say where they lie now.");
    const auto part = testPartOf(runs.front().record, set);
    if (!part) return fail(part.error());
    const auto where = engine::resolveDevice(device);
    if (!where) return fail(where.error());
    const auto how = engine::resolvePrecision(precision, *where);
    if (!how) return fail(how.error());
    FinderTable table;
    table.classes = set.classes;
    std::ranges::copy_if(set.classes, std::back_inserter(table.whiteClasses), isWhiteCell);
    table.device = *where;
    table.precision = *how;
    table.fields = static_cast<int>(part->size());
    for (const auto& run : runs) {
        auto row = rowOf(set, *part, run, *where, *how, progress, cancel);
        if (!row) return fail(row.error());
        if (!table.rows.empty()) row->difference = pairedDifference(table.rows.front().figures, row->figures);
        table.rows.push_back(std::move(*row));
    }
    auto builtIn = builtInOn(set, *part, progress, cancel);
    if (!builtIn) return fail(builtIn.error());
    table.builtIn = *builtIn;
    return table;
}

experiment::PublishedFigure publishedFinder() {
    return {"mean AP 0.10, 0.16 and 0 in its three setups", "its own pictures of the blood of patients with leukemia", "Hossain et al. 2020, Leukemia detection mechanism through microscopic image and ML techniques, IEEE"};
}

std::string toCsv(const FinderTable& table) {
    std::string text = "finder,backbone,initialised_from";
    for (const auto& name : table.classes) text += ',' + csvSpreadsheetField("ap50 " + name);
    for (const char* figure : {"map50", "map", "map50_less_first"})
        for (const char* end : {"", "_low", "_high"}) text += std::string(",") + figure + end;
    text += ",white_recall,white_precision,parameters,seconds_an_epoch,seconds_a_field,device,precision,published,published_measured_on\r\n";
    for (const auto& row : table.rows) {
        const auto& f = row.figures;
        text += csvSpreadsheetField(row.name) + ',' + csvField(row.backbone) + ',' + csvSpreadsheetField(row.startedFrom.empty() ? "random" : row.startedFrom);
        for (const auto& one : f.classes) text += number(one.at50.value);
        text += three(f.at50) + three(f.mean) + three(row.difference) + number(f.whiteCells.recall()) + number(f.whiteCells.precision()) + ',' + std::to_string(row.parameters) + number(row.secondsAnEpoch) +
                number(f.secondsPerField) + ',' + csvField(table.device) + ',' + csvField(table.precision) + ",,\r\n";
    }
    const std::string noFigures(table.classes.size() + 2 + 9, ',');
    if (table.builtIn) {
        const auto& [counts, seconds] = *table.builtIn;
        text += "built-in finder" + noFigures + number(counts.recall()) + number(counts.precision()) + ",," + number(seconds) + ",cpu,,,\r\n";
    }
    const auto published = publishedFinder();
    return text + csvSpreadsheetField(published.source) + noFigures + ",,,,,,," + ',' + csvSpreadsheetField(published.figure) + ',' + csvSpreadsheetField(published.measuredOn) + "\r\n";
}

json toJson(const FinderTable& table) {
    json rows = json::array();
    for (const auto& row : table.rows)
        rows.push_back({{"run", row.name}, {"backbone", row.backbone}, {"weights", row.startedFrom}, {"evaluation", toJson(row.figures)}, {"whiteCells", ratiosOf(row.figures.whiteCells)},
                        {"map50LessFirst", row.difference ? toJson(*row.difference) : json(nullptr)}, {"parameters", row.parameters}, {"secondsAnEpoch", row.secondsAnEpoch}});
    json builtIn = nullptr;
    if (table.builtIn) builtIn = {{"whiteCells", ratiosOf(table.builtIn->whiteCells)}, {"secondsPerField", table.builtIn->secondsPerField}};
    const auto published = publishedFinder();
    return {{"classes", table.classes}, {"whiteClasses", table.whiteClasses}, {"fields", table.fields}, {"device", table.device}, {"precision", table.precision}, {"rows", rows}, {"builtIn", builtIn},
            {"published", {{"figure", published.figure}, {"measuredOn", published.measuredOn}, {"source", published.source}}}};
}

}  // namespace leukolens::fields
