// How many pictures a second a model answers for: the network alone, whole files, and one picture by itself.
//   bench_classify MODEL FOLDER [--precision fp32|bf16|auto] [--rounds 5]
// FOLDER holds picture files; they are read once before anything is timed. Network alone: pictures that already have the model's size, on as many streams as predictFiles() takes.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/dataset/reader.h"
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
    auto loaded = inference::Predictor::load(argv[1], "cpu", valueOf("--precision", "auto"));
    if (!loaded) {
        std::fprintf(stderr, "%s\n", loaded.error().message().c_str());
        return 1;
    }
    auto& predictor = **loaded;
    const auto one = noise(1, predictor.card().inputPx), many = noise(16, predictor.card().inputPx);
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
