#include "core/nn/registry.h"

#include "core/nn/alexnet.h"
#include "core/nn/efficientnet_b0.h"
#include "core/nn/feature_pipeline.h"
#include "core/nn/inception_v3.h"
#include "core/nn/leuknet.h"
#include "core/nn/lstm_rows.h"
#include "core/nn/mobilenet_v3_small.h"
#include "core/nn/vgg16_eca.h"

namespace leukolens::nn {
namespace {

template <class N>
std::shared_ptr<Network> make(const NetworkSettings& settings) {
    return std::make_shared<N>(settings);
}

template <class Trunk, HeadKind kind>
NetworkEntry fitted(std::string name, std::string title) {
    using Fitted = FittedOn<Trunk, kind>;
    return {Fitted::info(std::move(name), std::move(title)), make<Fitted>};
}

/// Shawly & Alsheikhy 2022: the cell is cut out, AlexNet's vector of it goes to a support vector machine.
NetworkEntry segmented(NetworkEntry entry) {
    entry.info.cutsOut = true;
    return entry;
}

Result<const NetworkEntry*> find(const std::string& name) {
    std::string known;
    for (const auto& entry : networks()) {
        if (entry.info.name == name) return &entry;
        known += (known.empty() ? "" : ", ") + entry.info.name;
    }
    return fail(ErrorCode::InvalidArgument, "no network is called '" + name + "'", {}, "Known: " + known + ".");
}

}  // namespace

std::span<const NetworkEntry> networks() {
    static const NetworkEntry kEntries[] = {
        {InceptionV3::info(), make<InceptionV3>},
        {AlexNet::info(), make<AlexNet>},
        {Vgg16Eca::info(), make<Vgg16Eca>},
        {MobileNetV3Small::info(), make<MobileNetV3Small>},
        {EfficientNetB0::info(), make<EfficientNetB0>},
        {LeukNet::info(), make<LeukNet>},
        {LstmRows::info(), make<LstmRows>},
        fitted<InceptionV3, HeadKind::HiddenLayer>("inception_features+nn", "InceptionV3 features, neural network"),
        fitted<InceptionV3, HeadKind::SupportVectors>("inception_features+svm", "InceptionV3 features, SVM"),
        fitted<InceptionV3, HeadKind::Neighbours>("inception_features+knn", "InceptionV3 features, nearest neighbours"),
        fitted<InceptionV3, HeadKind::Forest>("inception_features+forest", "InceptionV3 features, random forest"),
        segmented(fitted<AlexNet, HeadKind::SupportVectors>("segmented_alexnet+svm", "Segmented cell, AlexNet features, SVM")),
    };
    return kEntries;
}

Result<NetworkInfo> networkInfo(const std::string& name) {
    const auto entry = find(name);
    if (!entry) return fail(entry.error());
    return (*entry)->info;
}

Result<std::shared_ptr<Network>> createNetwork(const std::string& name, const NetworkSettings& settings) {
    if (settings.classes < 2)
        return fail(ErrorCode::InvalidArgument, "a classifier needs at least 2 classes, found " + std::to_string(settings.classes));
    const auto entry = find(name);
    if (!entry) return fail(entry.error());
    return (*entry)->create(settings);
}

Result<std::int64_t> parameterCount(const std::string& name, int classes) {
    const auto network = createNetwork(name, {.classes = classes, .initialise = false});
    if (!network) return fail(network.error());
    const auto info = networkInfo(name);
    std::int64_t count = 0;
    for (const auto& parameter : (*network)->named_parameters())
        if (!info->isAuxiliary(parameter.key())) count += parameter.value().numel();
    return count;
}

}  // namespace leukolens::nn
