#include "ui/classify/model_holder.h"

namespace leukolens::ui {

namespace {
Result<std::unique_ptr<inference::Predictor>> load(const std::filesystem::path& file, const std::string& device) {
    if (device != "auto") return inference::Predictor::load(file, device);
    auto onGpu = inference::Predictor::load(file, "cuda");
    if (onGpu || onGpu.error().code != ErrorCode::NoDevice) return onGpu;
    return inference::Predictor::load(file, "cpu");
}
}  // namespace

Result<inference::Predictor*> ModelHolder::get(const std::filesystem::path& file, const std::string& device) {
    std::error_code failure;  // a file that is gone: load() says so better
    const auto written = std::filesystem::last_write_time(file, failure);
    if (m_predictor && !failure && file == m_file && written == m_written && device == m_device) return m_predictor.get();
    m_predictor.reset();
    auto loaded = load(file, device);
    if (!loaded) return fail(loaded.error());
    m_file = file;
    m_written = written;
    m_device = device;
    m_predictor = std::move(*loaded);
    const auto* references = m_predictor->references();
    m_references = references ? std::make_shared<const inference::ReferenceCells>(*references) : nullptr;
    return m_predictor.get();
}

ModelInfo ModelHolder::info() const {
    return {m_predictor->card(), m_predictor->modelSha256(), m_file, m_references};
}

}  // namespace leukolens::ui
