#include "core/inference/model_inspection.h"

#include <algorithm>
#include <set>

#include "core/digest/sha256.h"
#include "core/inference/export_weights.h"
#include "core/inference/opened_model.h"
#include "core/nn/load_weights.h"
#include "core/nn/registry.h"

namespace leukolens::inference {
namespace {

struct Fitting {
    std::string network;
    nn::LoadReport report;
};

/// Whether all layers that are as wide as the classes agree with the last one on how many there are; an auxiliary head may differ.
Result<void> requireOneWidth(const weights::WeightsFile& weights, const nn::NetworkInfo& info, int classes) {
    if (info.isFitted()) return {};
    for (const auto& name : info.heads) {
        const auto* record = weights.find(name);
        if (!record || record->shape.empty() || record->shape[0] == classes || info.isAuxiliary(name)) continue;
        return fail(ErrorCode::WeightsMismatch, name + " is made for " + std::to_string(record->shape[0]) + " classes, " + info.heads.front() + " for " + std::to_string(classes),
                    weights.file(), "Export the weights again.");
    }
    return {};
}

/// The first registered network that the tensors fit; if none does, what the first one says.
Result<Fitting> fittingNetwork(const weights::WeightsFile& weights, const std::string& wanted) {
    std::optional<Error> first;
    for (const auto& entry : nn::networks()) {
        if (!wanted.empty() && entry.info.name != wanted) continue;
        const auto network = entry.create({2, 0.0, false});
        auto report = nn::compareWeights(*network, entry.info, weights, nn::Fit::AsFarAsItGoes);
        if (report) {
            if (auto agree = requireOneWidth(weights, entry.info, report->headClasses); report->headClasses > 0 && !agree) return fail(agree.error());
            return Fitting{entry.info.name, std::move(*report)};
        }
        if (!first) first = report.error();
    }
    if (first) return fail(*first);
    return fail(ErrorCode::NotAModel, "is made for the network '" + weights::printable(wanted) + "', which is not known here", weights.file(), "Update Leukolens.");
}

/// What weights that this program exported say, where that network is known here: several may have tensors of these names.
std::string networkNamed(const weights::WeightsFile& weights) {
    const auto named = weights.metadata().find(kNetworkKey);
    return named != weights.metadata().end() && nn::networkInfo(named->second) ? named->second : std::string();
}

}  // namespace

Result<OpenedModel> openModel(const std::filesystem::path& file) {
    auto read = readFile(file, weights::kMaxFileBytes);
    if (!read) return fail(read.error());
    const auto bytes = std::make_shared<const Bytes>(std::move(*read));
    OpenedModel opened;
    opened.inspection.file = file;
    opened.inspection.bytes = bytes->size();
    opened.bytes = bytes;
    if (looksLikeModelBundle(*bytes)) {
        auto bundle = readModelBundle(bytes, file);
        if (!bundle) return fail(bundle.error());
        opened.inspection.form = "leukomodel";
        opened.inspection.sha256 = bundle->sha256;
        opened.inspection.card = std::move(bundle->card);
        opened.weights = std::move(bundle->weights);
    } else {
        auto weights = weights::WeightsFile::fromBytes(bytes, *bytes, file);
        if (!weights) return fail(weights.error());
        opened.inspection.form = weights::nameOf(weights->form());
        opened.inspection.sha256 = digest::sha256(*bytes);
        opened.weights = std::move(*weights);
    }
    auto& inspection = opened.inspection;
    auto fitting = fittingNetwork(opened.weights, inspection.card ? inspection.card->network : networkNamed(opened.weights));
    if (!fitting) return fail(fitting.error());
    inspection.network = fitting->network;
    inspection.headClasses = fitting->report.headClasses;
    // A last layer that is there counts as loaded: it fits a network of as many classes.
    inspection.missing = fitting->report.missing;
    inspection.loaded = fitting->report.loaded;
    for (const auto& name : fitting->report.freshHeads) {
        std::erase(inspection.missing, name);
        inspection.loaded.push_back(name);
    }
    std::sort(inspection.loaded.begin(), inspection.loaded.end());
    inspection.unexpected = fitting->report.unexpected;
    if (const auto& card = inspection.card) {
        const int answers = card->kind == ModelKind::Trunk ? 0 : static_cast<int>(card->classes.size());
        if (inspection.headClasses != answers)
            return fail(ErrorCode::DamagedModel, "its card names " + std::to_string(answers) + " classes, its last layer has " + std::to_string(inspection.headClasses) + " outputs",
                        file, "Export the model again.");
    }
    std::set<std::string> types;
    for (const auto& record : opened.weights.tensors()) types.emplace(weights::nameOf(record.type));
    inspection.numberTypes.assign(types.begin(), types.end());
    return opened;
}

Result<ModelInspection> inspectModel(const std::filesystem::path& file) {
    auto opened = openModel(file);
    if (!opened) return fail(opened.error());
    return std::move(opened->inspection);
}

}  // namespace leukolens::inference
