// Against scikit-learn on the same vectors.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "tests/core/pipelines/drawn_vectors.h"
#include "tests/core/pipelines/read_head.h"

namespace leukolens::pipelines {
namespace {

/// With the usual settings and scores as they are: no parts.
double accuracyOf(nn::HeadKind kind, int classes) {
    const auto drawn = drawnVectors(classes);
    NoProgress progress;
    const auto fit = fitHead({kind, std::span(drawn.values).first(std::size_t{kTrain} * kLength), kLength, std::span(drawn.labels).first(kTrain), classes, {}, 1}, progress, {});
    EXPECT_TRUE(fit) << fit.error().message();
    const auto head = readHead(*fit, kind, kLength, classes);
    const auto test = at::tensor(std::vector<float>(drawn.values.begin() + std::ptrdiff_t{kTrain} * kLength, drawn.values.end())).view({kTest, kLength});
    const auto labels = at::tensor(std::vector<int>(drawn.labels.begin() + kTrain, drawn.labels.end()));
    return head->forward(test).argmax(1).eq(labels).to(at::kDouble).mean().item<double>();
}

class AgainstScikitLearn : public testing::TestWithParam<std::tuple<const char*, nn::HeadKind, int>> {};

TEST_P(AgainstScikitLearn, TheAccuracyIsTheSameWithinHalfAPercent) {
    const auto [name, kind, classes] = GetParam();
    const auto reference = nlohmann::json::parse(readTextFile(CLASSIFIER_REFERENCE, 1u << 20).value_or(""));
    EXPECT_NEAR(accuracyOf(kind, classes), reference.at("accuracy").at(std::to_string(classes)).at(name).get<double>(), 0.005);
}

INSTANTIATE_TEST_SUITE_P(Classifiers, AgainstScikitLearn,
                         testing::Combine(testing::Values("svm"), testing::Values(nn::HeadKind::SupportVectors), testing::Values(2, 5)));
INSTANTIATE_TEST_SUITE_P(Neighbours, AgainstScikitLearn, testing::Combine(testing::Values("knn"), testing::Values(nn::HeadKind::Neighbours), testing::Values(2, 5)));
INSTANTIATE_TEST_SUITE_P(Forests, AgainstScikitLearn, testing::Combine(testing::Values("forest"), testing::Values(nn::HeadKind::Forest), testing::Values(2, 5)));

}  // namespace
}  // namespace leukolens::pipelines
