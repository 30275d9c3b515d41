#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "core/weights/readers.h"
#include "core/weights/weights_file.h"
#include "tests/support/temp_folder.h"
#include "tests/support/zip_bytes.h"

namespace leukolens::weights {
namespace {

Bytes fixture(const char* name) { return *readFile(std::filesystem::path(FIXTURE_FOLDER) / name, 1 << 20); }

Result<WeightsFile> open(Bytes bytes) {
    const auto shared = std::make_shared<const Bytes>(std::move(bytes));
    return WeightsFile::fromBytes(shared, *shared, "w.pth");
}

std::vector<float> floats(const TensorRecord& record) {
    std::vector<float> values(record.elements());
    copyContiguous(record, {reinterpret_cast<std::uint8_t*>(values.data()), 4 * values.size()});
    return values;
}

class Pth : public testing::TestWithParam<const char*> {};

TEST_P(Pth, ReadsWhatTorchSaved) {
    const auto file = open(fixture(GetParam()));
    ASSERT_TRUE(file) << file.error().message();
    ASSERT_EQ(file->tensors().size(), 4u);
    EXPECT_EQ(floats(*file->find("plain")), (std::vector<float>{1.5, -2}));
    // arange(12) as 3×4, transposed, rows 1 and 2
    EXPECT_EQ(file->find("view")->shape, (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(floats(*file->find("view")), (std::vector<float>{1, 5, 9, 2, 6, 10}));
    EXPECT_EQ(file->find("half")->type, NumberType::Float16);
    EXPECT_EQ(file->find("half")->bytes[1], 0x38);  // 0.5
    std::int64_t count = 0;
    copyContiguous(*file->find("count"), {reinterpret_cast<std::uint8_t*>(&count), 8});
    EXPECT_EQ(count, 42);
}

TEST_P(Pth, RefusesEveryTruncation) {
    const auto bytes = fixture(GetParam());
    for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(open(Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)))) << size;
}

TEST_P(Pth, SurvivesEveryFlippedByte) {
    const auto bytes = fixture(GetParam());
    int refused = 0;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        auto altered = bytes;
        altered[at] ^= 0xff;
        const auto file = open(std::move(altered));  // padding may flip unnoticed; a crash may not happen
        refused += file ? 0 : 1;
        if (file)
            for (const auto& record : file->tensors()) (void)floats({record.name, NumberType::Float16, record.shape, record.stride, record.bytes});
    }
    EXPECT_GT(refused, 100);
}

INSTANTIATE_TEST_SUITE_P(BothForms, Pth, testing::Values("small.pth", "small_legacy.pth"), [](const auto& form) { return std::string(form.param) == "small.pth" ? "zip" : "legacy"; });

TEST(PthZip, FindsAByteThatChanged) {
    auto bytes = fixture("small.pth");
    const float wanted = 1.5;
    std::uint8_t pattern[4];
    std::memcpy(pattern, &wanted, 4);
    const auto at = std::search(bytes.begin(), bytes.end(), std::begin(pattern), std::end(pattern));
    ASSERT_NE(at, bytes.end());
    *at ^= 1;
    const auto file = open(std::move(bytes));
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, ErrorCode::DamagedModel);
    EXPECT_NE(file.error().what.find("checksum"), std::string::npos) << file.error().what;
}

Bytes zipWith(const std::vector<test::ZipPart>& parts) {
    const auto zip = test::zipOf(parts);
    return {zip.begin(), zip.end()};
}

TEST(PthZip, SaysWhatOtherZipsAre) {
    EXPECT_NE(open(zipWith({{.name = "a/readme", .content = "hi"}})).error().what.find("without PyTorch weights"), std::string::npos);
    EXPECT_NE(open(zipWith({{.name = "a/constants.pkl", .content = ""}, {.name = "a/data.pkl", .content = ""}})).error().what.find("TorchScript"), std::string::npos);
    EXPECT_NE(open(zipWith({{.name = "a/byteorder", .content = "big"}, {.name = "a/data.pkl", .content = ""}})).error().what.find("byte order"), std::string::npos);
    EXPECT_NE(open(zipWith({{.name = "card.json", .content = "{}"}})).error().what.find("model of Leukolens"), std::string::npos);
}

TEST(PthZip, SaysWhichNumbersAreMissing) {
    // data.pkl of the fixture without its storages.
    const auto bytes = fixture("small.pth");
    const auto directory = ZipDirectory::read(bytes, "w.pth");
    const auto pickle = storedBytes(*directory->find("small/data.pkl"), "w.pth");
    ASSERT_TRUE(pickle);
    const auto file = open(zipWith({{.name = "a/data.pkl", .content = std::string(pickle->begin(), pickle->end())}}));
    ASSERT_FALSE(file);
    EXPECT_NE(file.error().what.find("the numbers of 'plain' are missing"), std::string::npos) << file.error().what;
}

TEST(PthLegacy, RefusesAnotherByteOrder) {
    auto bytes = fixture("small_legacy.pth");
    const std::string name = "little_endian";
    const auto at = std::search(bytes.begin(), bytes.end(), name.begin(), name.end());
    ASSERT_NE(at, bytes.end());
    auto flag = std::find(at, bytes.end(), std::uint8_t{0x88});  // NEWTRUE
    ASSERT_NE(flag, bytes.end());
    *flag = 0x89;
    const auto file = open(std::move(bytes));
    ASSERT_FALSE(file);
    EXPECT_NE(file.error().what.find("byte order"), std::string::npos) << file.error().what;
}

TEST(PthLegacy, RefusesLengthsThatTheFileHasNot) {
    auto bytes = fixture("small_legacy.pth");
    // The last storage is view's: 8 bytes of length, 12 float32.
    ASSERT_EQ(bytes[bytes.size() - 56], 12);
    bytes[bytes.size() - 50] = 0x7f;
    auto file = open(bytes);
    ASSERT_FALSE(file);
    EXPECT_NE(file.error().what.find("claims"), std::string::npos) << file.error().what;
    bytes = fixture("small_legacy.pth");
    bytes.push_back(0);
    EXPECT_NE(open(std::move(bytes)).error().what.find("left over"), std::string::npos);
}

}  // namespace
}  // namespace leukolens::weights
