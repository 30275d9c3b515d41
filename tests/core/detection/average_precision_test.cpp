// COCO's figures against pycocotools.
#include "core/detection/average_precision.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

namespace leukolens::detection {
namespace {

using Json = nlohmann::json;

Json reference() { return Json::parse(std::ifstream(COCO_REFERENCE)); }

DetectionScores scoresOf(const Json& fields) {
    DetectionScores scores(3);
    for (const auto& field : fields) {
        std::vector<LabelledBox> truth;
        std::vector<FoundBox> found;
        const auto box = [](const Json& row) { return Box{row[0].get<float>(), row[1].get<float>(), row[2].get<float>(), row[3].get<float>()}; };
        for (const auto& row : field["truth"]) truth.push_back({box(row), row[4].get<int>(), false});
        for (const auto& row : field["found"]) found.push_back({box(row), row[4].get<int>(), row[5].get<float>()});
        scores.addField(truth, found);
    }
    return scores;
}

void compare(const std::vector<ClassPrecision>& classes, const Json& wanted) {
    ASSERT_EQ(classes.size(), wanted.size());
    for (std::size_t c = 0; c < classes.size(); ++c) {
        EXPECT_NEAR(classes[c].mean, wanted[c]["mean"].get<double>(), 1e-9) << c;
        EXPECT_NEAR(classes[c].at50, wanted[c]["at50"].get<double>(), 1e-9) << c;
        EXPECT_NEAR(classes[c].at75, wanted[c]["at75"].get<double>(), 1e-9) << c;
    }
}

TEST(AveragePrecision, IsThatOfPycocotools) {
    const auto wanted = reference();
    compare(scoresOf(wanted["fields"]).precisions(), wanted["classes"]);
}

TEST(AveragePrecision, CountsAFieldAsOftenAsItIsThere) {
    const auto wanted = reference();
    std::vector<int> counts(wanted["fields"].size(), 0);
    for (const auto& field : wanted["repeated"]) ++counts[field.get<std::size_t>()];
    compare(scoresOf(wanted["fields"]).precisions(counts), wanted["of_repeated"]);
}

TEST(AveragePrecision, OfAClassThatIsNowhereIsNone) {
    DetectionScores scores(2);
    scores.addField(std::vector<LabelledBox>{{{0, 0, 10, 10}, 0, false}}, std::vector<FoundBox>{{{0, 0, 10, 10}, 0, 0.9f}, {{20, 20, 30, 30}, 1, 0.9f}});
    const auto classes = scores.precisions();
    EXPECT_DOUBLE_EQ(classes[0].at50, 1);
    EXPECT_TRUE(std::isnan(classes[1].at50));
    EXPECT_DOUBLE_EQ(meanOver(classes, &ClassPrecision::at50), 1);
    EXPECT_TRUE(std::isnan(meanOver({}, &ClassPrecision::at50)));
}

TEST(AveragePrecision, DifficultBoxesCountNeitherWay) {
    DetectionScores scores(1);
    // The difficult one is found twice; the other once, and once too often.
    scores.addField(std::vector<LabelledBox>{{{50, 50, 60, 60}, 0, true}, {{0, 0, 10, 10}, 0, false}},
                    std::vector<FoundBox>{{{50, 50, 60, 60}, 0, 0.99f}, {{50, 50, 60, 61}, 0, 0.98f}, {{0, 0, 10, 10}, 0, 0.9f}, {{0, 0, 10, 11}, 0, 0.8f}});
    EXPECT_DOUBLE_EQ(scores.precisions()[0].at50, 1);
    EXPECT_EQ(scores.precisions()[0].boxes, 1);
    const auto counts = scores.countsFrom(0.5)[0];
    EXPECT_EQ(counts.found, 1);
    EXPECT_EQ(counts.missed, 0);
    EXPECT_EQ(counts.extra, 1);
}

TEST(AveragePrecision, CountsFromAScoreOn) {
    DetectionScores scores(1);
    scores.addField(std::vector<LabelledBox>{{{0, 0, 10, 10}, 0, false}, {{20, 0, 30, 10}, 0, false}}, std::vector<FoundBox>{{{0, 0, 10, 10}, 0, 0.4f}, {{20, 0, 30, 10}, 0, 0.7f}, {{70, 0, 80, 10}, 0, 0.6f}});
    const auto counts = scores.countsFrom(0.5)[0];
    EXPECT_EQ(counts.found, 1);
    EXPECT_EQ(counts.missed, 1);
    EXPECT_EQ(counts.extra, 1);
}

TEST(Overlap, IsIntersectionOverUnion) {
    EXPECT_DOUBLE_EQ(overlapOf({0, 0, 10, 10}, {5, 0, 15, 10}), 1.0 / 3);
    EXPECT_DOUBLE_EQ(overlapOf({0, 0, 10, 10}, {10, 0, 15, 10}), 0);
}

}  // namespace
}  // namespace leukolens::detection
