// Whether the weights of a trunk were loaded right: a linear classifier on the average of each block's map.
//     bench_linear_probe WEIGHTS FOLDER [--json]
// WEIGHTS: .pth or .safetensors, or the word random. FOLDER: a folder of images for each class, 60 at least; the first 45 by name fit, the next
// 15 test. The classifier is multinomial logistic regression on standardised values; nothing is random but random weights, whose seed is fixed.
#include <ATen/ATen.h>
#include <torch/optim/lbfgs.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/image/decode.h"
#include "core/inference/network_input.h"
#include "core/nn/inception_blocks.h"
#include "core/nn/load_weights.h"
#include "core/nn/registry.h"

namespace {

using namespace leukolens;
namespace fs = std::filesystem;

constexpr std::size_t kFit = 45, kTest = 15, kBatch = 15;
constexpr const char* kBlocks[] = {"Mixed_5d", "Mixed_6e", "Mixed_7a", "Mixed_7b", "Mixed_7c"};

struct Sample {
    fs::path file;
    std::int64_t label = 0;
};

/// One class folder's first files, to either list.
Result<void> addClass(const fs::path& folder, std::int64_t label, std::vector<Sample>& fit, std::vector<Sample>& test) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.is_regular_file() && image::hasImageExtension(entry.path())) files.push_back(entry.path());
    if (files.size() < kFit + kTest)
        return fail(ErrorCode::EmptyDataset, "expected " + std::to_string(kFit + kTest) + " images, found " + std::to_string(files.size()), folder);
    std::sort(files.begin(), files.end());
    for (std::size_t i = 0; i < kFit + kTest; ++i) (i < kFit ? fit : test).push_back({files[i], label});
    return {};
}

Result<std::shared_ptr<nn::Network>> loadTrunk(const std::string& weights) {
    at::manual_seed(1);
    auto network = nn::createNetwork("inception_v3", {2, 0.0, weights == "random"});
    if (!network) return network;
    if (weights != "random") {
        const auto file = weights::WeightsFile::open(weights);
        if (!file) return fail(file.error());
        if (const auto report = nn::loadWeights(**network, nn::networkInfo("inception_v3").value(), *file, nn::Fit::AsFarAsItGoes); !report)
            return fail(report.error());
    }
    (*network)->eval();
    return network;
}

using Maps = std::map<std::string, std::vector<at::Tensor>>;

/// Appends each block's channel means. One pass: mapAt() for every block would begin at the pixels every time.
void appendMeans(nn::Network& network, const at::Tensor& input, Maps& means) {
    auto map = network.mapAt("Mixed_5b", input);
    for (const auto& child : network.named_children()) {
        if (!child.key().starts_with("Mixed_") || child.key() == "Mixed_5b") continue;
        map = std::dynamic_pointer_cast<nn::Block>(child.value())->forward(map);
        means[child.key()].push_back(map.mean({2, 3}).to(at::kDouble));
    }
}

/// Channel means of each block: images × channels.
Result<std::map<std::string, at::Tensor>> describe(nn::Network& network, const std::vector<Sample>& samples) {
    Maps means;
    for (std::size_t start = 0; start < samples.size(); start += kBatch) {
        std::vector<image::Image> pictures;
        for (std::size_t i = start; i < std::min(start + kBatch, samples.size()); ++i) {
            auto decoded = image::decodeFile(samples[i].file);
            if (!decoded) return fail(decoded.error());
            pictures.push_back(std::move(*decoded));
        }
        const at::NoGradGuard noGrad;
        const inference::ModelCard card;
        appendMeans(network, inference::normalised(inference::networkInput(pictures, card).pixels, card, at::kCPU), means);
        std::fprintf(stderr, "\r%zu of %zu", std::min(start + kBatch, samples.size()), samples.size());
    }
    std::fputs("\n", stderr);
    std::map<std::string, at::Tensor> result;
    for (const auto& [block, parts] : means) result[block] = at::cat(parts);
    return result;
}

at::Tensor labelsOf(const std::vector<Sample>& samples) {
    std::vector<std::int64_t> labels;
    for (const auto& sample : samples) labels.push_back(sample.label);
    return at::tensor(labels, at::kLong);
}

/// Share of the test images answered right. The penalty is scikit-learn's default: half the squared weights on the summed loss.
double probe(const at::Tensor& fit, const at::Tensor& fitLabels, const at::Tensor& test, const at::Tensor& testLabels) {
    const auto mean = fit.mean(0), deviation = fit.std(0, false).clamp_min(1e-12);
    const auto x = (fit - mean) / deviation;
    const std::int64_t classes = fitLabels.max().item<std::int64_t>() + 1;
    auto weight = at::zeros({classes, x.size(1)}, at::kDouble).requires_grad_(true);
    auto bias = at::zeros({classes}, at::kDouble).requires_grad_(true);
    torch::optim::LBFGS optimiser({weight, bias}, torch::optim::LBFGSOptions(1.0).max_iter(500).line_search_fn("strong_wolfe"));
    optimiser.step([&] {
        optimiser.zero_grad();
        const auto loss = at::cross_entropy_loss(at::linear(x, weight, bias), fitLabels) + weight.square().sum() / (2.0 * static_cast<double>(x.size(0)));
        loss.backward();
        return loss;
    });
    const auto answers = at::linear((test - mean) / deviation, weight, bias).argmax(1);
    return answers.eq(testLabels).to(at::kDouble).mean().item<double>();
}

Result<nlohmann::json> measure(const std::string& weights, const fs::path& folder) {
    std::vector<fs::path> classes;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.is_directory()) classes.push_back(entry.path());
    if (classes.size() < 2) return fail(ErrorCode::OneClassOnly, "holds fewer than 2 class folders", folder);
    std::sort(classes.begin(), classes.end());
    std::vector<Sample> fit, test;
    for (std::size_t i = 0; i < classes.size(); ++i)
        if (auto added = addClass(classes[i], static_cast<std::int64_t>(i), fit, test); !added) return fail(added.error());
    const auto network = loadTrunk(weights);
    if (!network) return fail(network.error());
    const auto fitMeans = describe(**network, fit);
    if (!fitMeans) return fail(fitMeans.error());
    const auto testMeans = describe(**network, test);
    if (!testMeans) return fail(testMeans.error());

    nlohmann::json blocks = nlohmann::json::array();
    for (const char* block : kBlocks) {
        const auto& values = fitMeans->at(block);
        blocks.push_back({{"block", block}, {"channels", values.size(1)}, {"accuracy", probe(values, labelsOf(fit), testMeans->at(block), labelsOf(test))}});
    }
    return nlohmann::json{{"weights", fs::path(weights).filename().string()}, {"classes", classes.size()}, {"fit", fit.size()}, {"test", test.size()}, {"blocks", blocks}};
}

}  // namespace

int main(int argc, char** argv) try {
    const bool json = argc == 4 && std::string_view(argv[3]) == "--json";
    if (argc != 3 && !json) {
        std::fprintf(stderr, "usage: bench_linear_probe WEIGHTS|random FOLDER [--json]\n");
        return 2;
    }
    const auto result = measure(argv[1], argv[2]);
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().message().c_str());
        return 1;
    }
    if (json) {
        std::printf("%s\n", result->dump(2).c_str());
        return 0;
    }
    std::printf("%s: %d images to fit, %d to test\n", result->at("weights").get<std::string>().c_str(), result->at("fit").get<int>(), result->at("test").get<int>());
    for (const auto& block : result->at("blocks"))
        std::printf("%-10s %5d channels  %.3f\n", block.at("block").get<std::string>().c_str(), block.at("channels").get<int>(), block.at("accuracy").get<double>());
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
