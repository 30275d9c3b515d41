// What a frozen trunk makes of every cell: computed once, so that an epoch of the last layer takes milliseconds.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/engine/pixel_store.h"
#include "core/engine/trainer_settings.h"
#include "core/nn/load_report.h"
#include "core/weights/weights_file.h"

namespace leukolens::engine {

/// Vectors of `length` floats: for each cell one of the picture as it is (copy 0) and `copies` of augmented ones (1 … copies).
class FeatureStore {
public:
    FeatureStore(std::int64_t cells, int copies, int length);

    std::int64_t cells() const { return m_cells; }
    int copies() const { return m_copies; }  ///< augmented ones
    int length() const { return m_length; }
    std::span<float> vector(int copy, std::int64_t cell);
    std::span<const float> all() const { return m_values; }  ///< (copies + 1) × cells × length
    std::span<float> all() { return m_values; }

private:
    std::int64_t m_cells;
    int m_copies, m_length;
    std::vector<float> m_values;
};

struct FeatureRequest {
    TrainerSettings settings;  ///< network, device, precision, augmentation and seed count
    int copies = 4;            ///< augmented ones; 0: training sees the pictures as they are
    const weights::WeightsFile& weights;  ///< of the trunk, all of it: a frozen trunk of random weights makes no sense
};

/// Runs the trunk on the CPU with batch norm folded into its convolutions and one stream of batches a core. Progress counts cells times
/// copies. Same request and pixels, same vectors. Fails with Cancelled, as nn::loadWeights() does, and with
/// WeightsMismatch where a tensor of the trunk is missing.
Result<std::unique_ptr<FeatureStore>> computeFeatures(const FeatureRequest& request, const PixelStore& pixels, ProgressSink& progress,
                                                      const CancelToken& cancel);

}  // namespace leukolens::engine
