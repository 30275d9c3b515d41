#include "core/experiment/comparison_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/experiment/figure_json.h"
#include "core/experiment/run_files.h"
#include "core/experiment/setting_check.h"
#include "core/nn/network_info.h"

namespace leukolens::experiment {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;

constexpr std::uint64_t kMaxBytes = 16u << 20;
constexpr std::array kInitialisations = {"random", "imagenet", "weights"};
constexpr std::array kStates = {"waiting", "done", "failed"};

template <class T>
json orNull(const std::optional<T>& value) {
    return value ? json(*value) : json(nullptr);
}

json errorJson(const Error& error) { return {{"code", toString(error.code)}, {"what", error.what}, {"file", toUtf8(error.file)}, {"advice", error.advice}}; }

json differenceJson(const evaluation::Difference& difference) {
    const evaluation::Figure figure{difference.difference, difference.interval, {}, 0};
    auto entry = toJson(figure);
    entry["p"] = orNull(difference.p);
    return entry;
}

json publishedJson(const PublishedFigure& published) { return {{"figure", published.figure}, {"measuredOn", published.measuredOn}, {"source", published.source}}; }

json rowJson(const ComparedRow& row, const ModelComparison& comparison) {
    json metrics = json::object();
    for (std::size_t i = 0; i < row.figures.size(); ++i) metrics[nameOf(comparison.keys[i], comparison.classes)] = toJson(row.figures[i]);
    const auto known = comparedNetwork(row.entry.network);
    json entry = {{"name", row.name}, {"title", titleOf(row)}, {"network", row.entry.network}, {"weights", row.entry.weightsFile}, {"initialisation", kInitialisations[static_cast<std::size_t>(row.initialisation)]},
                 {"inputPx", row.inputPx}, {"learningRate", row.learningRate}, {"state", kStates[static_cast<std::size_t>(row.state)]}, {"metrics", metrics}, {"parameters", row.parameters},
                 {"secondsAnEpoch", orNull(row.secondsAnEpoch)}, {"imagesASecond", orNull(row.imagesASecond)}, {"device", row.device}, {"precision", row.precision}, {"error", nullptr}, {"difference", nullptr}, {"published", nullptr}};
    if (row.error) entry["error"] = errorJson(*row.error);
    if (row.difference) entry["difference"] = differenceJson(*row.difference);
    if (known.published) entry["published"] = publishedJson(*known.published);
    if (row.learningRate > 0 && row.learningRate < comparison.settings.learningRate) entry["rateReason"] = known.rateReason;
    return entry;
}

/// Throws nlohmann's exceptions, as all below.
[[noreturn]] void refuse(const char* key) { throw json::other_error::create(501, key, nullptr); }

template <class Enum, std::size_t N>
Enum wordFrom(const json& word, const std::array<const char*, N>& words) {
    const auto found = std::ranges::find(words, word.get<std::string>());
    if (found == words.end()) refuse("word");
    return static_cast<Enum>(found - words.begin());
}

Error errorFrom(const json& entry) {
    Error error{ErrorCode::Internal, entry.at("what"), fs::path(entry.at("file").get<std::string>()), entry.at("advice")};
    const std::string word = entry.at("code");
    for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code)
        if (toString(static_cast<ErrorCode>(code)) == word) error.code = static_cast<ErrorCode>(code);
    return error;
}

evaluation::Difference differenceFrom(const json& entry, const ModelComparison& comparison) {
    const auto interval = figureFromJson(entry);
    evaluation::Difference difference;
    difference.key = comparison.keys.front();
    difference.difference = interval.value;
    difference.interval = interval.percentile;
    if (!entry.at("p").is_null()) difference.p = entry.at("p").get<double>();
    return difference;
}

ComparedRow rowFrom(const json& entry, const ModelComparison& comparison) {
    ComparedRow row;
    row.name = entry.at("name");
    row.entry = {entry.at("network"), entry.at("weights")};
    // Both become names of folders.
    if (row.name.empty() || row.name.find('/') != std::string::npos || row.name.starts_with('.')) refuse("name");
    row.initialisation = wordFrom<Initialisation>(entry.at("initialisation"), kInitialisations);
    row.state = wordFrom<RowState>(entry.at("state"), kStates);
    row.inputPx = entry.at("inputPx");
    row.learningRate = entry.at("learningRate");
    row.parameters = entry.at("parameters");
    row.device = entry.at("device");
    row.precision = entry.at("precision");
    const auto number = [&](const char* key) { return entry.at(key).is_null() ? std::nullopt : std::optional(entry.at(key).get<double>()); };
    row.secondsAnEpoch = number("secondsAnEpoch");
    row.imagesASecond = number("imagesASecond");
    if (!entry.at("error").is_null()) row.error = errorFrom(entry.at("error"));
    if (row.state == RowState::Failed && !row.error) refuse("error");
    if (row.state == RowState::Done && !row.imagesASecond) refuse("imagesASecond");
    if (row.state == RowState::Done)
        for (const auto& key : comparison.keys) row.figures.push_back(figureFromJson(entry.at("metrics").at(nameOf(key, comparison.classes))));
    if (!entry.at("difference").is_null()) row.difference = differenceFrom(entry.at("difference"), comparison);
    return row;
}

Result<ModelComparison> parse(const json& all, const fs::path& file) {
    ModelComparison comparison;
    comparison.folder = file.parent_path();
    auto settings = trainSettingsFromJson(all.at("settings"), file);
    if (!settings) return fail(settings.error());
    comparison.settings = std::move(*settings);
    auto readAs = dataset::readChoicesFromJson(all.at("data").at("read"), file);
    if (!readAs) return fail(readAs.error());
    comparison.readAs = std::move(*readAs);
    comparison.dataSource = all.at("data").at("source").get<std::string>();
    comparison.dataSha256 = all.at("data").at("sha256");
    comparison.options.leakAcknowledgement = all.at("acknowledgement");
    comparison.bootstrap.resamples = all.at("resamples");
    comparison.bootstrap.seed = all.at("seed");
    if (!evaluation::checkOptions(comparison.bootstrap)) refuse("resamples");
    comparison.classes = all.at("classes").get<std::vector<std::string>>();
    if (comparison.classes.size() < 2) refuse("classes");
    comparison.overSubjects = all.at("units") == "subjects";
    comparison.keys = comparedFigures(comparison.classes.size());
    comparison.reference = all.at("reference");
    for (const auto& entry : all.at("rows")) comparison.rows.push_back(rowFrom(entry, comparison));
    const bool sound = !comparison.rows.empty() && comparison.rows.back().isEnsemble() && std::ranges::count_if(comparison.rows, &ComparedRow::isEnsemble) == 1;
    if (!sound) refuse("rows");
    return comparison;
}

}  // namespace

std::vector<evaluation::MetricKey> comparedFigures(std::size_t classes) {
    using evaluation::MetricKind;
    return {{MetricKind::Accuracy, -1}, {MetricKind::F1Weighted, -1}, {classes == 2 ? MetricKind::Auroc : MetricKind::AurocMacro, -1}, {MetricKind::CalibrationError, -1}};
}

std::string describeInitialisation(const ComparedRow& row) {
    if (row.isEnsemble()) return {};
    switch (row.initialisation) {
        case Initialisation::Random: return "random";
        case Initialisation::ImageNet: return "ImageNet";
        case Initialisation::OtherWeights: return "weights: " + toUtf8(fs::path(row.entry.weightsFile).filename());
    }
    return {};
}

std::string titleOf(const ComparedRow& row) {
    if (row.isEnsemble()) return "Ensemble of all";
    const auto info = nn::networkInfo(row.entry.network);
    return info ? info->title : row.entry.network;
}

json toJson(const ModelComparison& comparison) {
    json rows = json::array();
    for (const auto& row : comparison.rows) rows.push_back(rowJson(row, comparison));
    return {{"version", kRunFormatVersion}, {"program", "Leukolens " LEUKOLENS_VERSION}, {"notice", "For research use only. Not for diagnosis."}, {"settings", toJson(comparison.settings)},
            {"data", {{"source", toUtf8(comparison.dataSource)}, {"sha256", comparison.dataSha256}, {"read", dataset::toJson(comparison.readAs)}}}, {"acknowledgement", comparison.options.leakAcknowledgement},
            {"resamples", comparison.bootstrap.resamples}, {"seed", comparison.bootstrap.seed}, {"classes", comparison.classes}, {"units", comparison.overSubjects ? "subjects" : "images"},
            {"reference", comparison.reference}, {"rows", rows}};
}

std::string comparisonCsv(const ModelComparison& comparison) {
    std::string text = "model,initialisation";
    for (const auto& key : comparison.keys)
        for (const char* end : {"", "_low", "_high"}) text += ',' + nameOf(key, comparison.classes) + end;
    text += ",parameters,seconds_an_epoch,images_a_second,device,precision,accuracy_difference,accuracy_difference_low,accuracy_difference_high,p,published,published_measured_on,published_source,error\n";
    const auto number = [](const std::optional<double>& value) { return ',' + (value && std::isfinite(*value) ? plain(*value) : std::string()); };
    const auto three = [&](const std::optional<double>& value, const std::optional<evaluation::Interval>& interval) {
        return number(value) + number(interval ? std::optional(interval->low) : std::nullopt) + number(interval ? std::optional(interval->high) : std::nullopt);
    };
    for (const auto& row : comparison.rows) {
        text += csvSpreadsheetField(titleOf(row)) + ',' + csvSpreadsheetField(describeInitialisation(row));
        for (std::size_t i = 0; i < comparison.keys.size(); ++i) text += row.figures.empty() ? std::string(",,,") : three(row.figures[i].value, row.figures[i].percentile);
        text += ',' + (row.parameters > 0 ? std::to_string(row.parameters) : std::string()) + number(row.secondsAnEpoch) + number(row.imagesASecond) + ',' + csvField(row.device) + ',' + csvField(row.precision);
        text += row.difference ? three(row.difference->difference, row.difference->interval) + number(row.difference->p) : std::string(",,,,");
        const auto published = comparedNetwork(row.entry.network).published.value_or(PublishedFigure());
        for (const auto& words : {published.figure, published.measuredOn, published.source, row.error ? row.error->message() : std::string()}) text += ',' + csvSpreadsheetField(words);
        text += '\n';
    }
    return text;
}

Result<void> writeComparison(const ModelComparison& comparison) {
    if (auto written = writeFileAtomically(comparison.folder / kComparisonTable, comparisonCsv(comparison)); !written) return written;
    return writeFileAtomically(comparison.folder / kComparisonFile, toJson(comparison).dump(1, ' ', false, json::error_handler_t::replace) + '\n');
}

bool holdsComparison(const fs::path& folder) {
    std::error_code code;
    return fs::exists(folder / kComparisonFile, code);
}

Result<ModelComparison> readComparison(const fs::path& folder) {
    const auto file = folder / kComparisonFile;
    const auto text = readTextFile(file, kMaxBytes);
    if (!text && text.error().code == ErrorCode::NotFound)
        return fail(ErrorCode::NotFound, "holds no comparison: comparison.json is missing", folder, "Choose a folder that a comparison of models wrote.");
    if (!text) return fail(text.error());
    const auto damaged = [&] { return fail(ErrorCode::ReadFailed, "is no comparison that this program knows", file, "Restore the file from a copy, or compare anew in another folder: the runs are whole."); };
    const auto all = json::parse(*text, nullptr, false);
    if (!all.is_object() || all.value("version", json()) != kRunFormatVersion) return damaged();
    try {
        return parse(all, file);
    } catch (const json::exception&) {
        return damaged();
    }
}

}  // namespace leukolens::experiment
