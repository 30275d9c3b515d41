#include "ui/classify/model_holder.h"

namespace leukolens::ui {

namespace {
Result<std::unique_ptr<inference::Predictor>> loadOn(const std::filesystem::path& file, const ModelChoice& choice) {
    const std::string precision = choice.quickest ? inference::kQuickestPrecision : "auto";
    if (choice.device != "auto") return inference::Predictor::load(file, choice.device, precision);
    auto onGpu = inference::Predictor::load(file, "cuda", precision);
    if (onGpu || onGpu.error().code != ErrorCode::NoDevice) return onGpu;
    return inference::Predictor::load(file, "cpu", precision);
}
}  // namespace

ModelHolder::Loaded ModelHolder::now(const std::filesystem::path& file) {
    std::error_code failure;  // a file that is gone is no file that was loaded: loading says so better
    const auto written = std::filesystem::last_write_time(file, failure);
    return failure ? Loaded{} : Loaded{file, written};
}

Result<void> ModelHolder::load(const ModelChoice& choice) {
    const Loaded file = now(choice.file);
    if (m_predictor && !file.file.empty() && file == m_loaded && choice.device == m_device && choice.quickest == m_quickest) return {};
    m_predictor.reset();
    m_others.clear();
    auto loaded = loadOn(choice.file, choice);
    if (!loaded) return fail(loaded.error());
    m_loaded = file;
    m_device = choice.device;
    m_quickest = choice.quickest;
    m_predictor = std::move(*loaded);
    const auto* references = m_predictor->references();
    m_references = references ? std::make_shared<const inference::ReferenceCells>(*references) : nullptr;
    return {};
}

Result<void> ModelHolder::join(const ModelChoice& choice) {
    std::vector<Loaded> wanted;
    for (const auto& file : choice.others) wanted.push_back(now(file));
    if (wanted == m_others) return {};
    m_predictor->askAlone();
    m_others.clear();
    std::vector<std::unique_ptr<inference::Predictor>> others;
    for (const auto& file : choice.others) {
        auto other = loadOn(file, choice);
        if (!other) return fail(other.error());
        if (!inference::areOfOneTraining((*other)->card(), m_predictor->card()))
            return fail(ErrorCode::DataChanged, "is no longer a fold of the same training", file, "Choose the model again.");
        others.push_back(std::move(*other));
    }
    for (auto& other : others)
        if (auto joined = m_predictor->join(std::move(other)); !joined) return joined;
    m_others = std::move(wanted);
    return {};
}

Result<inference::Predictor*> ModelHolder::get(const ModelChoice& choice) {
    if (auto loaded = load(choice); !loaded) return fail(loaded.error());
    if (auto joined = join(choice); !joined) return fail(joined.error());
    return m_predictor.get();
}

ModelInfo ModelHolder::info() const {
    return {m_predictor->card(), m_predictor->precision(), m_predictor->modelSha256(), m_loaded.file, m_references, m_predictor->explainMethods()};
}

}  // namespace leukolens::ui
