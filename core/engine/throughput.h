// How many pictures a second training or answering takes here.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/engine/trainer_settings.h"

namespace leukolens::engine {

struct ThroughputRequest {
    bool training = true;      ///< false: answers, batch norm folded
    TrainerSettings settings;  ///< network, classes, device, precision, batch, augmentation
    int inputPx = 299;
    int cells = 0;             ///< generated pictures that the batches are drawn from; 0: a few batches
    double seconds = 10;       ///< to measure for, after a warm-up; three parts at least
};

struct Throughput {
    double median = 0, min = 0, max = 0;  ///< pictures a second, of the measured parts
    int parts = 0;
    std::vector<std::string> notices;  ///< Trainer::takeNotices()
};

/// On generated pictures, from uint8 pixels to updated weights or to probabilities. Progress counts tenths of a second. Fails with Cancelled
/// and as Trainer::create() does; throws DeviceOutOfMemory.
Result<Throughput> measureThroughput(const ThroughputRequest& request, ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::engine
