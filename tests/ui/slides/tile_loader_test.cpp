#include "ui/slides/tile_loader.h"

#include <gtest/gtest.h>

#include <QPointer>

#include "tests/ui/slides/slide_fixture.h"
#include "tests/ui/support/ui_test.h"

namespace leukolens::ui {
namespace {

using test::GatedSlide;
using test::plainSlide;
using test::rampSlide;
using test::waitFor;

class TileLoaderTest : public testing::Test {
protected:
    TileKey key(const TileLoader::Shown& shown, int x, int y = 0, int level = 0) { return {shown.id, level, x, y}; }

    /// Columns of what was read, in their order.
    static std::vector<int> columns(const GatedSlide& slide) {
        std::vector<int> read;
        for (const slide::Region& region : slide.begun()) read.push_back(static_cast<int>(region.x / 256));
        return read;
    }

    // Before the loader: its threads are let go even where an assertion ends the test early.
    std::shared_ptr<GatedSlide> m_slide = std::make_shared<GatedSlide>(rampSlide(2048));
    TileLoader m_tiles{nullptr, 16 << 20, 1};
    QObject m_oneView, m_otherView;

    void TearDown() override { m_slide->open(); }
};

TEST_F(TileLoaderTest, ATileThatTwoViewsWantIsReadOnce) {
    m_slide->close();
    const auto shown = m_tiles.show(m_slide);
    EXPECT_EQ(m_tiles.show(m_slide).id, shown.id);
    m_tiles.want(&m_oneView, shown, {{key(shown, 0), key(shown, 1)}, {}});
    m_tiles.want(&m_otherView, shown, {{key(shown, 1), key(shown, 0)}, {}});
    m_tiles.want(&m_oneView, shown, {{key(shown, 0), key(shown, 1)}, {key(shown, 1)}});
    m_slide->open();
    ASSERT_TRUE(waitFor([&] { return m_tiles.find(key(shown, 0)) && m_tiles.find(key(shown, 1)); }));
    m_tiles.want(&m_oneView, shown, {{key(shown, 0), key(shown, 2)}, {}});
    ASSERT_TRUE(waitFor([&] { return m_tiles.find(key(shown, 2)) != nullptr; }));
    EXPECT_EQ(m_slide->begun().size(), 3u);
}

TEST_F(TileLoaderTest, ATileThatCameForOneViewIsNotReadAgainForTheOther) {
    m_slide->close();
    const auto shown = m_tiles.show(m_slide);
    m_tiles.want(&m_oneView, shown, {{key(shown, 5)}, {}});
    ASSERT_TRUE(waitFor([&] { return m_slide->waiting() == 1; }));
    m_tiles.want(&m_oneView, shown, {{key(shown, 0), key(shown, 1), key(shown, 2)}, {}});
    m_tiles.want(&m_otherView, shown, {{key(shown, 1)}, {}});
    m_slide->letThrough(2);
    ASSERT_TRUE(waitFor([&] { return m_tiles.find(key(shown, 1)) != nullptr; }));
    m_slide->open();
    ASSERT_TRUE(waitFor([&] { return m_tiles.find(key(shown, 2)) != nullptr; }));
    EXPECT_EQ(columns(*m_slide), (std::vector<int>{5, 1, 0, 2}));
}

TEST_F(TileLoaderTest, TheNewestViewComesFirstAndWhatMayComeLaterLast) {
    m_slide->close();
    const auto shown = m_tiles.show(m_slide);
    m_tiles.want(&m_oneView, shown, {{key(shown, 0)}, {}});
    ASSERT_TRUE(waitFor([&] { return m_slide->waiting() == 1; }));
    m_tiles.want(&m_oneView, shown, {{key(shown, 1), key(shown, 2)}, {key(shown, 3)}});
    m_tiles.want(&m_otherView, shown, {{key(shown, 5), key(shown, 4)}, {key(shown, 6)}});
    m_slide->open();
    ASSERT_TRUE(waitFor([&] { return m_tiles.cache().count() == 7; }));
    EXPECT_EQ(columns(*m_slide), (std::vector<int>{0, 5, 4, 1, 2, 6, 3}));
}

TEST_F(TileLoaderTest, WhatNobodyWantsAnyMoreIsNotRead) {
    m_slide->close();
    const auto shown = m_tiles.show(m_slide);
    m_tiles.want(&m_oneView, shown, {{key(shown, 0), key(shown, 1), key(shown, 2)}, {key(shown, 3)}});
    ASSERT_TRUE(waitFor([&] { return m_slide->waiting() == 1; }));
    m_tiles.want(&m_oneView, shown, {{key(shown, 7)}, {}});
    m_slide->open();
    ASSERT_TRUE(waitFor([&] { return m_tiles.find(key(shown, 7)) != nullptr; }));
    EXPECT_EQ(columns(*m_slide), (std::vector<int>{0, 7}));
}

TEST_F(TileLoaderTest, TilesOfASlideNobodyShowsAreThrownAway) {
    m_slide->close();
    const auto shown = m_tiles.show(m_slide);
    m_tiles.want(&m_oneView, shown, {{key(shown, 0)}, {}});
    ASSERT_TRUE(waitFor([&] { return m_slide->waiting() == 1; }));
    const auto other = m_tiles.show(rampSlide(1024));
    m_tiles.want(&m_oneView, other, {{key(other, 1)}, {}});
    m_slide->open();
    ASSERT_TRUE(waitFor([&] { return m_tiles.find(key(other, 1)) != nullptr; }));
    EXPECT_EQ(m_tiles.find(key(shown, 0)), nullptr);
    EXPECT_EQ(m_tiles.cache().count(), 1u);
}

TEST_F(TileLoaderTest, AClosedSlideIsLetGoWithItsTiles) {
    auto slide = rampSlide(1024);
    const std::weak_ptr<slide::Slide> watched = slide;
    auto shown = m_tiles.show(slide);
    m_tiles.want(&m_oneView, shown, {{key(shown, 0)}, {}});
    ASSERT_TRUE(waitFor([&] { return m_tiles.find(key(shown, 0)) != nullptr; }));
    m_tiles.drop(&m_oneView);
    slide.reset();
    shown.slide.reset();
    ASSERT_TRUE(waitFor([&] { return watched.expired(); }));
    m_tiles.show(m_slide);
    EXPECT_EQ(m_tiles.cache().bytes(), 0u);
}

TEST_F(TileLoaderTest, AFailedTileIsReportedOnceAndTriedAgainOnlyWhenTheSlideIsShownAgain) {
    m_slide->isBroken = [](const slide::Region& region) { return region.x == 256; };
    const auto shown = m_tiles.show(m_slide);
    int failed = 0;
    QObject::connect(&m_tiles, &TileLoader::tileFailed, &m_oneView, [&](const TileKey& which) { failed += which == key(shown, 1); });
    m_tiles.want(&m_oneView, shown, {{key(shown, 1), key(shown, 0)}, {}});
    ASSERT_TRUE(waitFor([&] { return m_tiles.find(key(shown, 0)) != nullptr; }));
    ASSERT_NE(m_tiles.failure(key(shown, 1)), nullptr);
    EXPECT_EQ(m_tiles.failure(key(shown, 1))->code, ErrorCode::DamagedImage);
    EXPECT_EQ(m_tiles.failure(key(shown, 0)), nullptr);
    m_tiles.want(&m_oneView, shown, {{key(shown, 1), key(shown, 2)}, {}});
    ASSERT_TRUE(waitFor([&] { return m_tiles.find(key(shown, 2)) != nullptr; }));
    EXPECT_EQ(failed, 1);
    EXPECT_EQ(columns(*m_slide), (std::vector<int>{1, 0, 2}));
    m_tiles.show(m_slide);
    EXPECT_EQ(m_tiles.failure(key(shown, 1)), nullptr);
}

TEST_F(TileLoaderTest, HalvedLevelsShowWhatTheFileHasInFullSize) {
    // A file with one level: red rises by 255 over 1024 px.
    struct OneLevel final : slide::Slide {
        std::shared_ptr<slide::MemorySlide> behind = rampSlide(1024);
        slide::Facts one = [this] {
            slide::Facts facts = behind->facts();
            facts.levels.resize(1);
            return facts;
        }();
        const slide::Facts& facts() const override { return one; }
        Result<slide::Pixels> read(const slide::Region& region) const override { return behind->read(region); }
        Result<image::Image> associated(const std::string& name) const override { return behind->associated(name); }
    };
    const auto shown = m_tiles.show(std::make_shared<OneLevel>());
    ASSERT_EQ(shown.pyramid->levels().size(), 2u);
    const TileKey corner = key(shown, 1, 1, 1);
    m_tiles.want(&m_oneView, shown, {{corner}, {}});
    ASSERT_TRUE(waitFor([&] { return m_tiles.find(corner) != nullptr; }));
    const QImage tile = m_tiles.find(corner)->toImage();
    EXPECT_EQ(tile.size(), QSize(256, 256));
    EXPECT_NEAR(tile.pixelColor(0, 128).red(), 512 * 255 / 1024, 1);
    EXPECT_NEAR(tile.pixelColor(255, 128).red(), 254, 1);
    EXPECT_NEAR(tile.pixelColor(0, 128).green(), 768 * 255 / 1024, 1);
}

TEST_F(TileLoaderTest, KeepsTheLimitWhileManyTilesCome) {
    m_tiles.cache().setLimit(9 * 256 * 256 * 4);
    const auto shown = m_tiles.show(m_slide);
    std::vector<TileKey> all;
    for (int y = 0; y < 8; ++y)
        for (int x = 0; x < 8; ++x) all.push_back(key(shown, x, y));
    m_tiles.want(&m_oneView, shown, {all, {}});
    ASSERT_TRUE(waitFor([&] { return m_tiles.find(all.back()) != nullptr; }));
    EXPECT_LE(m_tiles.cache().peakBytes(), m_tiles.cache().limit());
    EXPECT_EQ(m_tiles.cache().count(), 9u);
}

}  // namespace
}  // namespace leukolens::ui
