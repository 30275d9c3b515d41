// How long Grad-CAM takes, against one backward pass through the whole network.
//   bench_attribution [--rounds 5]
// One picture of 299 px, random weights. The backward pass alone is timed, from the class's logit to the input; Grad-CAM with everything it needs.
#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <vector>

#include "core/nn/attribution.h"
#include "core/nn/inception_v3.h"

namespace {

using namespace leukolens;
using Clock = std::chrono::steady_clock;

double seconds(const std::function<void()>& work) {
    const auto start = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double middle(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
    const int rounds = argc > 2 && std::strcmp(argv[1], "--rounds") == 0 ? std::max(1, std::atoi(argv[2])) : 5;
    nn::InceptionV3 network(nn::NetworkSettings{2, 0.5});
    network.eval();
    for (auto& parameter : network.parameters()) parameter.set_requires_grad(false);
    const auto picture = at::rand({1, 3, 299, 299}).contiguous(at::MemoryFormat::ChannelsLast);
    std::vector<double> backward, coarse, fine;
    // Side by side in each round: what else the machine does meets all of them.
    for (int i = 0; i <= rounds; ++i) {
        const auto input = picture.detach().clone().requires_grad_(true);
        const auto score = network.forward(input).logits.select(1, 0).sum();
        const double back = seconds([&] { (void)torch::autograd::grad({score}, {input}); });
        const double last = seconds([&] { (void)nn::gradCam(network, "Mixed_7c", picture, 0); });
        const double earlier = seconds([&] { (void)nn::gradCam(network, "Mixed_6e", picture, 0); });
        if (i == 0) continue;  // warm
        backward.push_back(back);
        coarse.push_back(last);
        fine.push_back(earlier);
    }
    const double unit = middle(backward);
    std::printf("backward pass            %7.1f ms\n", 1e3 * unit);
    std::printf("Grad-CAM, last block     %7.1f ms, %.2f of it\n", 1e3 * middle(coarse), middle(coarse) / unit);
    std::printf("Grad-CAM, earlier block  %7.1f ms, %.2f of it\n", 1e3 * middle(fine), middle(fine) / unit);
    return 0;
}
