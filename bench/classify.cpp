// How many pictures a second a model answers for: the network alone, pictures in memory, whole files, and one picture by itself.
//   bench_classify MODEL FOLDER [--device cpu|cuda] [--precision fp32|bf16|int8|auto] [--rounds 5] [--batch 256]
// --batch: of the network alone on a GPU, recorded and one operation after another. FOLDER holds picture files; they are read once before anything is timed. Pictures in memory already have the model's size.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include "core/base/random.h"
#include "core/compiled/compiled_network.h"
#include "core/dataset/reader.h"
#include "core/engine/autocast.h"
#include "core/engine/recorded_answers.h"
#include "core/inference/card_network.h"
#include "core/inference/model_bundle.h"
#include "core/inference/network_input.h"
#include "core/inference/predictor.h"

namespace {

using namespace leukolens;
using Clock = std::chrono::steady_clock;

struct Spread {
    double least = 0, middle = 0, most = 0;  ///< s
};

Spread timed(int rounds, const std::function<void()>& work) {
    work();
    std::vector<double> seconds;
    for (int i = 0; i < rounds; ++i) {
        const auto start = Clock::now();
        work();
        seconds.push_back(std::chrono::duration<double>(Clock::now() - start).count());
    }
    std::ranges::sort(seconds);
    return {seconds.front(), seconds[seconds.size() / 2], seconds.back()};
}

void print(const std::string& what, double pictures, const Spread& seconds) {
    std::printf("%-28s %7.2f pictures/s (%.2f to %.2f)\n", what.c_str(), pictures / seconds.middle, pictures / seconds.most, pictures / seconds.least);
    std::fflush(stdout);
}

std::vector<image::Image> noise(int count, int sizePx) {
    Random random(1);
    std::vector<image::Image> pictures;
    for (int i = 0; i < count; ++i) {
        image::Image picture{sizePx, sizePx, {}};
        picture.rgb.resize(static_cast<std::size_t>(sizePx) * static_cast<std::size_t>(sizePx) * 3);
        for (auto& value : picture.rgb) value = static_cast<std::uint8_t>(random.next());
        pictures.push_back(std::move(picture));
    }
    return pictures;
}

/// The compiled network without what comes before and after it: pictures as it takes them, to the vectors that its last layer sees.
int networkAlone(const char* model, const std::string& precision, std::span<const image::Image> pictures, int rounds) {
    const auto bundle = inference::readModelBundle(model);
    if (!bundle) return 1;
    const auto network = inference::networkOf(bundle->card, bundle->weights, model);
    if (!network) return 1;
    const auto numbers = precision == "int8" ? compiled::Numbers::Int8 : precision == "bf16" ? compiled::Numbers::BFloat16 : compiled::Numbers::Float32;
    const auto compiled = compiled::CompiledNetwork::make(*network, {bundle->card.inputPx, bundle->card.mean, bundle->card.standardDeviation}, numbers, at::get_num_threads(),
                                                          bundle->card.eightBit ? bundle->card.eightBit->ranges : compiled::ActivationRanges());
    if (!compiled) {
        std::fprintf(stderr, "%s\n", compiled.error().message().c_str());
        return 1;
    }
    std::vector<std::uint8_t> bytes;
    for (const auto& picture : pictures) bytes.insert(bytes.end(), picture.rgb.begin(), picture.rgb.end());
    const auto single = timed(4 * rounds, [&] { (void)(*compiled)->features(std::span(bytes).first(bytes.size() / pictures.size()), true); });
    std::printf("%-28s %7.1f ms (%.1f to %.1f)\n", "network alone, one picture", 1e3 * single.middle, 1e3 * single.least, 1e3 * single.most);
    print("network alone, " + std::to_string(pictures.size()) + " at once", static_cast<double>(pictures.size()), timed(4 * rounds, [&] { (void)(*compiled)->features(bytes, true); }));
    return 0;
}

/// The same on a GPU, from pixels in the host's memory to answers there: as they are recorded, two batches under way, and one operation after another.
int networkAloneOnGpu(const char* model, bool bf16, std::int64_t batch, int rounds) {
    constexpr int kBatches = 20;
    const auto bundle = inference::readModelBundle(model);
    if (!bundle) return 1;
    const auto network = inference::networkOf(bundle->card, bundle->weights, model);
    if (!network) return 1;
    const at::Device device(at::kCUDA);
    (*network)->to(device);
    const auto compute = [&](const at::Tensor& pixels) -> engine::RecordedAnswers::Answer {
        const at::NoGradGuard noGrad;
        const engine::AutocastScope scope(device.type(), bf16);
        const auto features = (*network)->features(inference::normalised(pixels, bundle->card, device));
        return {features.to(at::kFloat), (*network)->head(features).to(at::kFloat)};
    };
    const auto pixels = at::randint(0, 256, {batch, bundle->card.inputPx, bundle->card.inputPx, 3}, at::kByte);
    const auto pictures = static_cast<double>(kBatches * batch);
    const std::string size = ", " + std::to_string(batch) + " at once";
    print("one by one" + size, pictures, timed(rounds, [&] {
        for (int i = 0; i < kBatches; ++i) (void)compute(pixels.to(device)).logits.to(at::kCPU);
    }));
    if (!engine::answerOperations(device.type())) {
        std::fprintf(stderr, "answers cannot be recorded here\n");
        return 0;
    }
    engine::RecordedAnswers recorded(device, batch, compute);
    for (int i = 0; i < 2; ++i) (void)recorded.answer(pixels);
    if (const auto notices = recorded.takeNotices(); !notices.empty()) {
        std::fprintf(stderr, "%s\n", notices.front().c_str());
        return 1;
    }
    print("recorded" + size, pictures, timed(rounds, [&] {
        std::atomic<int> next{0};
        const auto ask = [&] {
            while (next++ < kBatches) (void)recorded.answer(pixels);
        };
        const std::jthread other(ask), third(ask);
        ask();
    }));
    return 0;
}

class Counter final : public inference::FileListener {
public:
    void onResult(const inference::FilePrediction& result) override { good += result.prediction ? 1 : 0; }
    int good = 0;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) return 2;
    const auto valueOf = [&](const char* name, const char* otherwise) {
        for (int i = 3; i + 1 < argc; ++i)
            if (std::strcmp(argv[i], name) == 0) return std::string(argv[i + 1]);
        return std::string(otherwise);
    };
    const int rounds = std::atoi(valueOf("--rounds", "5").c_str());
    const std::string device = valueOf("--device", "cpu");
    auto loaded = inference::Predictor::load(argv[1], device, valueOf("--precision", "auto"));
    if (!loaded) {
        std::fprintf(stderr, "%s\n", loaded.error().message().c_str());
        return 1;
    }
    auto& predictor = **loaded;
    const auto one = noise(1, predictor.card().inputPx), many = noise(16, predictor.card().inputPx);
    const int failed = device == "cuda" ? networkAloneOnGpu(argv[1], predictor.precision() == "bf16", std::max(1, std::atoi(valueOf("--batch", "256").c_str())), rounds)
                                        : networkAlone(argv[1], predictor.precision(), many, rounds);
    if (failed) return failed;
    const auto single = timed(4 * rounds, [&] { (void)predictor.predict(one); });
    std::printf("%-28s %7.1f ms (%.1f to %.1f)\n", "one picture, all cores", 1e3 * single.middle, 1e3 * single.least, 1e3 * single.most);
    print("16 at once, all cores", 16, timed(rounds, [&] { (void)predictor.predict(many); }));
    for (const int batch : {1, 4, 16}) {
        constexpr int kPictures = 64;
        const auto work = [&] {
            std::atomic<int> next{0};
            predictor.onStreams(kPictures, [&] {
                while (next.fetch_add(batch) < kPictures) (void)predictor.predict(std::span(many).first(static_cast<std::size_t>(batch)));
            });
        };
        print("streams, batches of " + std::to_string(batch), kPictures, timed(rounds, work));
    }
    const auto files = dataset::findImages({argv[2]}).files;
    Counter counter;
    const auto whole = timed(rounds, [&] { (void)inference::predictFiles(predictor, files, counter, {}); });
    print("files to answers", static_cast<double>(files.size()), whole);
    std::printf("%d of %zu files answered\n", counter.good / (rounds + 1), files.size());
    return 0;
}
