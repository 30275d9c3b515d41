#include "core/slide/survey.h"

#include <algorithm>
#include <numeric>

#include <opencv2/imgproc.hpp>

#include "core/base/random.h"
#include "core/slide/red_cells.h"

namespace leukolens::slide {
namespace {

constexpr int kSamplePx = 768;            ///< of level 0
constexpr int kWholePx = 4096;            ///< a picture up to this size is its own sample
constexpr std::size_t kMostLookedAt = 160, kEnoughSamples = 16;
constexpr double kStained = 0.1;          ///< density of green
constexpr double kLeastCover = 0.04, kMostCover = 0.9;  ///< of a sample: neither empty glass nor a thick drop, unless there is nothing else

struct Sample {
    Pixels pixels;
    Ground ground;
    double cover = 0;  ///< stained share

    bool useful() const { return cover >= kLeastCover && cover <= kMostCover; }
};

template <class Value>
Value medianOf(std::vector<Value> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::optional<Sample> sampleOf(Pixels pixels) {
    const auto ground = groundOf(view(pixels));
    if (!ground) return std::nullopt;
    Sample sample{std::move(pixels), *ground, 0};
    const auto maps = stainMaps(view(sample.pixels), *ground);
    sample.cover = cv::countNonZero(maps.green > kStained * kDensityUnit) / static_cast<double>(maps.green.total());
    return sample;
}

/// From all of a picture that is small enough and sound, else from squares in the middles of blocks.
Result<std::vector<Sample>> samplesOf(const Slide& slide, const std::vector<Block>& blocks, const CancelToken& cancel) {
    const auto& finest = slide.facts().levels[0];
    std::vector<Sample> samples, others;
    std::optional<Error> first;
    const auto look = [&](double x, double y, double width, double height) {
        auto patch = readPatch(slide, 0, x, y, width, height, cancel);
        if (!patch && !first) first = patch.error();
        if (!patch) return false;
        if (auto sample = sampleOf(std::move(patch->pixels))) {
            if (sample->useful()) samples.push_back(std::move(*sample));
            else if (others.empty()) others.push_back(std::move(*sample));
        }
        return true;
    };
    const bool whole = finest.width <= kWholePx && finest.height <= kWholePx && look(0, 0, static_cast<double>(finest.width), static_cast<double>(finest.height));
    std::size_t looked = 0;
    for (const std::size_t i : scattered(blocks.size())) {
        if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        if (whole || samples.size() >= kEnoughSamples || looked == kMostLookedAt) break;
        const auto middle = [](std::int64_t from, std::int64_t size) { return std::max(0.0, static_cast<double>(from) + static_cast<double>(size - kSamplePx) / 2); };
        look(middle(blocks[i].x, blocks[i].width), middle(blocks[i].y, blocks[i].height), kSamplePx, kSamplePx);
        ++looked;
    }
    if (samples.empty() && others.empty() && first) return fail(*first);
    return samples.empty() ? std::move(others) : std::move(samples);
}

}  // namespace

std::vector<std::size_t> scattered(std::size_t count) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    Random random(20261126);
    for (std::size_t i = count; i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
    return order;
}

Result<SurveyOutcome> surveyOf(const Slide& slide, const std::vector<Block>& blocks, std::optional<double> umPerPx, const CancelToken& cancel) {
    const auto samples = samplesOf(slide, blocks, cancel);
    if (!samples) return fail(samples.error());
    SurveyOutcome outcome;
    outcome.umPerPx = umPerPx;
    if (!umPerPx) {
        std::vector<double> diameters;
        for (const auto& sample : *samples) {
            if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
            if (const auto diameter = redCellDiameterPx(view(sample.pixels))) diameters.push_back(*diameter);
        }
        if (diameters.empty()) return outcome;
        outcome.umPerPx = kRedCellUm / medianOf(diameters);
        outcome.umPerPxEstimated = true;
    }
    if (samples->empty()) return outcome;
    Survey survey;
    survey.umPerPx = *outcome.umPerPx;
    for (std::size_t c = 0; c < 3; ++c) {
        std::vector<double> values;
        for (const auto& sample : *samples) values.push_back(sample.ground.rgb[c]);
        survey.ground.rgb[c] = medianOf(values);
    }
    std::vector<StainMaps> maps;
    for (const auto& sample : *samples) {
        int toLess = 1;
        maps.push_back(stainMaps(reduced(view(sample.pixels), survey.umPerPx, kWorkUmPerPx, toLess), survey.ground));
    }
    survey.levels = stainLevels(maps);
    outcome.survey = survey;
    return outcome;
}

}  // namespace leukolens::slide
