#include "core/slide/openslide_slide.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "core/base/files.h"
#include "core/image/encode.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiff_slide.h"

namespace leukolens::slide {
namespace {

using test::TempFolder;

Result<SlidePtr> opened(const std::filesystem::path& file) {
    NoProgress progress;
    return open(file, {}, progress, {});
}

std::uint32_t placeAt(std::int64_t x, std::int64_t y) {
    return 0xFF000000u | static_cast<std::uint32_t>(x % 251) << 16 | static_cast<std::uint32_t>(y % 241) << 8 | static_cast<std::uint32_t>((x + y) % 239);
}

TEST(OpenSlideSlide, ReadsRegionsOfEachLevel) {
    const TempFolder folder;
    test::writeTiffSlide(folder / "slide.tif", test::placesPicture(500, 300));
    const auto slide = opened(folder / "slide.tif");
    ASSERT_TRUE(slide) << slide.error().message();
    const Facts& facts = (*slide)->facts();
    EXPECT_EQ(facts.format, "generic-tiff");
    EXPECT_FALSE(facts.umPerPx);
    ASSERT_EQ(facts.levels.size(), 3u);
    EXPECT_EQ(facts.levels[2].width, 125);
    EXPECT_EQ(facts.levels[0].tileWidth, 64);
    for (int level = 0; level < 3; ++level) {
        // Across the borders of four tiles.
        const auto region = (*slide)->read({level, 50, 40, 30, 33});
        ASSERT_TRUE(region) << region.error().message();
        for (int y = 0; y < 33; ++y)
            for (int x = 0; x < 30; ++x)
                ASSERT_EQ(region->argb[static_cast<std::size_t>(y * 30 + x)], placeAt((50 + x) << level, (40 + y) << level)) << "level " << level << ", " << x << ", " << y;
    }
}

TEST(OpenSlideSlide, OutsideIsWhite) {
    const TempFolder folder;
    test::writeTiffSlide(folder / "slide.tif", test::placesPicture(500, 300));
    const auto slide = opened(folder / "slide.tif");
    ASSERT_TRUE(slide);
    const auto corner = (*slide)->read({0, -1, -1, 2, 2});
    ASSERT_TRUE(corner);
    EXPECT_EQ(corner->argb, (std::vector<std::uint32_t>{0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, placeAt(0, 0)}));
    const auto far = (*slide)->read({0, INT64_MAX - 1, 0, 1, 1});
    ASSERT_TRUE(far);
    EXPECT_EQ(far->argb[0], 0xFFFFFFFFu);
}

TEST(OpenSlideSlide, TellsWhatTheScannerWrote) {
    const TempFolder folder;
    test::writeTiffSlide(folder / "slide.svs", test::placesPicture(500, 300), {.aperio = true});
    const auto slide = opened(folder / "slide.svs");
    ASSERT_TRUE(slide) << slide.error().message();
    const Facts& facts = (*slide)->facts();
    EXPECT_EQ(facts.format, "aperio");
    EXPECT_EQ(facts.umPerPx, 0.25);
    EXPECT_EQ(facts.objectivePower, 40);
    EXPECT_TRUE(std::is_sorted(facts.properties.begin(), facts.properties.end()));
    EXPECT_NE(std::find(facts.properties.begin(), facts.properties.end(), std::pair<std::string, std::string>("aperio.MPP", "0.2500")), facts.properties.end());
    std::vector<std::string> names;
    for (const auto& picture : facts.associated) names.push_back(picture.name);
    std::sort(names.begin(), names.end());
    EXPECT_EQ(names, (std::vector<std::string>{"label", "macro", "thumbnail"}));
    const auto label = (*slide)->associated("label");
    ASSERT_TRUE(label) << label.error().message();
    EXPECT_EQ(label->rgb, test::placesPicture(20, 30).rgb);
    EXPECT_EQ((*slide)->associated("barcode").error().code, ErrorCode::NotFound);
}

TEST(OpenSlideSlide, AScaleThatCannotBeIsNone) {
    const TempFolder folder;
    for (const char* wrong : {"0.0", "-1", "7000", "1e400", "nan", "wide"}) {
        test::writeTiffSlide(folder / "slide.svs", test::placesPicture(100, 100), {.levels = 1, .aperio = true, .umPerPx = wrong});
        const auto slide = opened(folder / "slide.svs");
        ASSERT_TRUE(slide) << wrong << ": " << slide.error().message();
        EXPECT_FALSE((*slide)->facts().umPerPx) << wrong;
    }
}

TEST(OpenSlideSlide, IsReadByManyThreadsAtOnce) {
    const TempFolder folder;
    test::writeTiffSlide(folder / "slide.tif", test::placesPicture(500, 300));
    const auto slide = opened(folder / "slide.tif");
    ASSERT_TRUE(slide);
    std::vector<int> wrong(4);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 50; ++i) {
                const std::int64_t x = (i * 37 + t * 91) % 480, y = (i * 53) % 290;
                const auto region = (*slide)->read({0, x, y, 10, 10});
                if (!region || region->argb[0] != placeAt(x, y)) ++wrong[static_cast<std::size_t>(t)];
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

TEST(OpenSlideSlide, OneBrokenTileDoesNotSpoilTheOthers) {
    const TempFolder folder;
    const auto file = folder / "slide.tif";
    test::writeTiffSlide(file, test::placesPicture(500, 300));
    const auto whole = readFile(file, 1 << 24).value();
    const auto slide = opened(file);
    ASSERT_TRUE(slide);
    // The first tile's data begin right behind the header: as deflated data they no longer make sense.
    auto spoilt = whole;
    std::fill(spoilt.begin() + 8, spoilt.begin() + 200, std::uint8_t{0xAB});
    ASSERT_TRUE(writeFileAtomically(folder / "spoilt.tif", spoilt));
    const auto broken = opened(folder / "spoilt.tif");
    ASSERT_TRUE(broken) << broken.error().message();
    const auto bad = (*broken)->read({0, 0, 0, 10, 10});
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().code, ErrorCode::DamagedImage);
    EXPECT_EQ(bad.error().file, folder / "spoilt.tif");
    const auto good = (*broken)->read({0, 200, 100, 10, 10});
    ASSERT_TRUE(good) << good.error().message();
    EXPECT_EQ(good->argb[0], placeAt(200, 100));
}

TEST(OpenSlideSlide, AnOrdinaryPictureIsASlideOfOneFormat) {
    const TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "field.png", image::encodePng(test::placesPicture(640, 480)).value()));
    const auto slide = opened(folder / "field.png");
    ASSERT_TRUE(slide) << slide.error().message();
    EXPECT_EQ((*slide)->facts().format, kPictureFormat);
    EXPECT_EQ((*slide)->read({0, 600, 400, 1, 1}).value().argb[0], placeAt(600, 400));
}

TEST(OpenSlideSlide, NamesOfSlidesAreKnown) {
    for (const char* name : {"a.svs", "b.NDPI", "c.mrxs", "d.tif", "e.TIFF", "f.svslide"}) EXPECT_TRUE(hasSlideExtension(name)) << name;
    for (const char* name : {"a.png", "svs", "b.svs.part"}) EXPECT_FALSE(hasSlideExtension(name)) << name;
}

}  // namespace
}  // namespace leukolens::slide
