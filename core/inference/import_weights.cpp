#include "core/inference/import_weights.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/iso_time.h"
#include "core/inference/export_weights.h"
#include "core/inference/opened_model.h"
#include "core/nn/network_info.h"
#include "core/weights/checked_json.h"
#include "core/weights/safetensors.h"

namespace leukolens::inference {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) { return std::find(names.begin(), names.end(), name) != names.end(); }

Result<void> checkClasses(const ModelInspection& inspection, const nn::NetworkInfo& info, const ImportChoices& choices) {
    const auto refuse = [](const std::string& what, const char* advice) { return fail(ErrorCode::InvalidArgument, what, {}, advice); };
    if (choices.classes.size() < 2) return refuse("one class was named, at least 2 are needed", "Name the classes in the order of the outputs.");
    for (std::size_t i = 0; i < choices.classes.size(); ++i) {
        if (choices.classes[i].empty()) return refuse("a class has no name", "Name every class.");
        if (std::find(choices.classes.begin(), choices.classes.begin() + static_cast<std::ptrdiff_t>(i), choices.classes[i]) != choices.classes.begin() + static_cast<std::ptrdiff_t>(i))
            return refuse("the class '" + choices.classes[i] + "' is named twice", "Give every class its own name.");
    }
    if (!choices.blastClass.empty() && !contains(choices.classes, choices.blastClass))
        return refuse("the blast class '" + choices.blastClass + "' is none of the classes", "Choose one of the classes.");
    if (inspection.headClasses == 0)
        return fail(ErrorCode::WeightsMismatch, "has no last layer, so it cannot classify", inspection.file, "Import it without classes, as a starting point for training.");
    if (static_cast<int>(choices.classes.size()) != inspection.headClasses)
        return fail(ErrorCode::WeightsMismatch,
                    std::to_string(choices.classes.size()) + " classes were named, its last layer has " + std::to_string(inspection.headClasses) + " outputs", inspection.file,
                    "Name as many classes as there are outputs, in their order.");
    for (const auto& name : inspection.missing)
        if (!info.isAuxiliary(name))
            return fail(ErrorCode::WeightsMismatch, "cannot classify: " + name + " is missing", inspection.file, "Import it without classes, as a starting point for training.");
    return {};
}

/// A file name for the card: UTF-8 as it is, otherwise with '?' for what is none.
std::string plainText(const std::filesystem::path& name) {
    const std::string text = toUtf8(name);
    try {
        (void)nlohmann::json(text).dump();
        if (std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; })) return text;
    } catch (const nlohmann::json::exception&) {
    }
    return weights::printable(text);
}

/// Weights that this program exported say what stain their pictures were brought to: without it they would answer otherwise.
Result<stain::StainReference> stainOf(const weights::WeightsFile& file) {
    constexpr int kMaxDepth = 4;
    const auto told = file.metadata().find(kStainKey);
    if (told == file.metadata().end()) return stain::StainReference{};
    const std::string& text = told->second;
    try {
        return stain::stainReferenceFromJson(weights::parseChecked({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, kMaxDepth), file.file());
    } catch (const std::invalid_argument& error) {
        return fail(ErrorCode::ReadFailed, std::string("names a stain that cannot be read: ") + error.what(), file.file(), "Export the weights again.");
    }
}

ModelCard cardOf(const ModelInspection& inspection, const nn::NetworkInfo& info, const ImportChoices& choices) {
    ModelCard card;
    fillStandardTexts(card);
    card.kind = choices.classes.empty() ? ModelKind::Trunk : ModelKind::Classifier;
    card.name = choices.name.empty() ? plainText(inspection.file.stem()) : choices.name;
    card.description = "Imported from " + plainText(inspection.file.filename()) + " (" + inspection.form + ", SHA-256 " + inspection.sha256 + ").";
    if (choices.classes.empty() && inspection.headClasses > 0)
        card.description += " Its last layer of " + std::to_string(inspection.headClasses) + " outputs was left out: training makes a fresh one.";
    card.network = inspection.network;
    card.inputPx = choices.inputPx == 0 ? info.inputPx : choices.inputPx;
    for (const auto& name : choices.classes) card.classes.push_back({name, knownMeaning(name), {}, {}, {}});
    card.blastClass = choices.blastClass.empty() ? guessBlastClass(choices.classes) : choices.blastClass;
    if (info.cutsOut) card.background = Background::Black;
    card.created = isoUtcNow();
    card.licence = "Not stated. The terms of the file that it was imported from apply.";
    if (card.kind == ModelKind::Trunk) {
        card.intendedUse = "Starting point for training: it has no last layer and classifies nothing. For research use only. Not for diagnosis.";
        card.limits = "What was learnt from other pictures may help little with these: compare with a training that starts from nothing.";
    }
    return card;
}

}  // namespace

Result<ModelInspection> importModel(const std::filesystem::path& file, const ImportChoices& choices, const std::filesystem::path& target) {
    const auto opened = openModel(file);
    if (!opened) return fail(opened.error());
    const auto& inspection = opened->inspection;
    if (inspection.card) {
        if (auto written = writeFileAtomically(target, *opened->bytes); !written) return fail(written.error());
        return inspection;
    }
    const auto info = nn::networkInfo(inspection.network);
    if (!info) return fail(info.error());
    if (choices.inputPx != 0 && (choices.inputPx < info->smallestInputPx || choices.inputPx > 1024))
        return fail(ErrorCode::InvalidArgument, "an input of " + std::to_string(choices.inputPx) + " px is outside " + std::to_string(info->smallestInputPx) + " … 1024");
    if (choices.classes.empty() && !choices.blastClass.empty())
        return fail(ErrorCode::InvalidArgument, "a blast class was named, but no classes", {}, "Name all classes in the order of the outputs.");
    if (!choices.classes.empty())
        if (auto sound = checkClasses(inspection, *info, choices); !sound) return fail(sound.error());
    std::vector<weights::TensorRecord> kept;
    for (const auto& record : opened->weights.tensors()) {
        if (contains(inspection.unexpected, record.name)) continue;
        if (choices.classes.empty() && contains(info->heads, record.name)) continue;
        kept.push_back(record);
    }
    if (kept.empty())
        return fail(ErrorCode::WeightsMismatch, "holds nothing but a last layer", file, "Choose weights of a whole network.");
    auto card = cardOf(inspection, *info, choices);
    if (card.kind == ModelKind::Classifier) {
        auto stain = stainOf(opened->weights);
        if (!stain) return fail(stain.error());
        card.stain = *stain;
    }
    const auto written = writeModelBundle(target, card, weights::writeSafetensors(kept));
    if (!written) return fail(written.error());
    auto result = inspectModel(target);
    if (!result) return result;
    // What was left out of the file is worth knowing more than what the bundle holds.
    result->unexpected = inspection.unexpected;
    return result;
}

}  // namespace leukolens::inference
