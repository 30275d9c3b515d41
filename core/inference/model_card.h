// What a model file says about itself (card.json in a .leukomodel).
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/result.h"

namespace leukolens::inference {

struct ModelCard {
    int formatVersion = 1;
    std::string name;                  ///< shown to people, e.g. "inception_v3 fold 1"
    std::string network;               ///< name in nn's registry: "inception_v3"
    std::vector<std::string> classes;  ///< in the order of the logits
    std::string blastClass;            ///< one of classes, or empty where none is a blast
    int inputPx = 299;                 ///< side of the square input
    double mean = 0.5, standardDeviation = 0.5;  ///< input = (rgb/255 − mean)/standardDeviation
    double uncertainBelow = 0.6;       ///< a highest probability under this is flagged "uncertain"
    std::string weightsSha256;         ///< of weights.safetensors
    std::string created;               ///< ISO 8601, UTC
    nlohmann::json provenance;         ///< protocol, fold, settings hash, data: free form, shown not used
};

nlohmann::json toJson(const ModelCard& card);
/// Checks every field; fails with NotAModel or DamagedModel, naming `file`.
Result<ModelCard> modelCardFromJson(const nlohmann::json& json, const std::filesystem::path& file);

/// How a class is written for people: "ALL blast" for all, "Normal" for hem, otherwise the name itself.
std::string displayName(const std::string& className);

/// Which of the names means leukemic blast ("all", "blast", "blasts", "leukemia", …, any case); empty if none.
std::string guessBlastClass(const std::vector<std::string>& classes);

}  // namespace leukolens::inference
