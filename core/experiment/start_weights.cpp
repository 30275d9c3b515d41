#include "core/experiment/start_weights.h"

#include "core/base/random.h"
#include "core/engine/random_trunk.h"

namespace leukolens::experiment {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kTrunkSeed = 400;  ///< purpose of a derived seed

Result<std::optional<inference::OpenedModel>> randomTrunk(const TrainSettings& settings) {
    auto made = engine::randomTrunk(settings.network, deriveSeed(settings.seed, kTrunkSeed));
    if (!made) return fail(made.error());
    inference::OpenedModel opened;
    opened.bytes = std::make_shared<const Bytes>(std::move(*made));
    auto weights = weights::WeightsFile::fromBytes(opened.bytes, *opened.bytes, {});
    if (!weights) return fail(weights.error());
    opened.weights = std::move(*weights);
    opened.inspection.network = settings.network;
    return std::optional(std::move(opened));
}

}  // namespace

Result<std::optional<inference::OpenedModel>> openStartWeights(const TrainSettings& settings, const fs::path& besides) {
    const auto info = networkOf(settings);
    if (settings.weightsFile.empty() && info.isFitted()) return randomTrunk(settings);
    if (settings.weightsFile.empty()) return std::optional<inference::OpenedModel>();
    fs::path file = settings.weightsFile;
    std::error_code code;
    if (!besides.empty() && !fs::exists(file, code)) file = besides / file.filename();
    auto opened = inference::openModel(file);
    if (!opened && opened.error().code == ErrorCode::NotFound && !besides.empty())
        return fail(ErrorCode::NotFound, "does not exist, and the run began with it", settings.weightsFile, "Put it there again, or into the run folder.");
    if (!opened) return fail(opened.error());
    if (opened->inspection.network != settings.network && opened->inspection.network != info.trunk)
        return fail(ErrorCode::WeightsMismatch, "holds weights of " + opened->inspection.network + ", not of " + (info.trunk.empty() ? settings.network : info.trunk), file, "Choose weights of this network.");
    return std::optional<inference::OpenedModel>(std::move(*opened));
}

}  // namespace leukolens::experiment
