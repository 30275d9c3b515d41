// leukolens model info|verify|import|export: models and weights, in and out.
#include <QCoreApplication>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/console.h"
#include "app/cli/verbs.h"
#include "core/base/files.h"
#include "core/inference/export_weights.h"
#include "core/inference/import_weights.h"
#include "core/inference/model_library.h"
#include "ui/shell/app_settings.h"

namespace leukolens::cli {
namespace {

struct Options {
    std::string file, out, name, blast;
    std::vector<std::string> classes;
    int inputPx = 0;
    bool json = false;
};

std::string counted(std::size_t number, const char* what) { return std::to_string(number) + " " + what + (number == 1 ? "" : "s"); }

nlohmann::json toJson(const inference::ModelInspection& inspection) {
    nlohmann::json json = {{"name", inspection.card ? inspection.card->name : toUtf8(inspection.file.filename())},
                           {"file", toUtf8(inspection.file)},
                           {"form", inspection.form},
                           {"bytes", inspection.bytes},
                           {"sha256", inspection.sha256},
                           {"network", inspection.network},
                           {"loaded", inspection.loaded.size()},
                           {"loadedTensors", inspection.loaded},
                           {"missing", inspection.missing},
                           {"unexpected", inspection.unexpected},
                           {"numberTypes", inspection.numberTypes},
                           {"headClasses", inspection.headClasses}};
    if (inspection.card) json["card"] = inference::toJson(*inspection.card);
    return json;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

void printMetric(const inference::CardMetric& metric) {
    std::printf("  %s %.4f", metric.name.c_str(), metric.value);
    if (metric.low) std::printf(" (%.0f %% interval %.4f to %.4f)", 100 * metric.level, *metric.low, *metric.high);
    std::printf(", %s\n", metric.measuredOn.c_str());
}

void printCard(const inference::ModelCard& card) {
    std::printf("%s\n", card.name.c_str());
    if (!card.description.empty()) std::printf("  %s\n", card.description.c_str());
    if (card.kind == inference::ModelKind::Trunk) std::puts("  Starting point for training: no last layer, classifies nothing");
    for (const auto& entry : card.classes) {
        std::printf("  class %s%s%s", entry.name.c_str(), entry.meaning.empty() ? "" : ": ", entry.meaning.c_str());
        if (entry.train.cells > 0) std::printf(", learnt from %d cells of %d subjects", entry.train.cells, entry.train.subjects);
        std::puts("");
    }
    std::printf("  network %s, input %d x %d px\n", card.network.c_str(), card.inputPx, card.inputPx);
    if (card.stain.method() != stain::StainMethod::None) std::printf("  colours brought to one stain: %s\n", std::string(toString(card.stain.method())).c_str());
    if (card.colours) std::printf("  knows the colours of %d training pictures\n", card.colours->pictures);
    else if (card.kind == inference::ModelKind::Classifier) std::puts("  colours it was trained on: unknown");
    if (card.background == inference::Background::Black) std::puts("  trained on cells on black: masks pictures with a background");
    if (card.background == inference::Background::Kept) std::puts("  trained on pictures with their background: masks nothing");
    if (card.training.demonstration) std::puts("  trained on demonstration cells that the program drew: its answers about other pictures mean nothing");
    if (!card.training.protocol.empty()) std::printf("  protocol %s, fold %d, best epoch %d\n", card.training.protocol.c_str(), card.training.fold, card.training.bestEpoch);
    for (const auto& metric : card.metrics) printMetric(metric);
    if (card.metrics.empty()) std::puts("  not evaluated yet");
    std::printf("  made %s by %s\n", card.created.c_str(), card.program.empty() ? "an unknown program" : card.program.c_str());
    std::printf("  licence: %s\n  intended use: %s\n  limits: %s\n", card.licence.c_str(), card.intendedUse.c_str(), card.limits.c_str());
}

void print(const inference::ModelInspection& inspection) {
    if (inspection.card) {
        printCard(*inspection.card);
    } else {
        std::printf("%s\n  weights (%s, %s), no model card\n", toUtf8(inspection.file.filename()).c_str(), inspection.form.c_str(), joined(inspection.numberTypes).c_str());
        std::printf("  last layer: %s\n", inspection.headClasses == 0 ? "none" : counted(static_cast<std::size_t>(inspection.headClasses), "output").c_str());
    }
    std::printf("  %s fit %s, %zu missing, %zu without a place\n", counted(inspection.loaded.size(), "tensor").c_str(), inspection.network.c_str(), inspection.missing.size(),
                inspection.unexpected.size());
    if (!inspection.missing.empty()) std::printf("  missing: %s\n", joined(inspection.missing).c_str());
    if (!inspection.unexpected.empty()) std::printf("  without a place: %s\n", joined(inspection.unexpected).c_str());
    std::printf("  SHA-256 %s\n", inspection.sha256.c_str());
}

int info(const Options& options) {
    const auto inspection = inference::inspectModel(options.file);
    if (!inspection) return reportFailure(inspection.error());
    if (options.json) printJson(toJson(*inspection));
    else print(*inspection);
    return kDone;
}

/// Everything that using it would check: parts, checksum, card, names, shapes and numbers of the weights.
int verify(const Options& options) {
    const auto inspection = inference::verifyByLoading(options.file);
    if (!inspection) return reportFailure(inspection.error());
    if (options.json) {
        auto json = toJson(*inspection);
        json["intact"] = true;
        printJson(json);
    } else {
        std::printf("%s: intact%s\n  SHA-256 %s\n", options.file.c_str(), inspection->card ? ", its weights match the checksum in its card" : "", inspection->sha256.c_str());
    }
    return kDone;
}

/// The window's. Qt finds it by this name, as in app/window.cpp.
std::filesystem::path libraryFolder() {
    QCoreApplication::setApplicationName("leukolens");
    return ui::AppSettings().modelsFolder().toStdString();
}

int import(const Options& options) {
    const inference::ImportChoices choices{options.name, options.classes, options.blast, options.inputPx};
    std::filesystem::path target = options.out;
    auto inspection = [&]() -> Result<inference::ModelInspection> {
        if (!options.out.empty()) return inference::importModel(options.file, choices, target);
        auto before = inference::inspectModel(options.file);
        if (!before) return before;
        const inference::ModelLibrary library(libraryFolder());
        auto added = library.add(options.file, choices);
        if (!added) return fail(added.error());
        target = added->file;
        if (added->alreadyThere) say("The list has this model already, as '" + added->title + "'.");
        auto after = inference::inspectModel(target);
        if (after) after->unexpected = before->unexpected;
        return after;
    }();
    if (!inspection) return reportFailure(inspection.error());
    if (options.json) {
        auto json = toJson(*inspection);
        json["model"] = toUtf8(target);
        printJson(json);
    } else {
        print(*inspection);
        std::printf("  kept as %s\n", toUtf8(target).c_str());
    }
    return kDone;
}

int exportWeights(const Options& options) {
    const auto tensors = inference::exportWeights(options.file, options.out);
    if (!tensors) return reportFailure(tensors.error());
    if (options.json) printJson({{"file", options.out}, {"tensors", *tensors}});
    else std::printf("%s: %s\n", options.out.c_str(), counted(*tensors, "tensor").c_str());
    return kDone;
}

CLI::App* addPart(CLI::App& verb, Work& work, const char* name, const char* help, const std::shared_ptr<Options>& options, int (*run)(const Options&)) {
    auto* part = verb.add_subcommand(name, help);
    part->add_option("FILE", options->file, "A .leukomodel, .pth or .safetensors")->required();
    part->add_flag("--json", options->json, "One JSON object on standard output");
    part->callback([options, run, &work] { work = [options, run] { return run(*options); }; });
    return part;
}

}  // namespace

void addModel(CLI::App& app, Work& work) {
    auto* verb = app.add_subcommand("model", "Models and weights: look at them, check them, bring them in, hand them on");
    verb->require_subcommand(1);
    const auto options = std::make_shared<Options>();
    addPart(*verb, work, "info", "What a file holds, and its model card", options, info);
    addPart(*verb, work, "verify", "Check every part, checksum and number", options, verify);
    auto* in = addPart(*verb, work, "import", "Make a model of weights, or keep a copy of a model", options, import);
    in->add_option("--class", options->classes, "Name of a class, once for each output of the last layer, in their order; without, the last layer is left out and the model "
                                                "is a starting point for training");
    in->add_option("--blast", options->blast, "Which class means leukemic blast");
    in->add_option("--name", options->name, "Name of the model");
    in->add_option("--input-px", options->inputPx, "Side of the square input; the network's usual one if not given");
    in->add_option("--out", options->out, "File to write; without, the model joins the list in the window");
    auto* out = addPart(*verb, work, "export", "Write the weights as safetensors, with torchvision's names", options, exportWeights);
    out->add_option("-o,--out", options->out, "File to write")->required();
}

}  // namespace leukolens::cli
