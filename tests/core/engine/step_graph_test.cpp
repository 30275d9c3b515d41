// Recorded steps, with a recording that runs the work again on the CPU in a GPU's place.
#include "core/engine/step_graph.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "core/engine/feature_store.h"
#include "tests/core/engine/toy_cells.h"

namespace leukolens::engine {
namespace {

struct Counts {
    int warmUps = 0, captures = 0, replays = 0;
};
Counts counts;
bool breaksOff = false;

/// As with a CUDA graph, capture() runs nothing and replay() reads what lies in the same memory by then. Unlike one it reads the host anew:
/// a number of the host in the work would stay unnoticed here.
class Again : public StepGraph {
public:
    void warmUp(const std::function<void()>& work) override {
        ++counts.warmUps;
        work();
    }
    void capture(const std::function<void()>& work) override {
        ++counts.captures;
        if (breaksOff) throw std::runtime_error("no such operation in a graph");
        m_work = work;
    }
    void replay() override {
        ++counts.replays;
        m_work();
    }

private:
    std::function<void()> m_work;
};

class RecordedSteps : public ToyCells {
protected:
    RecordedSteps() {
        counts = {};
        breaksOff = false;
    }
    ~RecordedSteps() override { setStepGraphs(at::kCPU, nullptr); }

    static void record() {
        setStepGraphs(at::kCPU, [] { return std::unique_ptr<StepGraph>(std::make_unique<Again>()); });
    }

    /// 19 steps: the first eleven of a network from nothing differ from each other. Rates differ, and one batch is smaller.
    static void train(Trainer& trainer, std::span<const int> cells) {
        for (int i = 0; i < 19; ++i) ASSERT_TRUE(trainer.step(cells.first(i == 16 ? 3 : 4), 1e-4 * (i + 1)));
    }

    /// The same training with and without recording gives the same bytes.
    void expectSame(const std::function<std::unique_ptr<Trainer>()>& make) {
        const auto plain = make();
        train(*plain, m_all);
        record();
        const auto recorded = make();
        train(*recorded, m_all);
        EXPECT_EQ(recorded->checkpoint(), plain->checkpoint());
        EXPECT_EQ(recorded->takeTotals().meanLoss, plain->takeTotals().meanLoss);
        EXPECT_EQ(evaluate(*recorded).probabilities, evaluate(*plain).probabilities);
        EXPECT_TRUE(recorded->takeNotices().empty());
    }
};

TEST_F(RecordedSteps, TrainBitByBitAsOthers) {
    TrainerSettings settings;
    settings.emaDecay = 0.99;
    settings.clipNorm = 1;
    settings.trunkRate = 0.5;
    expectSame([&] { return trainer(settings); });
    EXPECT_EQ(counts.warmUps, 3);
    EXPECT_EQ(counts.captures, 1);
    EXPECT_EQ(counts.replays, 4) << "steps 12 to 19 but for three to warm up and the small batch";
}

TEST_F(RecordedSteps, TrainVectorsBitByBitAsOthers) {
    FeatureStore features(8, 2, 2048);
    Random random(4);
    for (float& value : features.all()) value = static_cast<float>(random.uniform());
    TrainerSettings settings;
    settings.frozenUpTo = kWholeTrunk;
    settings.optimizer = OptimizerKind::RmsProp;
    expectSame([&] { return *Trainer::create(settings, features, m_labels); });
    EXPECT_EQ(counts.captures, 1);
    EXPECT_EQ(counts.replays, 15);
}

TEST_F(RecordedSteps, BeginningWithASmallBatchTheUsualOneIsRecorded) {
    FeatureStore features(8, 2, 2048);
    TrainerSettings settings;
    settings.frozenUpTo = kWholeTrunk;
    record();
    const auto t = *Trainer::create(settings, features, m_labels);
    const std::span<const int> all = m_all;
    ASSERT_TRUE(t->step(all.first(3), 1e-4));
    for (int i = 0; i < 8; ++i) ASSERT_TRUE(t->step(all.first(4), 1e-4));
    EXPECT_EQ(counts.captures, 1);
    EXPECT_EQ(counts.replays, 4) << "one batch of 4 before it is known to be the usual size, three to warm up";
}

TEST_F(RecordedSteps, ThatCannotBeRecordedRunAsTheyAreAndSaySo) {
    const auto plain = trainer();
    train(*plain, m_all);
    record();
    breaksOff = true;
    const auto failing = trainer();
    train(*failing, m_all);
    EXPECT_EQ(failing->checkpoint(), plain->checkpoint());
    EXPECT_EQ(counts.captures, 1) << "it is not tried again";
    const auto notices = failing->takeNotices();
    ASSERT_EQ(notices.size(), 1u);
    EXPECT_NE(notices[0].find("no such operation"), std::string::npos);
    EXPECT_TRUE(failing->takeNotices().empty());
}

TEST_F(RecordedSteps, StillNoticeALossThatIsNoNumber) {
    record();
    auto t = trainer();
    for (int i = 0; i < 16; ++i) ASSERT_TRUE(t->step(m_all, 1e-4));
    EXPECT_TRUE(t->lossIsFinite());
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(t->step(m_all, 1e30));
    EXPECT_GE(counts.replays, 4);
    EXPECT_FALSE(t->lossIsFinite());
}

TEST_F(RecordedSteps, GoOnFromACheckpoint) {
    record();
    auto t = trainer();
    train(*t, m_all);
    const auto checkpoint = t->checkpoint();
    ASSERT_TRUE(t->step(m_all, 1e-3));
    const auto after = t->checkpoint();
    ASSERT_TRUE(t->restore(checkpoint));
    ASSERT_TRUE(t->step(m_all, 1e-3));
    EXPECT_EQ(t->checkpoint(), after);
}

}  // namespace
}  // namespace leukolens::engine
