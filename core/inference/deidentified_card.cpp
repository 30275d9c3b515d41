#include "core/inference/deidentified_card.h"

#include <algorithm>
#include <array>
#include <regex>

#include "core/digest/sha256.h"
#include "core/nn/network_info.h"

namespace leukolens::inference {
namespace {

constexpr auto kMetrics = std::to_array<std::string_view>({"accuracy", "loss", "balanced_accuracy", "sensitivity", "specificity", "precision", "f1", "kappa", "mcc", "auroc", "average_precision", "brier", "log_loss", "calibration_error",
                                                           kLockedSensitivity});
constexpr auto kProtocols = std::to_array<std::string_view>({"patient", "paper", "official"});

template <std::size_t Size>
bool isOneOf(const std::array<std::string_view, Size>& known, const std::string& text) {
    return std::ranges::find(known, text) != known.end();
}

void keepChecksum(std::string& sha256) {
    if (!digest::isSha256(sha256)) sha256.clear();
}

bool isVersion(const std::string& program) {
    static const std::regex kVersion(R"(Leukolens \d{1,4}(\.\d{1,4}){0,3})");
    return std::regex_match(program, kVersion);
}

void deidentify(TrainingFacts& training) {
    if (!isOneOf(kProtocols, training.protocol)) training.protocol.clear();
    keepChecksum(training.settingsSha256);
    keepChecksum(training.dataSha256);
    training.startedFrom.clear();
}

}  // namespace

std::string deidentifiedModelName(const std::string& network) { return nn::networkInfo(network) ? network : "model"; }

ModelCard deidentified(ModelCard card) {
    card.name = deidentifiedModelName(card.network);
    card.network = card.name;
    for (std::string* text : {&card.description, &card.licence, &card.intendedUse, &card.limits, &card.created}) text->clear();
    for (ModelClass& one : card.classes)
        if (one.meaning != knownMeaning(one.name)) one.meaning.clear();
    card.eightBit.reset();
    deidentify(card.training);
    std::erase_if(card.metrics, [](const CardMetric& metric) { return !isOneOf(kMetrics, metric.name); });
    for (CardMetric& metric : card.metrics) metric.measuredOn.clear(), metric.method.clear();
    if (!isVersion(card.program)) card.program.clear();
    keepChecksum(card.weightsSha256);
    keepChecksum(card.referencesSha256);
    return card;
}

std::optional<ModelCard> deidentifiedCard(const std::string& text) {
    auto card = modelCardFromText(text);
    return card ? std::optional(deidentified(std::move(*card))) : std::nullopt;
}

}  // namespace leukolens::inference
