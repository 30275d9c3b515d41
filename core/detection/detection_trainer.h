// Training steps of a finder of cells. No LibTorch type is seen from outside.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/result.h"
#include "core/detection/field.h"
#include "core/engine/trainer_settings.h"
#include "core/nn/load_report.h"
#include "core/weights/weights_file.h"

namespace leukolens::detection {

struct DetectionTrainerSettings {
    std::string backbone = "inception_v3";
    int classes = 1;                     ///< ≥ 1, without the background
    std::string device = "cpu";          ///< "cpu" or "cuda"
    std::string precision = "fp32";      ///< "fp32" or "bf16" (autocast)
    engine::OptimizerKind optimizer = engine::OptimizerKind::AdamW;
    double momentum = 0.9;               ///< Sgd and RmsProp
    double weightDecay = 1e-4;
    double clipNorm = 10;                ///< 0: no limit
    double bodyRate = 0.1;               ///< learning rate of the backbone's body, as a share of the others'
    std::string frozenUpTo;              ///< block of the body; it and all before it stay as they are. Empty: everything is trained but batch norm
    int regions = 512;                   ///< sampled a field for the heads
    bool augment = true;                 ///< mirrored and turned by right angles, colours as in core/engine/augment_settings.h
    std::uint64_t seed = 1;              ///< fixes initial weights, samples and augmentation
};

struct StepLosses {
    double objectness = 0, proposalBoxes = 0, classes = 0, boxes = 0;
    double sum() const { return objectness + proposalBoxes + classes + boxes; }
};

/// Lives on one thread. Throws engine::DeviceOutOfMemory where memory runs out: the trainer is of no use then.
class DetectionTrainer {
public:
    /// Fails with InvalidArgument for an unknown backbone or block.
    static Result<std::unique_ptr<DetectionTrainer>> create(const DetectionTrainerSettings& settings);
    ~DetectionTrainer();

    /// Starts from given weights, of a detector or of the body's classifier. Fails as loadDetectorWeights() does; the trainer is of no use then.
    Result<nn::LoadReport> loadWeights(const weights::WeightsFile& file);

    /// Sets batch norm's statistics, which stay afterwards, to those of these fields, at least one: random weights have none.
    Result<void> measureStatistics(std::span<const LabelledField> fields);

    /// One update from these fields, at least one. Fails with InvalidArgument for a field that is too small, with Diverged where a loss is no number: nothing is changed then.
    Result<StepLosses> step(std::span<const LabelledField> fields, double learningRate);

    /// Means over all steps since the last call; a checkpoint carries what was summed so far. Zeros where there was no step.
    StepLosses takeMeans();

    /// As Detector::detect().
    Result<std::vector<FoundBox>> detect(const FieldPixels& field);

    Bytes serialised() const;  ///< the whole network as safetensors

    /// Everything that the next step depends on. A trainer of the same settings that restores it goes on as this one would: bit by bit on the CPU with fp32 and as many threads.
    Bytes checkpoint() const;
    /// Fails with WeightsMismatch if it is not of such a trainer, NotAModel or DamagedModel; nothing is changed then.
    Result<void> restore(std::span<const std::uint8_t> checkpoint);

    struct State;

private:
    explicit DetectionTrainer(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// What training with pretrained weights leaves as it is unless told otherwise. Fails with InvalidArgument for a name that is not known.
Result<std::string> usualFrozenBlock(const std::string& backbone);

}  // namespace leukolens::detection
