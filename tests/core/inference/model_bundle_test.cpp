#include "core/inference/model_bundle.h"

#include <gtest/gtest.h>
#include <zip.h>

#include <nlohmann/json.hpp>

#include "core/digest/sha256.h"
#include "core/weights/safetensors.h"
#include "tests/support/temp_folder.h"
#include "tests/support/zip_bytes.h"

namespace leukolens::inference {
namespace {

ModelCard card() {
    ModelCard c;
    fillStandardTexts(c);
    c.name = "m";
    c.network = "inception_v3";
    c.classes = {{"all", "", {}, {}, {}}, {"hem", "", {}, {}, {}}};
    c.created = "2026-01-01T00:00:00Z";
    return c;
}

Bytes someWeights() {
    const Bytes numbers(4000, 42);
    const weights::TensorRecord record{"fc.weight", weights::NumberType::Float32, {1000}, {1}, numbers};
    return weights::writeSafetensors(std::span(&record, 1));
}

TEST(ModelBundle, ComesBackWithItsChecksums) {
    const test::TempFolder folder;
    const auto sha = writeModelBundle(folder / "m.leukomodel", card(), someWeights());
    ASSERT_TRUE(sha);
    const auto back = readModelBundle(folder / "m.leukomodel");
    ASSERT_TRUE(back) << back.error().message();
    ASSERT_NE(back->weights.find("fc.weight"), nullptr);
    EXPECT_EQ(back->weights.find("fc.weight")->bytes[17], 42);
    EXPECT_EQ(back->sha256, *sha);
    EXPECT_EQ(back->bytes, std::filesystem::file_size(folder / "m.leukomodel"));
    EXPECT_EQ(back->card.weightsSha256, digest::sha256(someWeights()));
    EXPECT_EQ(test::entries(folder.path()), std::vector<std::string>{"m.leukomodel"});
}

TEST(ModelBundle, SameModelSameFile) {
    const test::TempFolder folder;
    EXPECT_EQ(*writeModelBundle(folder / "a", card(), someWeights()), *writeModelBundle(folder / "b", card(), someWeights()));
}

TEST(ModelBundle, RefusesEveryTruncation) {
    const test::TempFolder folder;
    ASSERT_TRUE(writeModelBundle(folder / "m", card(), someWeights()));
    const auto bytes = *readFile(folder / "m", 1 << 20);
    for (std::size_t size = 0; size < bytes.size(); size += 97) {
        const auto cut = readModelBundle(std::make_shared<const Bytes>(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)), "cut");
        ASSERT_FALSE(cut) << size;
        EXPECT_TRUE(cut.error().code == ErrorCode::DamagedModel || cut.error().code == ErrorCode::NotAModel);
    }
}

TEST(ModelBundle, RefusesAnyAlteredByte) {
    const test::TempFolder folder;
    ASSERT_TRUE(writeModelBundle(folder / "m", card(), someWeights()));
    const auto bytes = *readFile(folder / "m", 1 << 20);
    const auto sha = digest::sha256(bytes);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        auto altered = bytes;
        altered[at] ^= 0x10;
        const auto back = readModelBundle(std::make_shared<const Bytes>(std::move(altered)), "m");
        if (!back) continue;
        // Dates and versions in the zip's own headers say nothing of the model; the file's checksum shows them nevertheless.
        EXPECT_EQ(toJson(back->card), toJson(readModelBundle(folder / "m")->card)) << at;
        EXPECT_EQ(back->weights.find("fc.weight")->bytes[0], 42) << at;
        EXPECT_NE(back->sha256, sha);
    }
}

std::shared_ptr<const Bytes> zip(const std::vector<test::ZipPart>& parts) {
    const auto text = test::zipOf(parts);
    return std::make_shared<const Bytes>(text.begin(), text.end());
}

TEST(ModelBundle, RefusesACardThatUnpacksToGigabytes) {
    // 10 GB of spaces, deflated, would be 10 MB; the claim alone is refused, and so is an entry that holds more than it claims.
    const std::string notDeflated = "{}";
    for (const std::int64_t claimed : {10'000'000'000ll, 500'000ll, 1ll}) {
        const auto back = readModelBundle(zip({{.name = "card.json", .content = notDeflated, .method = 8, .claimedSize = claimed}, {.name = "weights.safetensors", .content = "x"}}), "m");
        ASSERT_FALSE(back) << claimed;
        EXPECT_EQ(back.error().code, ErrorCode::DamagedModel) << claimed;
    }
}

TEST(ModelBundle, RefusesACardThatIsNestedAMillionDeep) {
    const auto back = readModelBundle(zip({{.name = "card.json", .content = "{\"format\":" + std::string(500'000, '[')}, {.name = "weights.safetensors", .content = "x"}}), "m");
    ASSERT_FALSE(back);
    EXPECT_NE(back.error().what.find("nested too deeply"), std::string::npos) << back.error().what;
}

TEST(ModelBundle, WritesNoCardThatItWouldNotRead) {
    const test::TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "m", std::string_view("what was there")));
    auto twice = card(), notUtf8 = card(), trunk = card();
    twice.classes[1].name = "all";
    notUtf8.classes[1].name = "\xff";
    trunk.kind = ModelKind::Trunk;
    for (const auto& bad : {twice, notUtf8, trunk}) {
        const auto written = writeModelBundle(folder / "m", bad, someWeights());
        ASSERT_FALSE(written);
        EXPECT_EQ(written.error().code, ErrorCode::InvalidArgument);
        EXPECT_EQ(*readTextFile(folder / "m", 100), "what was there");
    }
}

TEST(ModelBundle, SaysWhichPartIsMissingOrPacked) {
    auto sound = card();
    sound.weightsSha256 = std::string(64, 'a');
    const auto text = toJson(sound).dump();
    EXPECT_NE(readModelBundle(zip({{.name = "card.json", .content = text}}), "m").error().what.find("holds no weights.safetensors"), std::string::npos);
    EXPECT_NE(readModelBundle(zip({{.name = "card.json", .content = text}, {.name = "weights.safetensors", .content = "x", .method = 8}}), "m").error().what.find("compressed"),
              std::string::npos);
    EXPECT_NE(readModelBundle(zip({{.name = "card.json", .content = text}, {.name = "weights.safetensors", .content = "x"}}), "m").error().what.find("checksum"), std::string::npos);
}

TEST(ModelBundle, ReadsACardThatWasCompressed) {
    // As format 1 wrote it, and as a person's zip program does.
    const test::TempFolder folder;
    auto packed = card();
    const auto weights = someWeights();
    packed.weightsSha256 = digest::sha256(weights);
    const auto text = toJson(packed).dump(2);
    int code = 0;
    zip_t* archive = zip_open((folder / "m").c_str(), ZIP_CREATE, &code);
    ASSERT_NE(archive, nullptr);
    zip_file_add(archive, "card.json", zip_source_buffer(archive, text.data(), text.size(), 0), 0);
    const auto index = zip_file_add(archive, "weights.safetensors", zip_source_buffer(archive, weights.data(), weights.size(), 0), 0);
    zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
    ASSERT_EQ(zip_close(archive), 0);
    const auto back = readModelBundle(folder / "m");
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(back->card.name, "m");
}

TEST(ModelBundle, OtherFilesAreNoModels) {
    const test::TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "text", std::string_view("hello")));
    ASSERT_TRUE(writeFileAtomically(folder / "empty", std::string_view()));
    EXPECT_EQ(readModelBundle(zip({{.name = "readme.txt", .content = "hi"}}), "m").error().code, ErrorCode::NotAModel);
    for (const char* name : {"text", "empty"}) EXPECT_EQ(readModelBundle(folder / name).error().code, ErrorCode::NotAModel) << name;
    EXPECT_EQ(readModelBundle(folder / "none").error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace leukolens::inference
