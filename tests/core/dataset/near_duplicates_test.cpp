#include "core/dataset/near_duplicates.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>

#include "core/dataset/groups.h"
#include "core/image/decode.h"
#include "tests/core/dataset/sample_sketches.h"
#include "tests/support/altered_copy.h"
#include "tests/support/shared_data.h"

namespace leukolens::dataset {
namespace {

using Sketches = std::vector<image::PictureSketch>;

std::vector<NearPair> nearPairs(const Sketches& sketches) {
    NoProgress progress;
    auto pairs = findNearDuplicates(sketches, progress, {});
    EXPECT_TRUE(pairs);
    return *pairs;
}

image::PictureSketch withNoise(image::PictureSketch sketch, std::uint64_t seed) {
    Random random(seed);
    for (auto& bin : sketch.bins)
        if (bin != image::kNoBin) bin = static_cast<std::int8_t>(std::clamp(bin + static_cast<int>(random.below(5)) - 2, -127, 127));
    return sketch;
}

constexpr int kCells = 40;

using Draw = image::Image (*)(int, int);

class NearDuplicatesOf : public testing::TestWithParam<Draw> {
protected:
    static image::Image draw(int number) { return GetParam()(number, 200); }
};

TEST_P(NearDuplicatesOf, EachAlteredCopyIsFoundAndNothingElse) {
    Sketches originals;
    for (int i = 0; i < kCells; ++i) originals.push_back(image::sketchOf(draw(i)));
    EXPECT_TRUE(nearPairs(originals).empty());
    for (const auto& alteration : leukolens::test::alterations()) {
        Sketches sketches = originals;
        Random random(4);
        for (int i = 0; i < kCells; i += 2) sketches.push_back(image::sketchOf(alteration.apply(draw(i), random)));
        const auto pairs = nearPairs(sketches);
        EXPECT_EQ(pairs.size(), static_cast<std::size_t>(kCells / 2)) << alteration.name;
        for (const NearPair& pair : pairs) {
            EXPECT_EQ(pair.second - kCells, pair.first / 2) << alteration.name;
            EXPECT_EQ(pair.first % 2, 0) << alteration.name;
            EXPECT_GE(pair.similarity, kNearOnBlack);
            EXPECT_LE(pair.similarity, 1.0);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Cells, NearDuplicatesOf, testing::Values(&test::drawnCell, &test::cellWithSurroundings),
                         [](const auto& tested) { return tested.index == 0 ? "OnBlack" : "WithSurroundings"; });

TEST(NearDuplicates, PairsAreInOrderAndConnectEachGroup) {
    const auto first = image::sketchOf(test::drawnCell(0)), second = image::sketchOf(test::drawnCell(1));
    const Sketches sketches{first, second, withNoise(first, 1), withNoise(second, 2), withNoise(first, 3), first};
    const auto pairs = nearPairs(sketches);
    ASSERT_EQ(pairs.size(), 4u);
    const std::pair<int, int> expected[] = {{0, 2}, {0, 4}, {0, 5}, {1, 3}};
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(std::pair(pairs[i].first, pairs[i].second), expected[i]);
    EXPECT_EQ(pairs[2].similarity, 1.0);
    EXPECT_LT(pairs[0].similarity, 1.0);
}

TEST(NearDuplicates, ThousandsOfEqualPicturesGiveOnePairEach) {
    constexpr std::size_t kCount = 5'000;
    for (const auto& sketch : {image::PictureSketch{}, image::sketchOf(test::drawnCell(0))}) {
        const auto pairs = nearPairs(Sketches(kCount, sketch));
        ASSERT_EQ(pairs.size(), kCount - 1);
        for (std::size_t i = 0; i < pairs.size(); ++i) ASSERT_EQ(std::pair(pairs[i].first, pairs[i].second), std::pair(0, static_cast<int>(i) + 1));
    }
}

TEST(NearDuplicates, AThousandNearlyEqualPicturesGiveOnePairEach) {
    Sketches sketches;
    const auto sketch = image::sketchOf(test::cellWithSurroundings(0));
    for (std::uint64_t i = 0; i < 1'000; ++i) sketches.push_back(withNoise(sketch, i));
    const auto pairs = nearPairs(sketches);
    EXPECT_EQ(pairs.size(), 999u);
    Groups groups(sketches.size());
    for (const NearPair& pair : pairs) EXPECT_TRUE(groups.unite(pair.first, pair.second));
}

TEST(NearDuplicates, PicturesWithoutStructureAreAlikeOnlyIfEqual) {
    const auto plain = [](std::uint8_t red) {
        image::Image image{20, 20, std::vector<std::uint8_t>(1'200, 60)};
        for (std::size_t i = 0; i < image.rgb.size(); i += 3) image.rgb[i] = red;
        return image::sketchOf(image);
    };
    const auto pairs = nearPairs({plain(10), plain(200), plain(10), plain(90)});
    ASSERT_EQ(pairs.size(), 1u);
    EXPECT_EQ(pairs[0].first, 0);
    EXPECT_EQ(pairs[0].second, 2);
}

TEST(NearDuplicates, SketchesOfAnyContentAreCompared) {
    Random random(8);
    Sketches sketches(60);
    for (auto& sketch : sketches) {
        for (auto& bin : sketch.bins) bin = static_cast<std::int8_t>(random.below(256));
        sketch.contrast = static_cast<std::uint16_t>(random.below(65'536));
        sketch.onBlack = static_cast<std::uint8_t>(random.below(256));
    }
    sketches[3].bins.fill(image::kNoBin);
    sketches[4].bins.fill(127);
    EXPECT_TRUE(nearPairs(sketches).empty());
    EXPECT_TRUE(nearPairs({}).empty());
    EXPECT_TRUE(nearPairs({sketches[0]}).empty());
}

TEST(NearDuplicates, StopsWhenCancelledAndCountsWhatItDoes) {
    class Watch final : public ProgressSink {
    public:
        void report(const Progress& progress) override {
            EXPECT_GE(progress.done, last);
            EXPECT_LE(progress.done, progress.total);
            last = progress.done;
            total = progress.total;
        }
        std::int64_t last = 0, total = -1;
    };
    Sketches sketches;
    for (int i = 0; i < 12; ++i) sketches.push_back(image::sketchOf(i < 7 ? test::drawnCell(i) : test::cellWithSurroundings(i)));
    Watch watch;
    ASSERT_TRUE(findNearDuplicates(sketches, watch, {}));
    EXPECT_EQ(watch.total, 7 * 6 / 2 + 5 * 4 / 2);
    EXPECT_EQ(watch.last, watch.total);
    CancelSource source;
    source.cancel();
    NoProgress progress;
    EXPECT_EQ(findNearDuplicates(sketches, progress, source.token()).error().code, ErrorCode::Cancelled);
}

/// Sketches of all pictures below folders of the shared data, and their names.
struct RealPictures {
    Sketches sketches;
    std::vector<std::filesystem::path> files;

    void add(const std::filesystem::path& folder) {
        std::vector<std::filesystem::path> found;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
            if (entry.is_regular_file() && image::hasImageExtension(entry.path())) found.push_back(entry.path());
        std::sort(found.begin(), found.end());
        for (const auto& file : found) sketches.push_back(image::sketchOf(image::decodeFile(file).value()));
        files.insert(files.end(), found.begin(), found.end());
    }
};

TEST(NearDuplicatesRealCells, EachReencodedCellOfCnmcIsFoundByItsName) {
    LEUKOLENS_NEEDS_SHARED(originals, "cnmc/C-NMC_Leukemia/training_data");
    LEUKOLENS_NEEDS_SHARED(jpegs, "cnmc_jpg");
    RealPictures pictures;
    pictures.add(originals);
    const std::size_t count = pictures.files.size();
    pictures.add(jpegs);
    const auto pairs = nearPairs(pictures.sketches);
    Groups groups(pictures.sketches.size());
    for (const NearPair& pair : pairs) groups.unite(pair.first, pair.second);
    int same = 0;
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t k = count; k < pictures.files.size(); ++k) {
            if (pictures.files[i].stem() != pictures.files[k].stem()) continue;
            ++same;
            EXPECT_EQ(groups.of(static_cast<int>(i)), groups.of(static_cast<int>(k))) << pictures.files[i];
        }
    }
    EXPECT_EQ(same, 17);
    // docs/results.md names the others: the same cells under the names of two people, or photographed twice.
    EXPECT_LT(pairs.size(), 17u + 20u);
}

TEST(NearDuplicatesRealCells, NoTwoNormalCellsOfOneClassAreCalledTheSame) {
    LEUKOLENS_NEEDS_SHARED(monocytes, "pbc/monocyte");
    RealPictures pictures;
    pictures.add(monocytes);
    EXPECT_TRUE(nearPairs(pictures.sketches).empty());
}

}  // namespace
}  // namespace leukolens::dataset
