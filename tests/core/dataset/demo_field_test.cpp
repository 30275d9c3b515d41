#include "core/dataset/demo_field.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/image/decode.h"
#include "core/slide/cell_finder.h"
#include "core/slide/memory_slide.h"
#include "tests/support/temp_folder.h"

namespace leukolens::dataset {
namespace {

const DemoFieldSettings kSmall{.width = 700, .height = 520, .whiteCells = 3};

TEST(DemoField, IsTheSameForTheSameSettingsAndAnotherForOthers) {
    const auto field = drawDemoField(kSmall);
    EXPECT_EQ(field.picture.rgb, drawDemoField(kSmall).picture.rgb);
    auto other = kSmall;
    other.seed = 7;
    EXPECT_NE(field.picture.rgb, drawDemoField(other).picture.rgb);
}

TEST(DemoField, ItsWhiteCellsAreFoundAndNothingElse) {
    for (const std::uint64_t seed : {2019u, 2020u, 2021u}) {
        DemoFieldSettings settings;
        settings.seed = seed;
        const auto field = drawDemoField(settings);
        ASSERT_EQ(field.whiteCells.size(), 9u);
        EXPECT_EQ(std::count_if(field.whiteCells.begin(), field.whiteCells.end(), [](const auto& cell) { return !cell.blast; }), 2);
        const slide::MemorySlide slide(field.picture, {});
        const auto found = slide::findCells(slide.read({0, 0, 0, settings.width, settings.height}).value(), std::nullopt);
        EXPECT_NEAR(found.umPerPx.value_or(0), kDemoFieldUmPerPx, 0.01);
        EXPECT_EQ(found.cells.size(), 9u);
        for (const auto& cell : field.whiteCells)
            EXPECT_TRUE(std::any_of(found.cells.begin(), found.cells.end(), [&](const slide::FoundCell& each) {
                return std::abs(each.box.x + each.box.width / 2 - cell.x) < 30 && std::abs(each.box.y + each.box.height / 2 - cell.y) < 30;
            })) << seed << ": " << cell.x << ", " << cell.y;
    }
}

TEST(DemoField, FilesSayThatTheyWereDrawn) {
    const test::TempFolder folder;
    NoProgress progress;
    ASSERT_TRUE(writeDemoFields(folder / "fields", 2, progress, {}));
    EXPECT_EQ(test::entries(folder / "fields"), (std::vector<std::string>{"demonstration-field-1.png", "demonstration-field-2.png"}));
    const auto bytes = readFile(folder / "fields" / "demonstration-field-1.png", 1 << 26);
    ASSERT_TRUE(bytes);
    EXPECT_TRUE(isDemoFile(*bytes));
    EXPECT_EQ(image::decodeBytes(*bytes, "field")->width, 1'600);
    CancelSource source;
    source.cancel();
    EXPECT_EQ(writeDemoFields(folder / "none", 2, progress, source.token()).error().code, ErrorCode::Cancelled);
}

}  // namespace
}  // namespace leukolens::dataset
