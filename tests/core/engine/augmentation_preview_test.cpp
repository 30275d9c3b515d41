// The preview against the very tensor that a trainer's step feeds its network.
#include "core/engine/augmentation_preview.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/engine/picture_operations.h"
#include "tests/core/engine/toy_cells.h"

namespace leukolens::engine {
namespace {

std::vector<at::Tensor> fed;

at::Tensor watchedInput(const StoredPictures& pictures, const AugmentSettings& settings, const DrawnAugmentation& drawn, at::ScalarType type);
constexpr PictureOperations kWatched{watchedInput};

/// Looks at what goes by: the work is done as if nobody watched.
at::Tensor watchedInput(const StoredPictures& pictures, const AugmentSettings& settings, const DrawnAugmentation& drawn, at::ScalarType type) {
    setPictureOperations(at::kCPU, nullptr);
    auto input = networkInput(pictures, settings, drawn, type);
    setPictureOperations(at::kCPU, &kWatched);
    fed.push_back(input);
    return input;
}

class Preview : public ToyCells {
protected:
    Preview() { fed.clear(); }
    ~Preview() override { setPictureOperations(at::kCPU, nullptr); }

    std::vector<std::uint8_t> stored(std::span<const int> cells) const {
        std::vector<std::uint8_t> bytes(cells.size() * kToyPx * kToyPx * 3);
        EXPECT_TRUE(m_store.copyTo(cells, bytes.data()));
        return bytes;
    }
};

TEST_F(Preview, IsPixelForPixelWhatTheStepFeedsTheNetwork) {
    TrainerSettings settings;
    settings.augment = true;
    settings.seed = 77;
    const auto t = trainer(settings);
    setPictureOperations(at::kCPU, &kWatched);
    const auto batch = std::span<const int>(m_all).first(4);
    for (int step = 0; step < 3; ++step) ASSERT_TRUE(t->step(batch, 1e-3));
    setPictureOperations(at::kCPU, nullptr);
    ASSERT_EQ(fed.size(), 3u);
    for (int step = 0; step < 3; ++step) {
        const auto shown = augmentedPictures(stored(batch), kToyPx, settings.augmentation, 77, step);
        const auto tensor = fed[static_cast<std::size_t>(step)].add(1).mul(127.5).round().permute({0, 2, 3, 1}).to(at::kByte).contiguous();
        ASSERT_EQ(static_cast<std::size_t>(tensor.numel()), shown.size());
        EXPECT_TRUE(std::equal(shown.begin(), shown.end(), tensor.const_data_ptr<std::uint8_t>())) << "step " << step;
    }
    EXPECT_NE(augmentedPictures(stored(batch), kToyPx, settings.augmentation, 77, 0), augmentedPictures(stored(batch), kToyPx, settings.augmentation, 77, 1));
    EXPECT_NE(augmentedPictures(stored(batch), kToyPx, settings.augmentation, 77, 0), augmentedPictures(stored(batch), kToyPx, settings.augmentation, 78, 0));
}

TEST_F(Preview, WithEverythingOffPicturesStayAsTheyAre) {
    const auto bytes = stored(m_all);
    EXPECT_EQ(augmentedPictures(bytes, kToyPx, AugmentSettings::none(), 1, 0), bytes);
    EXPECT_TRUE(augmentedPictures({}, kToyPx, {}, 1, 0).empty());
}

}  // namespace
}  // namespace leukolens::engine
