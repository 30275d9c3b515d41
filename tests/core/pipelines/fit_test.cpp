#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/core/pipelines/drawn_vectors.h"
#include "tests/core/pipelines/read_head.h"

namespace leukolens::pipelines {
namespace {

constexpr nn::HeadKind kKinds[] = {nn::HeadKind::HiddenLayer, nn::HeadKind::SupportVectors, nn::HeadKind::Neighbours, nn::HeadKind::Forest};

class Fit : public testing::TestWithParam<nn::HeadKind> {
protected:
    Fit() {
        for (int i = 0; i < kTrain; ++i) m_parts.push_back(i / 4 % 3);
    }

    FitRequest request() const { return {GetParam(), std::span(m_drawn.values).first(std::size_t{kTrain} * kLength), kLength, std::span(m_drawn.labels).first(kTrain), 2, m_parts, 1}; }
    /// Logits about the vectors that were kept for testing.
    at::Tensor logitsOf(const FitResult& fit) const {
        return readHead(fit, GetParam(), kLength, 2)->forward(at::tensor(std::vector<float>(m_drawn.values.begin() + std::ptrdiff_t{kTrain} * kLength, m_drawn.values.end())).view({kTest, kLength}));
    }
    at::Tensor testLabels() const { return at::tensor(std::vector<int>(m_drawn.labels.begin() + kTrain, m_drawn.labels.end())); }

    DrawnVectors m_drawn = drawnVectors(2);
    std::vector<int> m_parts;
    NoProgress m_progress;
};

TEST_P(Fit, GivesProbabilitiesThatHold) {
    const auto fit = fitHead(request(), m_progress, {});
    ASSERT_TRUE(fit) << fit.error().message();
    EXPECT_TRUE(fit->calibrated);
    EXPECT_FALSE(fit->chosen.empty());
    EXPECT_GT(fit->innerSensitivity, 0.85);
    const auto p = logitsOf(*fit).softmax(1);
    const auto [sure, called] = p.max(1);
    const auto right = called.eq(testLabels()).to(at::kDouble);
    EXPECT_GT(right.mean().item<double>(), 0.9);
    // The mean of what it claims is what comes true.
    EXPECT_NEAR(sure.to(at::kDouble).mean().item<double>(), right.mean().item<double>(), 0.03);
}

TEST_P(Fit, StandardisesByTheRowsAlone) {
    auto scaled = m_drawn.values;
    for (std::size_t i = 0; i < scaled.size(); ++i) scaled[i] = scaled[i] * 1000 + static_cast<float>(i % kLength);
    const auto plain = fitHead(request(), m_progress, {});
    auto asked = request();
    asked.vectors = std::span(std::as_const(scaled)).first(std::size_t{kTrain} * kLength);
    const auto other = fitHead(asked, m_progress, {});
    ASSERT_TRUE(plain && other);
    EXPECT_NEAR(plain->innerSensitivity, other->innerSensitivity, 0.01);
    const auto mean = tensorsOf(*other).at("fitted.mean");
    const auto rows = at::from_blob(scaled.data(), {kTrain, kLength}, at::kFloat);
    EXPECT_TRUE(at::allclose(mean, rows.mean(0)));
    EXPECT_TRUE(at::allclose(tensorsOf(*other).at("fitted.deviation"), rows.std(0, false)));
}

TEST_P(Fit, IsTheSameForTheSameRequest) {
    const auto first = fitHead(request(), m_progress, {}), second = fitHead(request(), m_progress, {});
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->head, second->head);
    EXPECT_EQ(first->chosen, second->chosen);
}

TEST_P(Fit, WithoutPartsTakesUsualSettingsAndScoresAsTheyAre) {
    auto asked = request();
    asked.parts = {};
    const auto fit = fitHead(asked, m_progress, {});
    ASSERT_TRUE(fit);
    EXPECT_FALSE(fit->calibrated);
    EXPECT_EQ(fit->innerSensitivity, 0);
    EXPECT_EQ(tensorsOf(*fit).at("fitted.slope").item<float>(), 1);
    EXPECT_GT(logitsOf(*fit).argmax(1).eq(testLabels()).to(at::kDouble).mean().item<double>(), 0.9);
}

/// A part may hold the only cells of a class: what is fitted without it does not know that class.
TEST_P(Fit, AClassThatLiesInOnePartIsLearntAllTheSame) {
    auto labels = std::vector<int>(m_drawn.labels.begin(), m_drawn.labels.begin() + kTrain);
    auto values = std::vector<float>(m_drawn.values.begin(), m_drawn.values.begin() + std::ptrdiff_t{kTrain} * kLength);
    for (std::size_t row = 0; row < labels.size(); ++row) {
        if (m_parts[row] != 0 || row % 2 == 0) continue;
        labels[row] = 2;
        values[row * kLength] += 30;
    }
    const auto fit = fitHead({GetParam(), values, kLength, labels, 3, m_parts, 1}, m_progress, {});
    ASSERT_TRUE(fit) << fit.error().message();
    const auto logits = readHead(*fit, GetParam(), kLength, 3)->forward(at::tensor(values).view({kTrain, kLength}));
    EXPECT_TRUE(logits.isfinite().all().item<bool>());
    EXPECT_GT(logits.argmax(1).eq(at::tensor(labels)).to(at::kDouble).mean().item<double>(), 0.85);
}

TEST_P(Fit, RefusesOneClassAndNumbersThatAreNone) {
    auto asked = request();
    const std::vector<int> alike(kTrain, 1);
    asked.labels = alike;
    EXPECT_EQ(fitHead(asked, m_progress, {}).error().code, ErrorCode::InvalidArgument);
    m_drawn.values[17] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_EQ(fitHead(request(), m_progress, {}).error().code, ErrorCode::DamagedModel);
}

TEST_P(Fit, StopsBetweenTwoFits) {
    CancelSource source;
    class Stopper final : public ProgressSink {
    public:
        explicit Stopper(CancelSource& stop) : m_stop(stop) {}
        void report(const Progress& progress) override {
            most = progress.done;
            if (progress.done == 1) m_stop.cancel();
        }
        std::int64_t most = 0;

    private:
        CancelSource& m_stop;
    } stopper(source);
    EXPECT_EQ(fitHead(request(), stopper, source.token()).error().code, ErrorCode::Cancelled);
    EXPECT_EQ(stopper.most, 1);
}

INSTANTIATE_TEST_SUITE_P(Kinds, Fit, testing::ValuesIn(kKinds));

}  // namespace
}  // namespace leukolens::pipelines
