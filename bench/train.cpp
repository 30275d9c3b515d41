// Throughput of training on generated pictures, with what the engine alone needs.
//     bench_train [--device cpu|cuda] [--precision fp32|bf16] [--batch B] [--input-px P] [--cells N] [--seconds S] [--no-augmentation]
//     bench_train --compare …        fused and LibTorch's own operations in turn, step by step
//     bench_train --head              frozen trunk: vectors a second, and an epoch of the last layer on 10,661 cells
//     bench_train --experiment [--epochs E] …     the paper's load: 3 folds, 70/30, E epochs (50), evaluation after each
//     bench_train --trace FILE …      what a GPU does in one training epoch of the cells and one evaluation (FILE, FILE.evaluation: JSON; "": none)
// Prints images a second: median, smallest and largest of the measured parts.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <numeric>
#include <string>
#include <vector>

#include "bench/step_trace.h"
#include "core/base/random.h"
#include "core/engine/device.h"
#include "core/engine/feature_store.h"
#include "core/engine/throughput.h"
#include "core/engine/trainer.h"
#include "core/nn/block.h"

namespace {

using namespace leukolens;
using Clock = std::chrono::steady_clock;

constexpr int kPaperCells = 10661;  ///< of C-NMC's training folds

struct Options {
    engine::TrainerSettings settings;
    int inputPx = 299;
    int cells = 512;
    double seconds = 30;
    bool experiment = false;
    bool compare = false;
    bool head = false;
    bool trace = false;
    std::string traceFile;
    int epochs = 50;
};

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

[[noreturn]] void stop(const std::string& message) {
    std::fprintf(stderr, "%s\n", message.c_str());
    std::exit(1);
}

template <class T>
T require(Result<T> result) {
    if (!result) stop(result.error().message());
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

Options parse(int count, char** arguments) {
    Options options;
    options.settings.precision = "bf16";
    for (int i = 1; i < count; ++i) {
        const std::string key = arguments[i];
        const auto value = [&]() -> std::string { return i + 1 < count ? arguments[++i] : (stop("a value is missing after " + key), ""); };
        if (key == "--device") options.settings.device = value();
        else if (key == "--precision") options.settings.precision = value();
        else if (key == "--batch") options.settings.batch = std::stoi(value());
        else if (key == "--input-px") options.inputPx = std::stoi(value());
        else if (key == "--cells") options.cells = std::stoi(value());
        else if (key == "--seconds") options.seconds = std::stod(value());
        else if (key == "--epochs") options.epochs = std::stoi(value());
        else if (key == "--no-augmentation") options.settings.augment = false;
        else if (key == "--compare") options.compare = true;
        else if (key == "--head") options.head = true;
        else if (key == "--trace") options.trace = true, options.traceFile = value();
        else if (key == "--experiment") options.experiment = true;
        else stop("unknown option " + key);
    }
    return options;
}

/// Discs of two hues on black, nobody's: enough for a loss that falls.
void draw(engine::PixelStore& store, std::span<int> labels) {
    Random random(1);
    const int size = store.sizePx();
    for (std::int64_t cell = 0; cell < store.cells(); ++cell) {
        const int label = static_cast<int>(random.below(2));
        labels[static_cast<std::size_t>(cell)] = label;
        const double radius = size * random.uniform(0.25, 0.45);
        const auto shade = static_cast<int>(random.below(120));
        auto pixels = store.cell(cell);
        for (int y = 0; y < size; ++y) {
            for (int x = 0; x < size; ++x) {
                const double dx = x - size / 2.0, dy = y - size / 2.0;
                if (dx * dx + dy * dy > radius * radius) continue;
                auto* rgb = &pixels[static_cast<std::size_t>((y * size + x) * 3)];
                rgb[0] = static_cast<std::uint8_t>(120 + shade * (1 - label) + static_cast<int>((x * 7 + y * 13) % 16));
                rgb[1] = static_cast<std::uint8_t>(40 + shade / 2);
                rgb[2] = static_cast<std::uint8_t>(120 + shade * label);
            }
        }
    }
}

/// What makes the figures less than they could be.
void printNotices(const std::vector<std::string>& notices) {
    for (const auto& notice : notices) std::fprintf(stderr, "%s\n", notice.c_str());
}

void steps(const Options& options) {
    NoProgress progress;
    const auto measured = require(engine::measureThroughput({true, options.settings, options.inputPx, options.cells, options.seconds}, progress, {}));
    printNotices(measured.notices);
    std::printf("train %s %s, batch %d, %d px: %.2f images a second (%.2f to %.2f, %d parts)\n", options.settings.device.c_str(),
                options.settings.precision.c_str(), options.settings.batch, options.inputPx, measured.median, measured.min, measured.max, measured.parts);
}

/// Both ways in turn: what else the machine does meets both alike.
void compare(const Options& options, engine::Trainer& trainer) {
    std::vector<int> cells(static_cast<std::size_t>(options.settings.batch));
    std::iota(cells.begin(), cells.end(), 0);
    std::vector<double> rates[2];
    const auto begin = Clock::now();
    for (int i = 0; secondsSince(begin) < options.seconds || i < 8; ++i) {
        const bool fused = i % 2 == 0;
        const nn::FusionScope scope(fused);
        const auto start = Clock::now();
        require(trainer.step(cells, 1e-3));
        trainer.takeTotals();
        if (i >= 2) rates[fused].push_back(static_cast<double>(cells.size()) / secondsSince(start));
    }
    for (auto& part : rates) std::sort(part.begin(), part.end());
    const auto median = [](const std::vector<double>& part) { return part[part.size() / 2]; };
    std::printf("LibTorch's operations %.2f images a second (%.2f to %.2f), fused %.2f (%.2f to %.2f): %.2f x, best to best %.2f x\n", median(rates[0]),
                rates[0].front(), rates[0].back(), median(rates[1]), rates[1].front(), rates[1].back(), median(rates[1]) / median(rates[0]),
                rates[1].back() / rates[0].back());
}

/// One epoch as the program trains it, from the first step to the totals.
engine::Totals epoch(engine::Trainer& trainer, std::span<const int> cells, std::size_t batch) {
    for (std::size_t at = 0; at + 2 <= cells.size(); at += batch) require(trainer.step(cells.subspan(at, std::min(batch, cells.size() - at)), 1e-3));
    return trainer.takeTotals();
}

/// Epochs of the last layer on the paper's count of cells.
void printEpochs(engine::Trainer& trainer, const engine::TrainerSettings& settings) {
    std::vector<int> order(kPaperCells);
    std::iota(order.begin(), order.end(), 0);
    std::vector<double> seconds;
    for (int number = 0; number < 12; ++number) {
        const auto start = Clock::now();
        epoch(trainer, order, static_cast<std::size_t>(settings.batch));
        if (number >= 2) seconds.push_back(secondsSince(start));
    }
    std::sort(seconds.begin(), seconds.end());
    std::printf("last layer, %d cells, batch %d, dropout %.1f: %.3f s an epoch (%.3f to %.3f, %zu epochs)\n", kPaperCells, settings.batch, settings.dropout,
                seconds[seconds.size() / 2], seconds.front(), seconds.back(), seconds.size());
}

/// The trunk over all cells, then the last layer on the paper's count of cells.
void head(const Options& options, const engine::PixelStore& store, std::span<const int> labels) {
    const auto trunk = require(engine::Trainer::create(options.settings, store, labels));
    const auto bytes = std::make_shared<const Bytes>(trunk->serialised());
    const auto weights = require(weights::WeightsFile::fromBytes(bytes, *bytes, "random weights"));
    auto settings = options.settings;
    settings.frozenUpTo = engine::kWholeTrunk;
    NoProgress progress;
    const auto start = Clock::now();
    const auto computed = require(engine::computeFeatures({settings, 1, weights}, store, progress, {}));
    std::printf("frozen trunk %s %s, %d px: %.2f vectors a second\n", settings.device.c_str(), settings.precision.c_str(), options.inputPx,
                2.0 * options.cells / secondsSince(start));

    engine::FeatureStore features(kPaperCells, 4, computed->length());
    std::vector<int> allLabels(kPaperCells);
    Random random(1);
    for (int& label : allLabels) label = static_cast<int>(random.below(2));
    for (float& value : features.all()) value = static_cast<float>(random.uniform());
    for (const double dropout : {0.0, 0.5}) {  // as the program sets it for a frozen trunk, and as for all layers
        settings.dropout = dropout;
        const auto trainer = require(engine::Trainer::create(settings, features, allLabels));
        require(trainer->loadWeights(weights));
        printEpochs(*trainer, settings);
    }
}

void trace(const Options& options, const engine::PixelStore& store, std::span<const int> labels) {
    constexpr int kWarmUpSteps = 16;
    const auto trainer = require(engine::Trainer::create(options.settings, store, labels));
    std::vector<int> cells(static_cast<std::size_t>(options.cells));
    std::iota(cells.begin(), cells.end(), 0);
    const auto batch = static_cast<std::size_t>(options.settings.batch);
    for (int i = 0; i < kWarmUpSteps; ++i) require(trainer->step(std::span(cells).first(batch), 1e-3));
    require(trainer->evaluate(cells, {}));
    printNotices(trainer->takeNotices());
    bench::traceGpu("training", options.traceFile, [&] { epoch(*trainer, cells, batch); });
    bench::traceGpu("evaluation", options.traceFile.empty() ? "" : options.traceFile + ".evaluation", [&] { require(trainer->evaluate(cells, {})); });
}

void experiment(const Options& options, const engine::PixelStore& store, std::span<const int> labels) {
    constexpr int kFolds = 3;
    const auto begin = Clock::now();
    const auto batch = static_cast<std::size_t>(options.settings.batch);
    for (int fold = 1; fold <= kFolds; ++fold) {
        auto settings = options.settings;
        settings.seed = static_cast<std::uint64_t>(fold);
        const auto trainer = require(engine::Trainer::create(settings, store, labels));
        std::vector<int> train(static_cast<std::size_t>(options.cells));
        std::iota(train.begin(), train.end(), 0);
        Random random(settings.seed);
        random.shuffle(train);
        const std::vector<int> test(train.begin() + static_cast<std::ptrdiff_t>(train.size() * 7 / 10), train.end());
        train.resize(train.size() * 7 / 10);
        for (int number = 1; number <= options.epochs; ++number) {
            const auto start = Clock::now();
            random.shuffle(train);
            const auto totals = epoch(*trainer, train, batch);
            printNotices(trainer->takeNotices());
            const double training = secondsSince(start);
            const auto tested = require(trainer->evaluate(test, {}));
            std::printf("fold %d epoch %d: loss %.4f, %.1f images a second, evaluation loss %.4f, %.2f s in all\n", fold, number, totals.meanLoss,
                        static_cast<double>(totals.cells) / training, tested.totals.meanLoss, secondsSince(start));
            std::fflush(stdout);
        }
    }
    std::printf("experiment: %d folds, %d epochs, %d cells: %.1f s\n", kFolds, options.epochs, options.cells, secondsSince(begin));
}

}  // namespace

int main(int count, char** arguments) {
    Options options = parse(count, arguments);
    options.cells = std::max(options.cells, options.settings.batch);
    if (options.experiment) options.cells = std::max(options.cells, kPaperCells);
    if (options.settings.device != "cpu" && options.settings.device != "cuda") stop("the device is cpu or cuda");
    if (options.settings.device == "cuda" && !engine::cudaAvailable()) stop("no CUDA GPU can be used here");
    engine::PixelStore store(options.cells, options.inputPx);
    std::vector<int> labels(static_cast<std::size_t>(options.cells));
    draw(store, labels);
    if (options.trace) {
        trace(options, store, labels);
    } else if (options.head) {
        head(options, store, labels);
    } else if (options.compare) {
        compare(options, *require(engine::Trainer::create(options.settings, store, labels)));
    } else if (options.experiment) {
        experiment(options, store, labels);
    } else {
        steps(options);
    }
}
