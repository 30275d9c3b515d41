#include "core/weights/weights_file.h"

#include <gtest/gtest.h>

#include "core/weights/safetensors.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"

namespace leukolens::weights {
namespace {

const std::filesystem::path kFixtures = FIXTURE_FOLDER;

TEST(WeightsFile, ToldByContentNotByName) {
    const test::TempFolder folder;
    const Bytes eight(8);
    const TensorRecord record{"w", NumberType::Float32, {2}, {1}, eight};
    ASSERT_TRUE(writeFileAtomically(folder / "misnamed.pth", writeSafetensors(std::span(&record, 1))));
    EXPECT_EQ(WeightsFile::open(folder / "misnamed.pth")->form(), Form::Safetensors);
    EXPECT_EQ(WeightsFile::open(kFixtures / "small.pth")->form(), Form::PthZip);
    EXPECT_EQ(WeightsFile::open(kFixtures / "small_legacy.pth")->form(), Form::PthLegacy);
}

TEST(WeightsFile, SaysWhatAFileIsNot) {
    const test::TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "text.pth", std::string_view("hello, I am no network")));
    ASSERT_TRUE(writeFileAtomically(folder / "empty.pth", std::string_view()));
    EXPECT_EQ(WeightsFile::open(folder / "text.pth").error().code, ErrorCode::NotAModel);
    EXPECT_EQ(WeightsFile::open(folder / "empty.pth").error().code, ErrorCode::NotAModel);
    EXPECT_EQ(WeightsFile::open(folder / "none.pth").error().code, ErrorCode::NotFound);
    EXPECT_EQ(WeightsFile::open(folder.path()).error().code, ErrorCode::NotAFile);
}

TEST(WeightsFile, CopiesShareTheirBytes) {
    std::optional<WeightsFile> copy;
    {
        const auto file = WeightsFile::open(kFixtures / "small.pth");
        ASSERT_TRUE(file);
        copy = *file;
        EXPECT_EQ(copy->find("plain")->bytes.data(), file->find("plain")->bytes.data());
    }
    EXPECT_EQ(copy->find("plain")->bytes[3], 0x3f);  // 1.5f, after the first owner is gone
}

TEST(WeightsFile, ReadsTheImageNetTrunk) {
    LEUKOLENS_NEEDS_SHARED(path, "weights/inception_v3_imagenet_trunk_fp16.pth");
    const auto file = WeightsFile::open(path);
    ASSERT_TRUE(file) << file.error().message();
    EXPECT_EQ(file->find("Conv2d_1a_3x3.conv.weight")->shape, (std::vector<std::int64_t>{32, 3, 3, 3}));
    EXPECT_EQ(file->find("fc.weight"), nullptr);
}

}  // namespace
}  // namespace leukolens::weights
