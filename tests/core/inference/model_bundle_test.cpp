#include "core/inference/model_bundle.h"

#include <gtest/gtest.h>
#include <zip.h>

#include "core/digest/sha256.h"
#include "tests/support/temp_folder.h"

namespace leukolens::inference {
namespace {

ModelBundle bundle() {
    ModelBundle b;
    b.card.name = "m";
    b.card.network = "inception_v3";
    b.card.classes = {"all", "hem"};
    b.card.created = "2026-01-01T00:00:00Z";
    b.weights = Bytes(5000, 42);
    return b;
}

TEST(ModelBundle, ComesBackWithItsChecksums) {
    const test::TempFolder folder;
    const auto sha = writeModelBundle(folder / "m.leukomodel", bundle());
    ASSERT_TRUE(sha);
    const auto back = readModelBundle(folder / "m.leukomodel");
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(back->weights, bundle().weights);
    EXPECT_EQ(back->sha256, *sha);
    EXPECT_EQ(back->card.weightsSha256, digest::sha256(bundle().weights));
    EXPECT_EQ(test::entries(folder.path()), std::vector<std::string>{"m.leukomodel"});
}

TEST(ModelBundle, SameModelSameFile) {
    const test::TempFolder folder;
    EXPECT_EQ(*writeModelBundle(folder / "a", bundle()), *writeModelBundle(folder / "b", bundle()));
}

TEST(ModelBundle, RefusesEveryTruncation) {
    const test::TempFolder folder;
    ASSERT_TRUE(writeModelBundle(folder / "m", bundle()));
    const auto bytes = *readFile(folder / "m", 1 << 20);
    for (std::size_t size = 0; size < bytes.size(); size += 97) {
        ASSERT_TRUE(writeFileAtomically(folder / "cut", std::span(bytes.data(), size)));
        const auto cut = readModelBundle(folder / "cut");
        ASSERT_FALSE(cut) << size;
        EXPECT_TRUE(cut.error().code == ErrorCode::DamagedModel || cut.error().code == ErrorCode::NotAModel);
    }
}

TEST(ModelBundle, RefusesAnAlteredByteOfTheWeights) {
    const test::TempFolder folder;
    ASSERT_TRUE(writeModelBundle(folder / "m", bundle()));
    auto bytes = *readFile(folder / "m", 1 << 20);
    bytes[bytes.size() / 2] ^= 1;
    ASSERT_TRUE(writeFileAtomically(folder / "m", bytes));
    EXPECT_EQ(readModelBundle(folder / "m").error().code, ErrorCode::DamagedModel);
}

TEST(ModelBundle, OtherFilesAreNoModels) {
    const test::TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "text", std::string_view("hello")));
    ASSERT_TRUE(writeFileAtomically(folder / "empty", std::string_view()));
    int code = 0;
    zip_t* zip = zip_open((folder / "other.zip").c_str(), ZIP_CREATE, &code);
    ASSERT_NE(zip, nullptr);
    zip_file_add(zip, "readme.txt", zip_source_buffer(zip, "hi", 2, 0), 0);
    ASSERT_EQ(zip_close(zip), 0);
    for (const char* name : {"text", "empty", "other.zip"}) EXPECT_EQ(readModelBundle(folder / name).error().code, ErrorCode::NotAModel) << name;
    EXPECT_EQ(readModelBundle(folder / "none").error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace leukolens::inference
