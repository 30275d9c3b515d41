// Whom movement makes sick can have all of it off.
#include <QProgressBar>
#include <QRegularExpression>

#include <gtest/gtest.h>

#include "tests/ui/access/every_window.h"
#include "tests/ui/support/ui_test.h"
#include "ui/shell/motion.h"
#include "ui/slides/slide_view.h"
#include "ui/slides/slides_workspace.h"

namespace leukolens::ui {
namespace {

class ReducedMotion : public testing::Test {
protected:
    ~ReducedMotion() override { Motion::apply("off"); }
};

TEST_F(ReducedMotion, IsTheSettingOrTheDesktopsWish) {
    Motion::apply("on");
    EXPECT_TRUE(Motion::isReduced());
    Motion::apply("off");
    EXPECT_FALSE(Motion::isReduced());
    EXPECT_TRUE(Motion::asksForLess("enable-animations", false));
    EXPECT_FALSE(Motion::asksForLess("enable-animations", true));
    EXPECT_TRUE(Motion::asksForLess("AnimationDurationFactor", "0"));
    EXPECT_FALSE(Motion::asksForLess("AnimationDurationFactor", "1.5"));
    EXPECT_FALSE(Motion::asksForLess("AnimationDurationFactor", QVariant())) << "no answer is no wish";
}

TEST_F(ReducedMotion, ABarThatKnowsNoEndStandsStill) {
    QProgressBar bar;
    Motion::apply("off");
    Motion::showBusy(bar);
    EXPECT_EQ(bar.maximum(), 0);
    Motion::apply("on");
    Motion::showBusy(bar);
    EXPECT_GT(bar.maximum(), 0);
}

TEST_F(ReducedMotion, ASlideJumps) {
    test::TempFolder folder;
    test::StagedWindow stage(test::stageFiles(folder.path()));
    stage.show(2);
    SlideView& view = qobject_cast<SlidesWorkspace*>(stage.window().workspace(2))->view();
    view.setAnimated(true);
    const auto zoomsAtOnce = [&] {
        const double before = view.zoom();
        QTest::keyClick(&view, Qt::Key_Plus);
        return view.zoom() > before;
    };
    Motion::apply("on");
    EXPECT_TRUE(zoomsAtOnce());
    Motion::apply("off");
    const double before = view.zoom();
    EXPECT_FALSE(zoomsAtOnce()) << "it glides there";
    EXPECT_TRUE(test::waitFor([&] { return view.zoom() > before; }));
}

/// What glides is the slide view's own motion; anything new has to ask Motion too.
TEST_F(ReducedMotion, NothingElseIsAnimated) {
    static const QRegularExpression kMoves(R"(QPropertyAnimation|QVariantAnimation|QTimeLine|QParallelAnimationGroup|QSequentialAnimationGroup|QStateMachine|QMovie|setAnimated\(true\))");
    for (const char* ending : {".h", ".cpp"})
        for (const auto& [file, text] : test::sourcesOf("ui", ending)) EXPECT_FALSE(QString::fromStdString(text).contains(kMoves)) << file;
    static const QRegularExpression kBusy(R"(setRange\(0, 0\)|setMaximum\(0\))");
    for (const auto& [file, text] : test::sourcesOf("ui", ".cpp")) EXPECT_FALSE(QString::fromStdString(text).contains(kBusy)) << file << ": Motion::showBusy() knows whether it may move";
}

}  // namespace
}  // namespace leukolens::ui
