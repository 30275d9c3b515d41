// The network that classifies, loaded and used on the inference worker alone and kept from job to job.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/inference/predictor.h"
#include "core/inference/training_folds.h"

namespace leukolens::ui {

/// What the window knows of the loaded model.
struct ModelInfo {
    inference::ModelCard card;
    std::string precision;  ///< Predictor::precision()
    std::string sha256;
    std::filesystem::path file;
    std::shared_ptr<const inference::ReferenceCells> references = {};  ///< null: the model lists no training cells
    std::vector<inference::ExplainMethod> explainMethods{std::begin(inference::kExplainMethods), std::end(inference::kExplainMethods)};  ///< Predictor::explainMethods()
    std::vector<inference::FoldModel> folds = {};  ///< of its training, itself among them; as far as somebody looked for them
};

struct ModelChoice {
    std::filesystem::path file;
    std::string device;  ///< "cpu", "cuda", or "auto" (the GPU where there is one)
    std::vector<std::filesystem::path> others = {};  ///< folds of the same training that are asked as well
    bool quickest = false;  ///< in 8 bits where a model offers it
};

/// Inference worker only.
class ModelHolder {
public:
    /// The predictor of that choice; loads only what is not loaded for this device, or has changed. Fails as loading does, and with DataChanged where one of the others is no fold of the same training.
    Result<inference::Predictor*> get(const ModelChoice& choice);
    ModelInfo info() const;

private:
    /// A file as it was when it was loaded.
    struct Loaded {
        std::filesystem::path file;
        std::filesystem::file_time_type written;
        friend bool operator==(const Loaded&, const Loaded&) = default;
    };
    static Loaded now(const std::filesystem::path& file);
    Result<void> load(const ModelChoice& choice);
    Result<void> join(const ModelChoice& choice);

    Loaded m_loaded;
    std::vector<Loaded> m_others;
    std::string m_device;
    bool m_quickest = false;
    std::unique_ptr<inference::Predictor> m_predictor;
    std::shared_ptr<const inference::ReferenceCells> m_references;
};

}  // namespace leukolens::ui
