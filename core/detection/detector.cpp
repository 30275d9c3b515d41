#include "core/detection/detector.h"

#include <ATen/ATen.h>

#include "core/detection/detector_tensors.h"
#include "core/detection/detector_weights.h"
#include "core/engine/autocast.h"
#include "core/engine/memory_watch.h"
#include "core/nn/init.h"

namespace leukolens::detection {

struct Detector::State {
    std::shared_ptr<FasterRcnn> network;
    at::Device device{at::kCPU};
    bool bf16 = false;
};

std::vector<std::string> backboneNames() {
    std::vector<std::string> names;
    for (const auto& entry : backbones()) names.emplace_back(entry.name);
    return names;
}

Result<std::int64_t> parameterCount(const std::string& backbone, int classes) {
    const nn::InitScope noRandomWeights(false);
    FasterRcnnSettings settings{.backbone = backbone, .classes = classes, .proposals = {}, .heads = {}};
    const auto network = FasterRcnn::create(settings);
    if (!network) return fail(network.error());
    std::int64_t count = 0;
    for (const auto& parameter : (*network)->parameters()) count += parameter.numel();
    return count;
}

at::Tensor toTensor(const FieldPixels& pixels, at::Device device) {
    // from_blob() wants memory that it could write to; nobody does.
    const auto bytes = at::from_blob(const_cast<std::uint8_t*>(pixels.rgb.data()), {pixels.height, pixels.width, 3}, at::kByte);
    return bytes.permute({2, 0, 1}).to(device, at::kFloat).div_(255);
}

Truth toTruth(std::span<const LabelledBox> boxes, at::Device device) {
    std::vector<float> places;
    std::vector<int64_t> labels;
    for (const auto& [box, classIndex, difficult] : boxes) {
        places.insert(places.end(), {box.left, box.top, box.right, box.bottom});
        labels.push_back(classIndex + 1);
    }
    return {at::tensor(places, at::kFloat).view({-1, 4}).to(device), at::tensor(labels, at::kLong).to(device)};
}

std::vector<FoundBox> toBoxes(const Found& found) {
    const auto boxes = found.boxes.to(at::kCPU, at::kFloat).contiguous(), scores = found.scores.to(at::kCPU, at::kFloat).contiguous(), labels = found.labels.cpu().contiguous();
    std::vector<FoundBox> result;
    for (int64_t i = 0; i < scores.numel(); ++i) {
        const auto* b = boxes.const_data_ptr<float>() + 4 * i;
        result.push_back({{b[0], b[1], b[2], b[3]}, static_cast<int>(labels.const_data_ptr<int64_t>()[i]) - 1, scores.const_data_ptr<float>()[i]});
    }
    return result;
}

Result<void> checkField(const FieldPixels& field) {
    if (std::min(field.width, field.height) >= kLeastSidePx) return {};
    return fail(ErrorCode::InvalidArgument, "a field of " + std::to_string(field.width) + " × " + std::to_string(field.height) + " px is too small, its sides need " + std::to_string(kLeastSidePx) + " px at least");
}

Result<std::vector<FoundBox>> detectIn(FasterRcnn& network, const FieldPixels& field, at::Device device, bool bf16) {
    if (auto sound = checkField(field); !sound) return fail(sound.error());
    network.eval();
    const engine::AutocastScope mixed(device.type(), bf16);
    return toBoxes(network.detect({toTensor(field, device)}).front());
}

void useChannelsLast(FasterRcnn& network) {
    for (auto& parameter : network.parameters())
        if (parameter.dim() == 4) parameter.set_data(parameter.contiguous(at::MemoryFormat::ChannelsLast));
}

Detector::Detector(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Detector::~Detector() = default;

Result<std::unique_ptr<Detector>> Detector::create(const std::string& backbone, int classes, const weights::WeightsFile& weights, const std::string& device, const std::string& precision) {
    return engine::withMemoryWatched([&]() -> Result<std::unique_ptr<Detector>> {
        const nn::InitScope noRandomWeights(false);
        FasterRcnnSettings settings{.backbone = backbone, .classes = classes, .proposals = {}, .heads = {.leastScore = kLeastScore, .mostBoxes = kMostBoxes}};
        auto network = FasterRcnn::create(settings);
        if (!network) return fail(network.error());
        if (auto loaded = loadDetectorWeights(**network, weights, WeightsFit::Complete); !loaded) return fail(loaded.error());
        auto state = std::make_unique<State>();
        state->network = std::move(*network);
        state->device = at::Device(device == "cuda" ? at::kCUDA : at::kCPU);
        state->bf16 = precision == "bf16";
        state->network->to(state->device);
        useChannelsLast(*state->network);
        return std::unique_ptr<Detector>(new Detector(std::move(state)));
    });
}

Result<std::vector<FoundBox>> Detector::detect(const FieldPixels& field) {
    return engine::withMemoryWatched([&] { return detectIn(*m_state->network, field, m_state->device, m_state->bf16); });
}

}  // namespace leukolens::detection
