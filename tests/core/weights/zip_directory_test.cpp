#include "core/weights/zip_directory.h"

#include <gtest/gtest.h>

#include "tests/support/zip_bytes.h"

namespace leukolens::weights {
namespace {

using test::ZipPart;
using test::zipOf;

Result<ZipDirectory> read(const std::string& zip) {
    return ZipDirectory::read({reinterpret_cast<const std::uint8_t*>(zip.data()), zip.size()}, "w.pth");
}

void expectDamaged(const std::string& zip, const char* words) {
    const auto directory = read(zip);
    ASSERT_FALSE(directory) << words;
    EXPECT_EQ(directory.error().code, ErrorCode::DamagedModel);
    EXPECT_NE(directory.error().what.find(words), std::string::npos) << directory.error().what;
    EXPECT_EQ(directory.error().file, "w.pth");
}

const std::vector<ZipPart> kTwo = {{.name = "a/one", .content = "first"}, {.name = "a/two", .content = "second"}};

TEST(ZipDirectory, FindsEntriesWithAndWithoutZip64) {
    for (const bool zip64 : {false, true}) {
        const std::string zip = zipOf(kTwo, zip64);
        const auto directory = read(zip);
        ASSERT_TRUE(directory) << directory.error().what;
        ASSERT_NE(directory->find("a/two"), nullptr);
        EXPECT_EQ(directory->find("a/three"), nullptr);
        const auto bytes = storedBytes(*directory->find("a/two"), "w.pth");
        ASSERT_TRUE(bytes) << bytes.error().what;
        EXPECT_EQ(std::string(bytes->begin(), bytes->end()), "second");
    }
}

TEST(ZipDirectory, TellsAnotherFileFromADamagedZip) {
    EXPECT_EQ(read("").error().code, ErrorCode::NotAModel);
    EXPECT_EQ(read("hello, I am no zip").error().code, ErrorCode::NotAModel);
    const std::string zip = zipOf(kTwo);
    for (std::size_t size = 4; size < zip.size(); ++size) expectDamaged(zip.substr(0, size), "damaged");
}

TEST(ZipDirectory, RefusesEveryLie) {
    const auto with = [](auto change) {
        auto parts = kTwo;
        change(parts[1]);
        return zipOf(parts);
    };
    expectDamaged(with([](ZipPart& p) { p.claimedSize = 7; }), "claims 7 bytes and has 6");
    expectDamaged(with([](ZipPart& p) { p.claimedSize = p.claimedPackedSize = 10'000'000'000; }), "claims 10000000000 bytes");
    expectDamaged(with([](ZipPart& p) { p.claimedSize = p.claimedPackedSize = 90; }), "shares bytes");
    expectDamaged(with([](ZipPart& p) { p.claimedPlace = 0; }), "called otherwise");
    expectDamaged(with([](ZipPart& p) { p.claimedPlace = 3; }), "not where the list says");
    expectDamaged(with([](ZipPart& p) { p.claimedPlace = 0xffffff; }), "not where the list says");
    expectDamaged(with([](ZipPart& p) { p.localName = "a/2"; }), "called otherwise");
    expectDamaged(with([](ZipPart& p) { p.name = "a/one"; }), "occurs twice");
    expectDamaged(with([](ZipPart& p) { p.flags = 1; }), "encrypted");
    expectDamaged(with([](ZipPart& p) { p.method = 12; }), "method");
}

TEST(ZipDirectory, RefusesTwoEntriesOnTheSameBytes) {
    auto parts = kTwo;
    parts[1].name = parts[1].localName = "a/one";
    parts[0].name = "a/one";
    parts[1].claimedPlace = 0;
    expectDamaged(zipOf(parts), "share");
}

TEST(ZipDirectory, RefusesMoreEntriesThanItsListHolds) {
    std::string zip = zipOf(kTwo);
    zip[zip.size() - 12] = zip[zip.size() - 14] = '\xff';
    expectDamaged(zip, "inconsistent");
}

TEST(ZipDirectory, NamesWhatDoesNotMatchItsChecksum) {
    auto parts = kTwo;
    parts[0].claimedCrc = 5;
    const std::string zip = zipOf(parts);
    const auto directory = read(zip);
    ASSERT_TRUE(directory);
    const auto bytes = storedBytes(*directory->find("a/one"), "w.pth");
    ASSERT_FALSE(bytes);
    EXPECT_EQ(bytes.error().code, ErrorCode::DamagedModel);
    EXPECT_NE(bytes.error().what.find("a/one"), std::string::npos);
}

TEST(ZipDirectory, CompressedEntriesAreListedButNotGivenAsStored) {
    auto parts = kTwo;
    parts[0].method = 8;
    parts[0].claimedSize = 1000;
    const std::string zip = zipOf(parts);
    const auto directory = read(zip);
    ASSERT_TRUE(directory) << directory.error().what;
    EXPECT_NE(storedBytes(*directory->find("a/one"), "w.pth").error().what.find("compressed"), std::string::npos);
}

}  // namespace
}  // namespace leukolens::weights
