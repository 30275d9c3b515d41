// What a view shows while tiles are read, when they cannot be, and when slides change meanwhile.
#include <gtest/gtest.h>

#include <QApplication>
#include <QHelpEvent>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

#include "tests/ui/slides/slide_fixture.h"
#include "tests/ui/support/ui_test.h"

namespace leukolens::ui {
namespace {

using test::colourAt;
using test::GatedSlide;
using test::plainSlide;
using test::rampSlide;
using test::waitFor;

class SlideViewTilesTest : public testing::Test {
protected:
    void SetUp() override {
        m_view.resize(800, 600);
        m_view.setAnimated(false);
        m_view.show();
    }

    TileLoader m_tiles{nullptr, 64 << 20};
    SlideView m_view{m_tiles};
};

TEST_F(SlideViewTilesTest, TheCoarserLevelIsPaintedUntilTheFinerOneIsThere) {
    const auto slide = std::make_shared<GatedSlide>(rampSlide(4000));
    m_view.setSlide(slide);
    ASSERT_TRUE(waitFor([&] { return m_view.complete() && m_tiles.cache().count() > 4; }));
    slide->close();
    m_view.centerOn({1000, 3000}, 1);
    ASSERT_TRUE(waitFor([&] { return slide->waiting() > 0; }));
    const QColor meanwhile = colourAt(m_view, {200, 150});
    const QPointF point = m_view.toSlide({200, 150});
    EXPECT_NEAR(meanwhile.red(), point.x() * 255 / 4000, 3);
    EXPECT_NEAR(meanwhile.green(), point.y() * 255 / 4000, 3);
    EXPECT_FALSE(m_view.complete());
    QSignalSpy completed(&m_view, &SlideView::completed);
    slide->open();
    EXPECT_TRUE(completed.wait(20'000));
    EXPECT_TRUE(m_view.complete());
}

TEST_F(SlideViewTilesTest, AnotherSlidesTilesAreNeverShown) {
    const auto red = std::make_shared<GatedSlide>(plainSlide(4000, 4000, Qt::red));
    const auto blue = std::make_shared<GatedSlide>(plainSlide(4000, 4000, Qt::blue));
    red->close();
    blue->close();
    m_view.setSlide(red);
    m_view.centerOn({2000, 2000}, 1);
    ASSERT_TRUE(waitFor([&] { return red->waiting() > 0; }));
    m_view.setSlide(blue);
    red->open();  // what was being read comes now, to a view that shows another slide
    ASSERT_TRUE(waitFor([&] { return red->waiting() == 0 && blue->waiting() > 0; }));
    const QColor empty = colourAt(m_view, {400, 300});
    EXPECT_NE(empty, QColor(Qt::red));
    EXPECT_NE(empty, QColor(Qt::blue));
    const std::size_t readOfRed = red->begun().size();
    blue->open();
    ASSERT_TRUE(waitFor([&] { return m_view.complete(); }));
    EXPECT_EQ(colourAt(m_view, {400, 300}), QColor(Qt::blue));
    EXPECT_EQ(red->begun().size(), readOfRed);  // what waited was dropped
}

TEST_F(SlideViewTilesTest, FiftySlidesInARowLeaveOnlyTheLast) {
    std::vector<std::weak_ptr<slide::Slide>> slides;
    for (int i = 0; i < 50; ++i) {
        const auto slide = plainSlide(700, 700, QColor(i * 5, 255 - i * 5, 40));
        slides.push_back(slide);
        m_view.setSlide(slide);
        QApplication::processEvents();
    }
    ASSERT_TRUE(waitFor([&] { return m_view.complete(); }));
    EXPECT_EQ(colourAt(m_view, {400, 300}), QColor(245, 10, 40));
    const auto alive = [&] { return std::ranges::count_if(slides, [](const auto& slide) { return !slide.expired(); }); };
    EXPECT_TRUE(waitFor([&] { return alive() == 1; }));
    m_view.setSlide(nullptr);
    EXPECT_TRUE(waitFor([&] { return alive() == 0; }));
    m_view.setSlide(plainSlide(100, 100, Qt::green));
    ASSERT_TRUE(waitFor([&] { return m_view.complete(); }));
    EXPECT_LE(m_tiles.cache().bytes(), 100u * 100 * 4);
}

TEST_F(SlideViewTilesTest, AViewThatGoesWhileItsTilesAreReadIsNoHarm) {
    const auto slide = std::make_shared<GatedSlide>(rampSlide(4000));
    slide->close();
    {
        SlideView other(m_tiles);
        other.resize(500, 400);
        other.show();
        other.setSlide(slide);
        ASSERT_TRUE(waitFor([&] { return slide->waiting() > 0; }));
    }
    slide->open();
    m_view.setSlide(slide);
    EXPECT_TRUE(waitFor([&] { return m_view.complete(); }));
}

TEST_F(SlideViewTilesTest, APartThatCannotBeReadIsHatchedAndSaidOnce) {
    const auto slide = std::make_shared<GatedSlide>(plainSlide(1024, 1024, Qt::blue));
    slide->isBroken = [](const slide::Region& region) { return region.level == 0 && region.x < 512 && region.y < 512; };
    QSignalSpy failed(&m_view, &SlideView::readingFailed);
    m_view.setSlide(slide);
    m_view.centerOn({512, 512}, 1);
    ASSERT_TRUE(waitFor([&] { return m_view.complete(); }));
    ASSERT_EQ(failed.size(), 1);
    const auto error = failed.front().front().value<Error>();
    EXPECT_EQ(error.code, ErrorCode::DamagedImage);
    EXPECT_EQ(error.file, "plain.svs");
    EXPECT_EQ(colourAt(m_view, {700, 500}), QColor(Qt::blue));
    EXPECT_NE(colourAt(m_view, {200, 200}), QColor(Qt::blue));
    const std::size_t read = slide->begun().size();
    QHelpEvent help(QEvent::ToolTip, {200, 200}, m_view.mapToGlobal(QPoint(200, 200)));
    QApplication::sendEvent(&m_view, &help);
    EXPECT_TRUE(QToolTip::text().contains("cannot be read")) << QToolTip::text().toStdString();
    m_view.centerOn({520, 512});
    ASSERT_TRUE(waitFor([&] { return m_view.complete(); }));
    EXPECT_EQ(slide->begun().size(), read);
    EXPECT_EQ(failed.size(), 1);
}

TEST_F(SlideViewTilesTest, ACacheTooSmallForTheViewShowsACoarserLevelInsteadOfReadingForever) {
    m_tiles.cache().setLimit(12 * 256 * 256 * 4);
    const auto slide = std::make_shared<GatedSlide>(rampSlide(4000));
    m_view.setSlide(slide);
    m_view.centerOn({2000, 2000}, 1);
    ASSERT_TRUE(waitFor([&] { return m_view.complete(); }));
    const QColor shown = colourAt(m_view, {400, 300});
    EXPECT_NEAR(shown.red(), 127, 2);
    EXPECT_LE(m_tiles.cache().peakBytes(), m_tiles.cache().limit());
}

TEST_F(SlideViewTilesTest, TwoViewsOfASlideReadItsTilesOnce) {
    const auto slide = std::make_shared<GatedSlide>(rampSlide(2000));
    SlideView other(m_tiles);
    other.resize(800, 600);
    other.show();
    slide->close();
    m_view.setSlide(slide);
    other.setSlide(slide);
    ASSERT_TRUE(waitFor([&] { return slide->waiting() > 0; }));
    slide->open();
    ASSERT_TRUE(waitFor([&] { return m_view.complete() && other.complete(); }));
    auto regions = slide->begun();
    const auto place = [](const slide::Region& region) { return std::tuple(region.level, region.x, region.y); };
    std::ranges::sort(regions, {}, place);
    EXPECT_EQ(std::ranges::adjacent_find(regions, {}, place), regions.end());
}

}  // namespace
}  // namespace leukolens::ui
