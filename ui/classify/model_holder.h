// The network that classifies, loaded and used on the inference worker alone and kept from job to job.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/inference/predictor.h"

namespace leukolens::ui {

/// What the window knows of the loaded model.
struct ModelInfo {
    inference::ModelCard card;
    std::string sha256;
    std::filesystem::path file;
    std::shared_ptr<const inference::ReferenceCells> references = {};  ///< null: the model lists no training cells
};

/// Inference worker only.
class ModelHolder {
public:
    /// The predictor of `file`; loads it unless the same file, unchanged, is loaded for this device. `device`: "cpu",
    /// "cuda", or "auto" (the GPU where there is one).
    Result<inference::Predictor*> get(const std::filesystem::path& file, const std::string& device);
    ModelInfo info() const;

private:
    std::filesystem::path m_file;
    std::filesystem::file_time_type m_written;
    std::string m_device;
    std::unique_ptr<inference::Predictor> m_predictor;
    std::shared_ptr<const inference::ReferenceCells> m_references;
};

}  // namespace leukolens::ui
