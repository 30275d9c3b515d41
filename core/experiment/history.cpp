#include "core/experiment/history.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/base/files.h"

namespace leukolens::experiment {
namespace {

constexpr std::uint64_t kMaxBytes = 256u << 20;
constexpr const char* kFoldsHeader = "fold,train_accuracy,train_loss,test_accuracy,test_loss,best_epoch,epochs,stopped_early,model\n";
/// Where there is an external test.
constexpr const char* kWideFoldsHeader =
    "fold,train_accuracy,train_loss,test_accuracy,test_loss,best_epoch,epochs,stopped_early,model,external_accuracy,external_loss\n";

// Shortest text that reads back as the same number, always with a point.
std::string number(double value) { return nlohmann::json(value).dump(); }

std::vector<std::string> fields(const std::string& line) {
    std::vector<std::string> parts(1);
    for (const char c : line) {
        if (c == ',') {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

template <class T>
bool parse(const std::string& text, T& value) {
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    return code == std::errc() && end == text.data() + text.size();
}

template <class Record>
using LineReader = bool (*)(const std::vector<std::string>&, Record&);

template <class Record>
Result<std::vector<Record>> readLines(const std::filesystem::path& file, const std::vector<std::string>& headers, LineReader<Record> read) {
    const auto text = readTextFile(file, kMaxBytes);
    if (!text) return fail(text.error());
    std::istringstream stream(*text);
    std::string line;
    std::vector<Record> records;
    for (int row = 1; std::getline(stream, line); ++row) {
        const bool torn = stream.eof();  // no line end behind it
        if (row == 1) {
            if (torn) return records;  // cut off before its first line ended
            if (std::ranges::find(headers, line + '\n') == headers.end()) return fail(ErrorCode::ReadFailed, "has another first line than a run's table", file, "Choose a run folder.");
            continue;
        }
        Record record;
        if (!torn && read(fields(line), record)) {
            records.push_back(std::move(record));
        } else if (!torn) {
            return fail(ErrorCode::ReadFailed, "line " + std::to_string(row) + " is damaged", file, "Restore the file from a copy.");
        }
    }
    return records;
}

}  // namespace

std::string historyHeader() {
    return "fold,epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,learning_rate,seconds,best\n";
}

std::string toCsv(const EpochRecord& r) {
    std::string line = std::to_string(r.fold) + ',' + std::to_string(r.epoch);
    for (const double value : {r.trainLoss, r.trainAccuracy, r.validationLoss, r.validationAccuracy, r.learningRate, r.seconds})
        line += ',' + number(value);
    return line + ',' + (r.best ? '1' : '0') + '\n';
}

Result<std::vector<EpochRecord>> readHistory(const std::filesystem::path& file) {
    return readLines<EpochRecord>(file, {historyHeader()}, [](const std::vector<std::string>& f, EpochRecord& r) {
        int best = 0;
        const bool good = f.size() == 9 && parse(f[0], r.fold) && parse(f[1], r.epoch) && parse(f[2], r.trainLoss) &&
                          parse(f[3], r.trainAccuracy) && parse(f[4], r.validationLoss) && parse(f[5], r.validationAccuracy) &&
                          parse(f[6], r.learningRate) && parse(f[7], r.seconds) && parse(f[8], best);
        r.best = best == 1;
        return good;
    });
}

std::string foldsCsv(const std::vector<FoldRecord>& folds, const FoldRecord& mean, const std::filesystem::path& root) {
    const bool wide = std::ranges::any_of(folds, [](const FoldRecord& r) { return r.externalAccuracy.has_value(); });
    std::string text = wide ? kWideFoldsHeader : kFoldsHeader;
    const auto figures = [](const FoldRecord& r) {
        return number(r.trainAccuracy) + ',' + number(r.trainLoss) + ',' + number(r.testAccuracy) + ',' + number(r.testLoss);
    };
    const auto external = [wide](const FoldRecord& r) {
        if (!wide) return std::string("\n");
        const auto field = [](const std::optional<double>& value) { return ',' + (value ? number(*value) : std::string()); };
        return field(r.externalAccuracy) + field(r.externalLoss) + '\n';
    };
    for (const auto& r : folds)
        text += std::to_string(r.fold) + ',' + figures(r) + ',' + std::to_string(r.bestEpoch) + ',' + std::to_string(r.epochs) + ',' +
                (r.stoppedEarly ? "1" : "0") + ',' + r.model.lexically_relative(root).generic_string() + external(r);
    if (!folds.empty()) text += "mean," + figures(mean) + ",,,," + external(mean);
    return text;
}

Result<std::vector<FoldRecord>> readFolds(const std::filesystem::path& file) {
    auto records = readLines<FoldRecord>(file, {kFoldsHeader, kWideFoldsHeader}, [](const std::vector<std::string>& f, FoldRecord& r) {
        if (f.size() != 9 && f.size() != 11) return false;
        const bool isMean = f[0] == "mean";
        int early = 0;
        bool good = parse(f[1], r.trainAccuracy) && parse(f[2], r.trainLoss) && parse(f[3], r.testAccuracy) && parse(f[4], r.testLoss);
        if (f.size() == 11 && !f[9].empty()) {
            good = good && parse(f[9], r.externalAccuracy.emplace()) && parse(f[10], r.externalLoss.emplace());
        }
        if (isMean) return good;
        r.model = f[8];
        good = good && parse(f[0], r.fold) && parse(f[5], r.bestEpoch) && parse(f[6], r.epochs) && parse(f[7], early);
        r.stoppedEarly = early == 1;
        return good;
    });
    if (!records) return records;
    std::erase_if(*records, [](const FoldRecord& r) { return r.fold == 0; });
    for (auto& record : *records) record.model = file.parent_path() / record.model;
    return records;
}

FoldRecord meanOf(const std::vector<FoldRecord>& folds) {
    FoldRecord mean;
    const double share = folds.empty() ? 0 : 1.0 / static_cast<double>(folds.size());
    for (const auto& r : folds) {
        mean.trainAccuracy += share * r.trainAccuracy;
        mean.trainLoss += share * r.trainLoss;
        mean.testAccuracy += share * r.testAccuracy;
        mean.testLoss += share * r.testLoss;
    }
    const bool allExternal = !folds.empty() && std::ranges::all_of(folds, [](const FoldRecord& r) { return r.externalAccuracy && r.externalLoss; });
    if (!allExternal) return mean;
    mean.externalAccuracy = mean.externalLoss = 0.0;
    for (const auto& r : folds) {
        *mean.externalAccuracy += share * *r.externalAccuracy;
        *mean.externalLoss += share * *r.externalLoss;
    }
    return mean;
}

}  // namespace leukolens::experiment
