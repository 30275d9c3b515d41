#include "core/detection/detector_weights.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "core/nn/state_dict.h"

namespace leukolens::detection {
namespace {

constexpr std::string_view kBody = "backbone.body.";
/// torchvision's FrozenBatchNorm2d of a detector has epsilon 0, its classifiers' batch norm this one.
constexpr double kClassifierEpsilon = 1e-5;

bool replacePrefix(std::string& name, std::string_view from, std::string_view to) {
    if (!name.starts_with(from)) return false;
    name = std::string(to) + name.substr(from.size());
    return true;
}

/// As torchvision's modules say it since their second version.
std::string presentName(std::string name) {
    replacePrefix(name, "rpn.head.conv.weight", "rpn.head.conv.0.0.weight");
    replacePrefix(name, "rpn.head.conv.bias", "rpn.head.conv.0.0.bias");
    for (const char* group : {"backbone.fpn.inner_blocks.", "backbone.fpn.layer_blocks."}) {
        const auto length = std::string_view(group).size();
        // "0.weight" became "0.0.weight".
        if (name.starts_with(group) && std::ranges::count(name.substr(length), '.') == 1) name.insert(name.find('.', length), ".0");
    }
    return name;
}

bool isHead(const std::string& name) { return name.starts_with("roi_heads.box_predictor."); }

std::string listed(const std::vector<std::string>& names) { return names.front() + (names.size() > 1 ? " and " + std::to_string(names.size() - 1) + " more" : ""); }

Result<void> copyChecked(at::Tensor target, const weights::TensorRecord& record, const std::filesystem::path& file) {
    const auto tensor = nn::tensorOf(record).to(target.scalar_type());
    if (tensor.is_floating_point() && !at::isfinite(tensor).all().item<bool>())
        return fail(ErrorCode::DamagedModel, "damaged weights: " + record.name + " holds numbers that are infinite or none", file, "Copy or export the file again.");
    target.copy_(tensor);
    return {};
}

}  // namespace

Result<nn::LoadReport> loadDetectorWeights(FasterRcnn& network, const weights::WeightsFile& file, WeightsFit fit) {
    const bool isDetector = std::ranges::any_of(file.tensors(), [&](const auto& record) { return record.name.starts_with(kBody); });
    std::map<std::string, const weights::TensorRecord*> offered;
    for (const auto& record : file.tensors()) offered.emplace(isDetector ? presentName(record.name) : std::string(kBody) + record.name, &record);
    auto own = nn::stateDict(network);
    nn::LoadReport report;
    const at::NoGradGuard noGrad;
    if (const auto classes = offered.find("roi_heads.box_predictor.cls_score.bias"); classes != offered.end() && classes->second->shape.size() == 1)
        report.headClasses = static_cast<int>(std::clamp<std::int64_t>(classes->second->shape[0] - 1, 0, 1 << 30));
    for (auto& [name, tensor] : own) {
        const auto record = offered.find(name);
        if (record == offered.end()) {
            if (!name.ends_with("num_batches_tracked")) report.missing.push_back(name);
            continue;
        }
        const auto& shape = record->second->shape;
        if (tensor.sizes() != at::IntArrayRef(shape)) {
            if (fit == WeightsFit::Complete || !isHead(name))
                return fail(ErrorCode::WeightsMismatch, name + " is " + weights::shapeText(shape) + ", this network needs " + weights::shapeText(tensor.sizes()), file.file(), "Choose weights of this backbone.");
            report.freshHeads.push_back(name);
            report.missing.push_back(name);
            continue;
        }
        if (auto copied = copyChecked(tensor, *record->second, file.file()); !copied) return fail(copied.error());
        const bool ofResNet = own.contains("backbone.fpn.inner_blocks.0.0.weight");
        if (!isDetector && ofResNet && name.ends_with("running_var")) tensor.add_(kClassifierEpsilon);
        report.loaded.push_back(name);
    }
    for (const auto& [name, record] : offered)
        if (!own.contains(name)) report.unexpected.push_back(record->name);
    if (report.loaded.empty())
        return fail(ErrorCode::WeightsMismatch, "none of its " + std::to_string(file.tensors().size()) + " tensors has a name of this network", file.file(), "Choose weights of this backbone with torchvision's names.");
    if (fit == WeightsFit::Complete && (!report.missing.empty() || !report.unexpected.empty()))
        return fail(ErrorCode::WeightsMismatch, listed(report.missing.empty() ? report.unexpected : report.missing) + (report.missing.empty() ? " has no place in this network" : " is missing"), file.file(),
                    "Train the model again, or copy it again.");
    return report;
}

}  // namespace leukolens::detection
