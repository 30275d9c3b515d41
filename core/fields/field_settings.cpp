#include "core/fields/field_settings.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/digest/sha256.h"

namespace leukolens::fields {
namespace {

using nlohmann::json;

constexpr const char* kAdamW = "adamw";
constexpr const char* kSgd = "sgd";

std::string outside(const char* name, double value, double low, double high) {
    const bool sound = value >= low && value <= high;  // also false for what is no number
    return sound ? std::string() : std::string(name) + " is " + json(value).dump() + ", it has to be from " + json(low).dump() + " to " + json(high).dump();
}

}  // namespace

Result<void> validate(const FieldTrainSettings& s) {
    for (const auto& fault : {outside("shortSidePx", s.shortSidePx, detection::kLeastSidePx, 2048), outside("epochs", s.epochs, 1, 1000), outside("batch", s.batch, 1, 64), outside("learningRate", s.learningRate, 1e-8, 1),
                              outside("bodyRate", s.bodyRate, 0, 1), outside("weightDecay", s.weightDecay, 0, 1), outside("warmUp", s.warmUp, 0, 0.9), outside("clipNorm", s.clipNorm, 0, 1e6),
                              outside("regions", s.regions, 16, 2000), outside("testShare", s.testShare, 0, 0.9)})
        if (!fault.empty()) return fail(ErrorCode::InvalidArgument, fault);
    if (const auto fault = outside("umPerPx", s.umPerPx, 0.01, 1.25); s.umPerPx != 0 && !fault.empty()) return fail(ErrorCode::InvalidArgument, fault);
    if (s.optimizer == engine::OptimizerKind::RmsProp) return fail(ErrorCode::InvalidArgument, "a finder of cells is trained with adamw or sgd");
    const auto block = detection::usualFrozenBlock(s.backbone);
    if (!block) return fail(block.error());
    return {};
}

json toJson(const FieldTrainSettings& s) {
    return {{"backbone", s.backbone},       {"weightsFile", s.weightsFile}, {"frozenUpTo", s.frozenUpTo},   {"shortSidePx", s.shortSidePx},
            {"epochs", s.epochs},           {"batch", s.batch},             {"optimizer", s.optimizer == engine::OptimizerKind::Sgd ? kSgd : kAdamW},
            {"learningRate", s.learningRate}, {"bodyRate", s.bodyRate},     {"weightDecay", s.weightDecay}, {"warmUp", s.warmUp},
            {"clipNorm", s.clipNorm},       {"regions", s.regions},         {"augment", s.augment},         {"umPerPx", s.umPerPx},         {"testShare", s.testShare},
            {"seed", s.seed},               {"device", s.device},           {"precision", s.precision}};
}

Result<FieldTrainSettings> fieldSettingsFromJson(const json& value, const std::filesystem::path& file) {
    FieldTrainSettings s;
    try {
        const auto optimizer = value.at("optimizer").get<std::string>();
        if (optimizer != kAdamW && optimizer != kSgd) return fail(ErrorCode::ReadFailed, "names an optimizer that is not known", file, "Start a new run.");
        s.optimizer = optimizer == kSgd ? engine::OptimizerKind::Sgd : engine::OptimizerKind::AdamW;
        value.at("backbone").get_to(s.backbone);
        value.at("weightsFile").get_to(s.weightsFile);
        value.at("frozenUpTo").get_to(s.frozenUpTo);
        value.at("shortSidePx").get_to(s.shortSidePx);
        value.at("epochs").get_to(s.epochs);
        value.at("batch").get_to(s.batch);
        value.at("learningRate").get_to(s.learningRate);
        value.at("bodyRate").get_to(s.bodyRate);
        value.at("weightDecay").get_to(s.weightDecay);
        value.at("warmUp").get_to(s.warmUp);
        value.at("clipNorm").get_to(s.clipNorm);
        value.at("regions").get_to(s.regions);
        value.at("augment").get_to(s.augment);
        value.at("umPerPx").get_to(s.umPerPx);
        value.at("testShare").get_to(s.testShare);
        value.at("seed").get_to(s.seed);
        value.at("device").get_to(s.device);
        value.at("precision").get_to(s.precision);
    } catch (const json::exception&) {
        return fail(ErrorCode::ReadFailed, "lacks a setting, or has one of another kind", file, "Start a new run.");
    }
    if (auto valid = validate(s); !valid) return fail(ErrorCode::ReadFailed, valid.error().what, file, "Start a new run.");
    return s;
}

std::string settingsHash(const FieldTrainSettings& settings) { return digest::sha256(toJson(settings).dump()); }

}  // namespace leukolens::fields
