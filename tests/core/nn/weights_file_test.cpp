#include "core/nn/weights_file.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/nn/inception_v3.h"
#include "core/nn/safetensors.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"

namespace leukolens::nn {
namespace {

TEST(WeightsFile, ToldByContentNotByName) {
    const test::TempFolder folder;
    StateDict state;
    state["w"] = at::ones({2});
    ASSERT_TRUE(writeFileAtomically(folder / "misnamed.pth", writeSafetensors(state)));
    EXPECT_EQ(readWeightsFile(folder / "misnamed.pth")->size(), 1u);
    EXPECT_EQ(readWeightsFile(REFERENCE_FOLDER "/small.pth")->size(), 4u);
}

TEST(WeightsFile, SaysWhatAFileIsNot) {
    const test::TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "text.pth", std::string_view("hello, I am no network")));
    ASSERT_TRUE(writeFileAtomically(folder / "old.pth", std::string_view("\x80\x02\x8a\x0al", 5)));
    ASSERT_TRUE(writeFileAtomically(folder / "empty.pth", std::string_view()));
    EXPECT_EQ(readWeightsFile(folder / "text.pth").error().code, ErrorCode::NotAModel);
    EXPECT_NE(readWeightsFile(folder / "old.pth").error().what.find("old form"), std::string::npos);
    EXPECT_EQ(readWeightsFile(folder / "empty.pth").error().code, ErrorCode::NotAModel);
    EXPECT_EQ(readWeightsFile(folder / "none.pth").error().code, ErrorCode::NotFound);
    EXPECT_EQ(readWeightsFile(folder.path()).error().code, ErrorCode::NotAFile);
}

TEST(WeightsFile, LoadsTheImageNetTrunk) {
    LEUKOLENS_NEEDS_SHARED(file, "weights/inception_v3_imagenet_trunk_fp16.pth");
    const auto weights = readWeightsFile(file);
    ASSERT_TRUE(weights) << weights.error().message();
    InceptionV3 network(NetworkSettings{2, 0.5});
    const auto report = loadStateDict(network, *weights);
    EXPECT_EQ(report.loaded, static_cast<int>(weights->size()));
    EXPECT_TRUE(report.unexpected.empty());
    for (const auto& name : report.missing) EXPECT_TRUE(name.starts_with("fc.") || name.starts_with("AuxLogits.")) << name;
}

}  // namespace
}  // namespace leukolens::nn
