// Decoding, resizing and normalising, as torchvision's transforms do. The pictures and what torchvision makes of them:
// make_preprocessing_reference.py.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/image/decode.h"
#include "core/inference/network_input.h"

namespace leukolens::inference {
namespace {

at::Tensor inputFor(const std::string& file, int sizePx) {
    const auto decoded = image::decodeFile(std::filesystem::path(REFERENCE_FOLDER) / file);
    if (!decoded) throw std::runtime_error(decoded.error().message());
    ModelCard card;
    card.inputPx = sizePx;
    return normalised(networkInput(std::span(&*decoded, 1), card).pixels, card, at::kCPU).squeeze(0).contiguous();
}

void expectParity(const std::string& path) {
    nlohmann::json reference;
    std::ifstream(REFERENCE_FOLDER "/reference.json") >> reference;
    ASSERT_EQ(reference.at("cases").size(), 3u);
    for (const auto& one : reference.at("cases")) {
        const auto file = one.at("file").get<std::string>();
        const int size = one.at("size");
        SCOPED_TRACE(file + " → " + std::to_string(size) + " px, " + path + " path");
        const auto input = inputFor(file, size).mul(0.5).add(0.5);  // 0…1 units, as the reference
        ASSERT_EQ(input.sizes(), (std::vector<std::int64_t>{3, size, size}));

        const auto wanted = one.at(path).at("values").get<std::vector<double>>();
        const float* values = input.const_data_ptr<float>();
        double largest = 0;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            const double found = values[i * 7919 % static_cast<std::size_t>(input.numel())];
            largest = std::max(largest, std::abs(found - wanted[i] * 1e-4));
        }
        EXPECT_EQ(wanted.size(), 300u);
        // Two hundredths of a step more: the reference has four digits.
        EXPECT_LE(largest, 1.02 / 255);
        const auto means = one.at(path).at("means").get<std::vector<double>>();
        for (int channel = 0; channel < 3; ++channel)
            EXPECT_NEAR(input[channel].mean().item<double>(), means.at(static_cast<std::size_t>(channel)), 1e-3) << "channel " << channel;
    }
}

TEST(PreprocessingParity, AsTorchvisionsTransformsOnTensors) { expectParity("tensor"); }
TEST(PreprocessingParity, AsTorchvisionsTransformsOnPillowPictures) { expectParity("pil"); }

}  // namespace
}  // namespace leukolens::inference
