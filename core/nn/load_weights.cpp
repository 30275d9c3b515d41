#include "core/nn/load_weights.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "core/nn/state_dict.h"

namespace leukolens::nn {
namespace {

bool sameShape(const at::Tensor& tensor, const weights::TensorRecord& record) { return tensor.sizes() == at::IntArrayRef(record.shape); }

/// The layer's number of outputs is all that differs. A fitted head is made anew as a whole.
bool isHeadOfOtherClasses(const NetworkInfo& info, const weights::TensorRecord& record, const at::Tensor& own) {
    if (std::find(info.heads.begin(), info.heads.end(), record.name) == info.heads.end()) return false;
    if (info.isFitted()) return true;
    return !record.shape.empty() && own.sizes().size() == record.shape.size() && own.sizes().slice(1) == at::IntArrayRef(record.shape).slice(1);
}

std::string listed(const std::vector<std::string>& names) {
    std::string text = names.front();
    if (names.size() > 1) text += " and " + std::to_string(names.size() - 1) + " more";
    return text;
}

Result<void> requireComplete(const LoadReport& report, const NetworkInfo& info, const std::filesystem::path& file) {
    const auto mismatch = [&](const std::string& what) {
        return fail(ErrorCode::WeightsMismatch, "the weights do not fit " + info.name + ": " + what, file, "Export the model again, or import the weights as a starting point for training.");
    };
    std::vector<std::string> needed;
    for (const auto& name : report.missing)
        if (!info.isAuxiliary(name)) needed.push_back(name);
    for (const auto& name : report.freshHeads)
        if (!info.isAuxiliary(name)) return mismatch((info.isFitted() ? "" : "its last layer ") + name + " is made for " + std::to_string(report.headClasses) + " classes");
    if (!needed.empty()) return mismatch(listed(needed) + (needed.size() > 1 ? " are" : " is") + " missing");
    if (!report.unexpected.empty()) return mismatch(listed(report.unexpected) + (report.unexpected.size() > 1 ? " have" : " has") + " no place in it");
    return {};
}

}  // namespace

Result<LoadReport> compareWeights(const Network& network, const NetworkInfo& info, const weights::WeightsFile& file, Fit fit) {
    LoadReport report;
    const StateDict own = stateDict(network);
    for (const auto& [name, tensor] : own) {
        const auto* record = file.find(name);
        if (!record) {
            if (!name.ends_with("num_batches_tracked")) report.missing.push_back(name);
            continue;
        }
        if (sameShape(tensor, *record) || network.takesShape(name, record->shape)) {
            report.loaded.push_back(name);
        } else if (isHeadOfOtherClasses(info, *record, tensor)) {
            report.missing.push_back(name);
            report.freshHeads.push_back(name);
        } else {
            return fail(ErrorCode::WeightsMismatch,
                        name + " is " + weights::shapeText(record->shape) + ", " + info.name + " needs " + weights::shapeText(tensor.sizes()), file.file(),
                        "Choose weights of this network.");
        }
    }
    for (const auto& record : file.tensors())
        if (own.find(record.name) == own.end()) report.unexpected.push_back(record.name);
    if (!info.heads.empty())
        if (const auto* head = file.find(info.heads.front()); head && !head->shape.empty()) report.headClasses = static_cast<int>(std::min<std::int64_t>(head->shape[0], 1 << 30));
    if (report.loaded.empty() && report.freshHeads.empty())
        return fail(ErrorCode::WeightsMismatch, "none of its " + std::to_string(file.tensors().size()) + " tensors has a name of " + info.name, file.file(),
                    "Choose weights of this network with torchvision's names.");
    if (fit == Fit::Complete)
        if (auto complete = requireComplete(report, info, file.file()); !complete) return fail(complete.error());
    return report;
}

Result<LoadReport> loadWeights(Network& network, const NetworkInfo& info, const weights::WeightsFile& file, Fit fit) {
    auto report = compareWeights(network, info, file, fit);
    if (!report) return report;
    const at::NoGradGuard noGrad;
    StateDict own = stateDict(network);
    for (const auto& name : report->loaded) {
        auto& target = own.at(name);
        // Converted first: a float64 can be too large for a float32.
        const auto tensor = tensorOf(*file.find(name)).to(target.scalar_type());
        if (tensor.is_floating_point() && tensor.numel() > 0) {
            const auto [low, high] = at::aminmax(tensor);
            if (!std::isfinite(low.to(at::kDouble).item<double>()) || !std::isfinite(high.to(at::kDouble).item<double>()))
                return fail(ErrorCode::DamagedModel, "damaged weights: " + name + " holds numbers that are infinite or none", file.file(), "Copy or export the file again.");
        }
        if (target.sizes() != tensor.sizes()) target.set_data(at::empty(tensor.sizes(), target.options()));
        target.copy_(tensor);
    }
    if (const auto fault = network.settle(); !fault.empty()) return fail(ErrorCode::DamagedModel, "damaged weights: " + fault, file.file(), "Copy or export the file again.");
    return report;
}

}  // namespace leukolens::nn
