#include "core/nn/pth_reader.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "core/base/files.h"
#include "tests/support/temp_folder.h"

namespace leukolens::nn {
namespace {

const std::filesystem::path kSmall = REFERENCE_FOLDER "/small.pth";

TEST(PthReader, ReadsWhatTorchSaved) {
    const auto state = readPth(kSmall);
    ASSERT_TRUE(state) << state.error().message();
    ASSERT_EQ(state->size(), 4u);
    EXPECT_TRUE(at::equal(state->at("plain"), at::tensor({1.5f, -2.0f})));
    EXPECT_TRUE(at::equal(state->at("view"), at::arange(12, at::kFloat).reshape({3, 4}).t().slice(0, 1, 3)));
    EXPECT_EQ(state->at("half").scalar_type(), at::kHalf);
    EXPECT_EQ(state->at("count").item<std::int64_t>(), 42);
}

TEST(PthReader, RefusesTruncatedFiles) {
    const test::TempFolder folder;
    const auto bytes = readFile(kSmall, 1 << 20);
    ASSERT_TRUE(bytes);
    for (std::size_t size = 0; size < bytes->size(); size += 37) {
        ASSERT_TRUE(writeFileAtomically(folder / "cut.pth", std::span(bytes->data(), size)));
        EXPECT_FALSE(readPth(folder / "cut.pth")) << size;
    }
}

TEST(PthReader, SurvivesAnyFlippedByte) {
    const test::TempFolder folder;
    const auto bytes = readFile(kSmall, 1 << 20);
    ASSERT_TRUE(bytes);
    int refused = 0;
    for (std::size_t at = 0; at < bytes->size(); at += 3) {
        auto altered = *bytes;
        altered[at] ^= 0xff;
        ASSERT_TRUE(writeFileAtomically(folder / "flip.pth", altered));
        refused += readPth(folder / "flip.pth") ? 0 : 1;  // padding may flip unnoticed; a crash may not happen
    }
    EXPECT_GT(refused, 100);
}

TEST(PthReader, MissingFileIsNotFound) { EXPECT_EQ(readPth("/nowhere/w.pth").error().code, ErrorCode::NotFound); }

}  // namespace
}  // namespace leukolens::nn
