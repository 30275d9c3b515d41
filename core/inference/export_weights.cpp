#include "core/inference/export_weights.h"

#include <algorithm>
#include <sstream>

#include "core/inference/opened_model.h"
#include "core/nn/load_weights.h"
#include "core/nn/registry.h"
#include "core/weights/safetensors.h"

namespace leukolens::inference {
namespace {

std::map<std::string, std::string> metadataOf(const ModelInspection& inspection) {
    std::map<std::string, std::string> metadata = {{"format", "pt"}, {kNetworkKey, inspection.network}, {"notice", "For research use only. Not for diagnosis."}};
    if (!inspection.card) return metadata;
    const auto& card = *inspection.card;
    metadata["name"] = card.name;
    metadata["program"] = card.program;
    metadata["created"] = card.created;
    metadata["licence"] = card.licence;
    std::ostringstream input;
    input << card.inputPx << " px, RGB, (rgb/255 - " << card.mean << ")/" << card.standardDeviation;
    metadata["input"] = input.str();
    if (card.stain.method() != stain::StainMethod::None) metadata[kStainKey] = stain::toJson(card.stain).dump();
    std::string classes;
    for (const auto& entry : card.classes) classes += (classes.empty() ? "" : ",") + entry.name;
    metadata["classes"] = classes;
    return metadata;
}

}  // namespace

Result<std::size_t> exportWeights(const std::filesystem::path& file, const std::filesystem::path& target) {
    std::error_code code;
    if (std::filesystem::equivalent(file, target, code))
        return fail(ErrorCode::AlreadyExists, "is the file that is read", target, "Choose another name.");
    const auto opened = openModel(file);
    if (!opened) return fail(opened.error());
    std::vector<weights::TensorRecord> tensors;
    for (const auto& record : opened->weights.tensors())
        if (!std::binary_search(opened->inspection.unexpected.begin(), opened->inspection.unexpected.end(), record.name)) tensors.push_back(record);
    if (auto written = writeFileAtomically(target, weights::writeSafetensors(tensors, metadataOf(opened->inspection))); !written) return fail(written.error());
    return tensors.size();
}

Result<ModelInspection> verifyByLoading(const std::filesystem::path& file) {
    auto opened = openModel(file);
    if (!opened) return fail(opened.error());
    const auto info = nn::networkInfo(opened->inspection.network);
    if (!info) return fail(info.error());
    const int classes = std::max(opened->inspection.headClasses, 2);
    auto network = nn::createNetwork(info->name, {classes, 0.0, false});
    if (!network) return fail(network.error());
    const bool classifies = opened->inspection.card && opened->inspection.card->kind == ModelKind::Classifier;
    const auto loaded = nn::loadWeights(**network, *info, opened->weights, classifies ? nn::Fit::Complete : nn::Fit::AsFarAsItGoes);
    if (!loaded) return fail(loaded.error());
    return std::move(opened->inspection);
}

}  // namespace leukolens::inference
