#include "core/experiment/compared_networks.h"

#include <algorithm>
#include <string_view>

namespace leukolens::experiment {
namespace {

struct Row {
    const char* network;
    double mostLearningRate;
    const char* rateReason;
    const char *figure, *measuredOn, *source;  ///< empty: none is published, or not known
};

constexpr const char* kNoNorm = "no batch norm: torchvision's recipe trains it at a tenth of the rate of networks that have it";
constexpr const char* kJoshi = "Joshi 2020, as the InceptionV3 paper quotes it";

constexpr Row kRows[] = {
    {"inception_v3", 0, "", "98.96 %", "the training cells of C-NMC 2019, mean of three folds that share patients", "Mulya, Utami, Ariatmanto, Table 1"},
    {"alexnet", 1e-4, kNoNorm, "94.12 %", "B-cell against T-cell ALL, pictures of the American Society of Hematology's image bank", "Anilkumar et al. 2022, IRBM 43:405"},
    {"vgg16_eca", 1e-4, kNoNorm, "91.1 %", "C-NMC 2019", "Zakir Ullah et al. 2021, Applied Sciences 11:10662"},
    {"mobilenet_v3_small", 0, "", "", "", ""},
    {"efficientnet_b0", 0, "", "", "", ""},
    {"leuknet", 0, "", "94.12 %", "B-cell against T-cell ALL, pictures of the American Society of Hematology's image bank", "Anilkumar et al. 2022, IRBM 43:405"},
    {"lstm_rows", 0, "", "", "", ""},
    {"inception_features+nn", 0, "", "96.64 %", "", kJoshi},
    {"inception_features+svm", 0, "", "96.64 %", "", kJoshi},
    {"inception_features+knn", 0, "", "96.64 %", "", kJoshi},
    {"inception_features+forest", 0, "", "96.64 %", "", kJoshi},
    {"segmented_alexnet+svm", 0, "", "> 98 %", "", "Shawly & Alsheikhy 2022, as the InceptionV3 paper quotes it"},
};

struct ImageNetFile {
    const char *network, *sha256Begins;
};
constexpr ImageNetFile kImageNetFiles[] = {
    {"inception_v3", "0cc3c7bd"}, {"alexnet", "7be5be79"}, {"vgg16_eca", "397923af"}, {"mobilenet_v3_small", "047dcff4"}, {"efficientnet_b0", "7f5810bc"}, {"efficientnet_b0", "3dd342df"},
};

}  // namespace

ComparedNetwork comparedNetwork(const std::string& network) {
    const auto row = std::ranges::find(kRows, network, [](const Row& each) { return std::string_view(each.network); });
    if (row == std::end(kRows)) return {};
    ComparedNetwork known{row->mostLearningRate, row->rateReason, std::nullopt};
    if (*row->figure) known.published = PublishedFigure{row->figure, row->measuredOn, row->source};
    return known;
}

bool isImageNetWeights(const std::string& network, const std::string& sha256) {
    return std::ranges::any_of(kImageNetFiles, [&](const ImageNetFile& file) { return file.network == network && sha256.starts_with(file.sha256Begins); });
}

}  // namespace leukolens::experiment
