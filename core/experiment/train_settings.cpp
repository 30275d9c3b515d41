#include "core/experiment/train_settings.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/digest/sha256.h"

namespace leukolens::experiment {
namespace {

std::string plain(double value) { return nlohmann::json(value).dump(); }

Result<void> within(const char* name, double value, double low, double high) {
    if (std::isfinite(value) && value >= low && value <= high) return {};
    return fail(ErrorCode::InvalidArgument, std::string(name) + " is " + plain(value) + ", expected " + plain(low) + " to " + plain(high), {},
                "Choose a value in that range.");
}

}  // namespace

Result<void> validate(const TrainSettings& s) {
    const struct {
        const char* name;
        double value, low, high;
    } ranges[] = {
        {"folds", static_cast<double>(s.folds), 2, 20},
        {"epochs", static_cast<double>(s.epochs), 1, 1000},
        {"patience", static_cast<double>(s.patienceEpochs), 1, 1000},
        {"input size in px", static_cast<double>(s.inputPx), 75, 1024},
        {"batch", static_cast<double>(s.batch), 2, 4096},
        {"learning rate", s.learningRate, 1e-7, 1},
        {"weight decay", s.weightDecay, 0, 1},
        {"auxiliary weight", s.auxiliaryWeight, 0, 10},
        {"dropout", s.dropout, 0, 0.95},
    };
    for (const auto& range : ranges)
        if (auto checked = within(range.name, range.value, range.low, range.high); !checked) return checked;
    if (s.network != "inception_v3")
        return fail(ErrorCode::InvalidArgument, "no network is called '" + s.network + "'", {}, "Choose inception_v3.");
    return {};
}

nlohmann::json toJson(const TrainSettings& s) {
    return {{"version", 1},
            {"protocol", std::string(dataset::toString(s.protocol))},
            {"folds", s.folds},
            {"epochs", s.epochs},
            {"patienceEpochs", s.patienceEpochs},
            {"inputPx", s.inputPx},
            {"batch", s.batch},
            {"learningRate", s.learningRate},
            {"weightDecay", s.weightDecay},
            {"auxiliaryWeight", s.auxiliaryWeight},
            {"dropout", s.dropout},
            {"augment", s.augment},
            {"network", s.network},
            {"weightsFile", s.weightsFile},
            {"device", s.device},
            {"precision", s.precision},
            {"seed", s.seed}};
}

Result<TrainSettings> trainSettingsFromJson(const nlohmann::json& json, const std::filesystem::path& file) {
    try {
        TrainSettings s;
        const auto protocol = dataset::protocolFromString(json.at("protocol").get<std::string>());
        if (!protocol) return fail(ErrorCode::ReadFailed, protocol.error().what, file, "The run folder is damaged or of a newer version.");
        s.protocol = *protocol;
        json.at("folds").get_to(s.folds);
        json.at("epochs").get_to(s.epochs);
        json.at("patienceEpochs").get_to(s.patienceEpochs);
        json.at("inputPx").get_to(s.inputPx);
        json.at("batch").get_to(s.batch);
        json.at("learningRate").get_to(s.learningRate);
        json.at("weightDecay").get_to(s.weightDecay);
        json.at("auxiliaryWeight").get_to(s.auxiliaryWeight);
        json.at("dropout").get_to(s.dropout);
        json.at("augment").get_to(s.augment);
        json.at("network").get_to(s.network);
        json.at("weightsFile").get_to(s.weightsFile);
        json.at("device").get_to(s.device);
        json.at("precision").get_to(s.precision);
        json.at("seed").get_to(s.seed);
        return s;
    } catch (const nlohmann::json::exception&) {
        return fail(ErrorCode::ReadFailed, "a setting is missing or of another kind", file, "The run folder is damaged or of a newer version.");
    }
}

std::string settingsHash(const TrainSettings& settings) { return digest::sha256(toJson(settings).dump()); }

}  // namespace leukolens::experiment
