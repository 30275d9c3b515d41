#include "core/experiment/leak_guard.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/csv_table.h"
#include "core/base/files.h"
#include "core/base/iso_time.h"
#include "core/base/utf8.h"

namespace leukolens::experiment {
namespace {

constexpr int kRecordVersion = 1;

std::size_t charactersIn(const std::string& text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string pairsOf(std::size_t count) { return std::to_string(count) + (count == 1 ? " pair" : " pairs") + " of pictures that look the same"; }

/// Pairs by their two pictures: the same two are divided in several folds.
std::vector<DividedPair> gathered(const dataset::Dataset& dataset, const dataset::Leaks& leaks, const std::vector<dataset::LeakAcross>& across) {
    std::map<std::pair<int, int>, DividedPair> pairs;
    for (const auto& divided : across) {
        auto& pair = pairs[{divided.first, divided.second}];
        pair.first = dataset::cellAt(dataset, divided.first).path;
        pair.second = dataset::cellAt(dataset, divided.second).path;
        if (divided.finding >= 0) {
            const auto& finding = leaks.findings[static_cast<std::size_t>(divided.finding)];
            pair.kind = finding.kind;
            pair.place = finding.place;
            pair.similarity = finding.similarity;
        }
        pair.folds.push_back({divided.fold + 1, divided.firstPart, divided.secondPart});
    }
    std::vector<DividedPair> result;
    for (auto& [places, pair] : pairs) result.push_back(std::move(pair));
    return result;
}

Error leakingSplit(const dataset::Dataset& dataset, const dataset::Split& split, const std::vector<dataset::LeakAcross>& spoilt) {
    std::set<std::pair<int, int>> pairs;
    std::set<int> folds;
    for (const auto& each : spoilt) {
        pairs.emplace(each.first, each.second);
        folds.insert(each.fold);
    }
    const auto& example = spoilt.front();
    const auto named = [&](int place, dataset::Part part) {
        return toUtf8(dataset::cellAt(dataset, place).path.lexically_relative(dataset.root)) + " (" + std::string(toString(part)) + ")";
    };
    return {ErrorCode::LeakingSplit,
            "the split tests on what it learns from: " + pairsOf(pairs.size()) + " lie in two parts, in " + std::to_string(folds.size()) + " of " +
                std::to_string(split.folds.size()) + " folds; for example " + named(example.first, example.firstPart) + " and " + named(example.second, example.secondPart) +
                " in fold " + std::to_string(example.fold + 1),
            dataset.root, "Leave one of each pair out, or acknowledge in writing that the test figures are spoilt."};
}

}  // namespace

std::string LeakRecord::notice() const {
    if (pairs.empty()) return {};
    const std::string which = pairsOf(pairs.size());
    if (acknowledgement.empty()) return "Early stopping sees what was learnt: " + which + " lie in training and validation (leaks.json).";
    return "Test figures are spoilt: " + which + " lie in two parts of a fold (leaks.json). Acknowledged at " + acknowledgedAt + ": \"" + acknowledgement + "\"";
}

nlohmann::json toJson(const LeakRecord& record, const std::filesystem::path& root) {
    nlohmann::json pairs = nlohmann::json::array();
    for (const auto& pair : record.pairs) {
        nlohmann::json folds = nlohmann::json::array();
        for (const auto& in : pair.folds) folds.push_back({{"fold", in.fold}, {"first", toString(in.first)}, {"second", toString(in.second)}});
        pairs.push_back({{"kind", toString(pair.kind)},
                         {"place", toString(pair.place)},
                         {"similarity", pair.similarity},
                         {"first", toUtf8(pair.first.lexically_relative(root))},
                         {"second", toUtf8(pair.second.lexically_relative(root))},
                         {"folds", std::move(folds)}});
    }
    nlohmann::json json = {{"version", kRecordVersion}, {"acknowledgement", nullptr}, {"acknowledgedAt", nullptr}, {"pairs", std::move(pairs)}};
    if (!record.acknowledgement.empty()) {
        json["acknowledgement"] = record.acknowledgement;
        json["acknowledgedAt"] = record.acknowledgedAt;
    }
    return json;
}

Result<void> checkAcknowledgement(const std::string& acknowledgement) {
    const std::string text = trimmed(acknowledgement);
    if (text.empty()) return {};
    const auto refuse = [](const std::string& what) { return fail(ErrorCode::InvalidArgument, "the acknowledgement " + what, {}, "Write a sentence that says why the leaks are accepted."); };
    if (!isUtf8(text)) return refuse("is no UTF-8");
    if (std::ranges::any_of(text, [](char c) { return (static_cast<unsigned char>(c) < 0x20) || c == 0x7F; })) return refuse("has a control character or a second line");
    const std::size_t characters = charactersIn(text);
    if (characters < kLeastAcknowledgement || characters > kMostAcknowledgement)
        return refuse("has " + std::to_string(characters) + " characters, expected " + std::to_string(kLeastAcknowledgement) + " to " + std::to_string(kMostAcknowledgement));
    return {};
}

Result<LeakRecord> guardAgainstLeaks(const dataset::Dataset& dataset, const dataset::Split& split, const std::string& acknowledgement, ProgressSink& progress,
                                     const CancelToken& cancel) {
    if (auto valid = checkAcknowledgement(acknowledgement); !valid) return fail(valid.error());
    const auto leaks = dataset::findLeaks(dataset, progress, cancel);
    if (!leaks) return fail(leaks.error());
    const auto across = dataset::leaksAcross(dataset, split, *leaks);
    LeakRecord record;
    record.pairs = gathered(dataset, *leaks, across);
    std::vector<dataset::LeakAcross> spoilt;
    std::ranges::copy_if(across, std::back_inserter(spoilt), &dataset::LeakAcross::spoilsTest);
    if (spoilt.empty()) return record;
    record.acknowledgement = trimmed(acknowledgement);
    if (record.acknowledgement.empty()) return fail(leakingSplit(dataset, split, spoilt));
    record.acknowledgedAt = isoUtcNow();
    return record;
}

}  // namespace leukolens::experiment
