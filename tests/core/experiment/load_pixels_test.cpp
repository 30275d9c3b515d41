#include "core/experiment/load_pixels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "core/base/files.h"
#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/image/resize.h"
#include "core/stain/stain_target.h"
#include "tests/support/demo_data.h"
#include "tests/support/temp_folder.h"

namespace leukolens::experiment {
namespace {

namespace fs = std::filesystem;

class LoadPixels : public testing::Test {
protected:
    LoadPixels() : m_data(test::demoData(m_folder / "cells", 1)) {}

    PixelRequest request(std::uint64_t maxResidentBytes = 1u << 30) { return {m_data.cells, 80, m_folder / "cache", maxResidentBytes, {}, m_folder / "colours"}; }

    PixelRequest stained(stain::StainMethod method, std::uint64_t maxResidentBytes = 1u << 30) {
        auto asked = request(maxResidentBytes);
        asked.stain = stain::fixedReference(method);
        for (std::size_t i = 0; i < m_pictures.size(); ++i) {
            auto picture = *image::decodeFile(m_data.cells[i].path);
            stain::applyStain(picture, asked.stain);
            m_pictures[i] = image::resized(picture, 80, 80).rgb;
        }
        return asked;
    }

    /// A cell of which nothing is stained.
    void blacken(std::size_t cell) {
        const image::Image black{40, 40, std::vector<std::uint8_t>(40 * 40 * 3)};
        ASSERT_TRUE(writeFileAtomically(m_data.cells[cell].path, *image::encodePng(black)));
        m_data.cells[cell].sha256 = "black";
    }

    Result<LoadedPixels> load(const PixelRequest& asked, const CancelToken& cancel = {}) {
        NoProgress progress;
        return loadPixels(asked, progress, cancel);
    }

    void expectRight(const engine::PixelStore& store) {
        std::vector<std::uint8_t> rgb(static_cast<std::size_t>(store.cellBytes()));
        for (int i = static_cast<int>(m_data.cells.size()) - 1; i >= 0; --i) {
            const auto copied = store.copyTo(std::span(&i, 1), rgb.data());
            ASSERT_TRUE(copied) << copied.error().message();
            EXPECT_EQ(rgb, m_pictures[static_cast<std::size_t>(i)]) << i;
        }
    }

    void removePictures() {
        for (const auto& cell : m_data.cells) fs::remove(cell.path);
    }

    test::TempFolder m_folder;
    dataset::Dataset m_data;
    std::map<std::size_t, stain::ColourVector> m_colours;
    std::vector<std::vector<std::uint8_t>> m_pictures = [this] {
        std::vector<std::vector<std::uint8_t>> pictures;
        for (const auto& cell : m_data.cells) pictures.push_back(image::resized(*image::decodeFile(cell.path), 80, 80).rgb);
        return pictures;
    }();
};

TEST_F(LoadPixels, EachCellLiesInItsSlotResized) {
    const auto loaded = load(request());
    ASSERT_TRUE(loaded) << loaded.error().message();
    EXPECT_TRUE(loaded->store->resident());
    EXPECT_FALSE(loaded->fromCache);
    EXPECT_TRUE(loaded->notices.empty());
    ASSERT_EQ(loaded->store->cells(), static_cast<std::int64_t>(m_data.cells.size()));
    expectRight(*loaded->store);
}

TEST_F(LoadPixels, TheSecondTimeNoPictureIsDecoded) {
    ASSERT_TRUE(load(request()));
    removePictures();
    const auto again = load(request());
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_TRUE(again->fromCache);
    expectRight(*again->store);
}

TEST_F(LoadPixels, AnotherOrderSizeOrContentIsDecodedAnew) {
    ASSERT_TRUE(load(request()));
    auto turned = request();
    std::swap(turned.cells[0], turned.cells[1]);
    EXPECT_FALSE(load(turned)->fromCache);
    auto smaller = request();
    smaller.inputPx = 75;
    EXPECT_FALSE(load(smaller)->fromCache);
    EXPECT_TRUE(load(request())->fromCache);
}

TEST_F(LoadPixels, WhatDoesNotFitIntoMemoryIsStreamedFromTheCache) {
    const auto loaded = load(request(1000));
    ASSERT_TRUE(loaded) << loaded.error().message();
    EXPECT_FALSE(loaded->store->resident());
    removePictures();
    expectRight(*loaded->store);
}

TEST_F(LoadPixels, WithoutACacheStreamingDecodesThePictures) {
    auto asked = request(1000);
    asked.cacheFolder.clear();
    const auto loaded = load(asked);
    ASSERT_TRUE(loaded) << loaded.error().message();
    EXPECT_FALSE(loaded->store->resident());
    expectRight(*loaded->store);
    removePictures();
    std::vector<std::uint8_t> rgb(static_cast<std::size_t>(loaded->store->cellBytes()));
    const int cell = 3;
    const auto copied = loaded->store->copyTo(std::span(&cell, 1), rgb.data());
    ASSERT_FALSE(copied);
    EXPECT_EQ(copied.error().file, m_data.cells[3].path);
}

TEST_F(LoadPixels, DamagedCellsOfTheCacheAreDecodedAgain) {
    ASSERT_TRUE(load(request()));
    const fs::path kept = m_folder / "cache" / test::entries(m_folder / "cache").front();
    Bytes bytes = *readFile(kept, 1u << 30);
    bytes.back() ^= 1;
    ASSERT_TRUE(writeFileAtomically(kept, bytes));
    const auto loaded = load(request());
    ASSERT_TRUE(loaded);
    EXPECT_FALSE(loaded->fromCache);
    ASSERT_EQ(loaded->notices.size(), 1u);
    expectRight(*loaded->store);
    EXPECT_TRUE(load(request())->notices.empty());
}

TEST_F(LoadPixels, ACacheThatCannotBeWrittenIsALineInTheLog) {
    ASSERT_TRUE(writeFileAtomically(m_folder / "file", std::string_view("in the way")));
    auto asked = request();
    asked.cacheFolder = m_folder / "file" / "cache";
    const auto loaded = load(asked);
    ASSERT_TRUE(loaded) << loaded.error().message();
    EXPECT_EQ(loaded->notices.size(), 1u);
    expectRight(*loaded->store);
}

TEST_F(LoadPixels, AFileThatVanishedIsNamed) {
    fs::remove(m_data.cells[3].path);
    const auto loaded = load(request());
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, ErrorCode::NotFound);
    EXPECT_EQ(loaded.error().file, m_data.cells[3].path);
    EXPECT_TRUE(test::entries(m_folder / "cache").empty());
}

TEST_F(LoadPixels, StopsWhenCancelled) {
    CancelSource source;
    source.cancel();
    EXPECT_EQ(load(request(), source.token()).error().code, ErrorCode::Cancelled);
}

TEST_F(LoadPixels, AreBroughtToTheStainBeforeTheyAreResized) {
    const auto plain = m_pictures;
    for (const auto method : {stain::StainMethod::Reinhard, stain::StainMethod::Macenko}) {
        const auto asked = stained(method);
        EXPECT_NE(m_pictures, plain);
        const auto loaded = load(asked);
        ASSERT_TRUE(loaded) << loaded.error().message();
        expectRight(*loaded->store);
        EXPECT_EQ(leftAsTheyAre(loaded->colours), 0);
    }
}

TEST_F(LoadPixels, PixelsOfAnotherStainAreNeverTakenFromTheCache) {
    ASSERT_TRUE(load(request()));
    for (const auto method : {stain::StainMethod::Reinhard, stain::StainMethod::Macenko}) {
        const auto asked = stained(method);
        const auto loaded = load(asked);
        EXPECT_FALSE(loaded->fromCache);
        expectRight(*loaded->store);
        const auto again = load(asked);
        EXPECT_TRUE(again->fromCache);
        expectRight(*again->store);
    }
    const auto changed = [&] {
        auto asked = stained(stain::StainMethod::Reinhard);
        std::get<stain::ColourStatistics>(asked.stain.target).meanL += 1;
        return asked;
    }();
    EXPECT_FALSE(load(changed)->fromCache) << "the target's numbers count, not its name alone";
}

TEST_F(LoadPixels, StreamedCellsAreBroughtToTheStainToo) {
    for (const bool cached : {true, false}) {
        auto asked = stained(stain::StainMethod::Reinhard, 1000);
        if (!cached) asked.cacheFolder.clear();
        const auto loaded = load(asked);
        ASSERT_TRUE(loaded) << loaded.error().message();
        EXPECT_FALSE(loaded->store->resident());
        expectRight(*loaded->store);
    }
}

TEST_F(LoadPixels, TellWhatPicturesShowEvenIfNoneIsDecoded) {
    blacken(2);
    const auto asked = stained(stain::StainMethod::Macenko);
    const auto expectTold = [&](const std::vector<CellColours>& colours) {
        ASSERT_EQ(colours.size(), m_data.cells.size());
        EXPECT_EQ(leftAsTheyAre(colours), 1);
        EXPECT_EQ(colours[2].outcome, stain::StainOutcome::TooFewPixels);
        EXPECT_FALSE(colours[2].colours);
        for (const std::size_t i : {0u, 5u}) EXPECT_EQ(asVector(*colours[i].colours), m_colours[i]) << "of the picture as it was decoded";
    };
    for (const std::size_t i : {0u, 5u}) m_colours[i] = asVector(*stain::colourStatistics(*image::decodeFile(m_data.cells[i].path)));
    NoProgress progress;
    std::vector<std::string> notices;
    expectTold(*loadColours(asked, notices, progress, {}));
    std::filesystem::remove_all(m_folder / "colours");
    expectTold(load(asked)->colours);
    std::filesystem::remove_all(m_folder / "colours");
    const auto measured = load(asked);
    EXPECT_FALSE(measured->fromCache) << "the pixels were kept, what the pictures show was not";
    expectTold(measured->colours);
    removePictures();
    const auto kept = load(asked);
    ASSERT_TRUE(kept) << kept.error().message();
    EXPECT_TRUE(kept->fromCache);
    expectTold(kept->colours);
    expectTold(*loadColours(asked, notices, progress, {}));
    EXPECT_TRUE(notices.empty());
}

}  // namespace
}  // namespace leukolens::experiment
