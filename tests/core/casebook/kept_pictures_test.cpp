#include "core/casebook/kept_pictures.h"

#include <gtest/gtest.h>
#include <zip.h>

#include <algorithm>

#include "core/base/files.h"
#include "tests/support/temp_folder.h"
#include "tests/support/zip_bytes.h"

namespace leukolens::casebook {
namespace {

namespace fs = std::filesystem;

class KeptPicturesTest : public testing::Test {
protected:
    Result<UnpackedPictures> unpack(const std::string& zip, const CancelToken& cancel = {}) {
        EXPECT_TRUE(writeFileAtomically(m_zip, zip));
        NoProgress progress;
        return unpackPictures(m_zip, m_kept, progress, cancel);
    }
    static std::string text(const fs::path& file) { return *readTextFile(file, 1 << 20); }
    std::vector<std::string> namesOf(const UnpackedPictures& unpacked) {
        std::vector<std::string> names;
        for (const auto& picture : unpacked.pictures) names.push_back(picture.file.filename().string());
        return names;
    }

    test::TempFolder m_folder;
    KeptPictures m_kept = KeptPictures::besides(m_folder / "cases.leukocases");
    fs::path m_zip = m_folder / "cells.zip";
};

TEST_F(KeptPicturesTest, LieBesideTheCaseFileUnderTheirOwnNames) {
    const std::string bytes = "a picture";
    const std::span span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    const auto first = m_kept.keep(span, "Zelle 1.png");
    ASSERT_TRUE(first) << first.error().message();
    EXPECT_EQ(first->filename(), "Zelle 1.png");
    EXPECT_EQ(first->parent_path().parent_path(), m_folder / "cases.leukocases.pictures");
    EXPECT_EQ(text(*first), bytes);
    const auto written = fs::last_write_time(*first);
    EXPECT_EQ(*m_kept.keep(span, "Zelle 1.png"), *first);
    EXPECT_EQ(fs::last_write_time(*first), written) << "not written again";
    const std::string other = "other one";
    EXPECT_NE(*m_kept.keep({reinterpret_cast<const std::uint8_t*>(other.data()), other.size()}, "Zelle 1.png"), *first) << "another picture of the same name";
}

TEST_F(KeptPicturesTest, NamesCannotLeadElsewhere) {
    const std::uint8_t byte = 7;
    for (const std::string name : {"../../up.png", "/etc/passwd.png", "C:\\windows\\x.png", "..", "", ".hidden.png", "a<b>:\"|?*\n.png", "\xff\xfe.png"}) {
        const auto file = m_kept.keep(std::span(&byte, 1), name);
        ASSERT_TRUE(file) << name;
        EXPECT_EQ(file->parent_path().parent_path(), m_kept.folder()) << name;
        EXPECT_FALSE(file->filename().string().starts_with('.')) << name;
    }
    const auto longName = m_kept.keep(std::span(&byte, 1), std::string(300, 'x') + "\xC3\xA4.png");
    ASSERT_TRUE(longName);
    EXPECT_TRUE(longName->string().ends_with("\xC3\xA4.png"));
}

TEST_F(KeptPicturesTest, AZipGivesItsPicturesAndNothingElse) {
    const auto unpacked = unpack(test::zipOf({{"run/a.png", "one"}, {"run/notes.txt", "no"}, {"run/b.BMP", "two"}, {"__MACOSX/run/._a.png", "no"}, {"run/.c.png", "no"}, {"run/d.png/", ""}, {"e.tif", "three"}}));
    ASSERT_TRUE(unpacked) << unpacked.error().message();
    EXPECT_EQ(namesOf(*unpacked), (std::vector<std::string>{"a.png", "b.BMP", "e.tif"}));
    EXPECT_EQ(text(unpacked->pictures[2].file), "three");
    EXPECT_EQ(unpacked->pictures[0].entry, m_zip / "run/a.png");
    EXPECT_TRUE(unpacked->problems.empty());
}

TEST_F(KeptPicturesTest, ADamagedEntryStopsNoOther) {
    const auto unpacked = unpack(test::zipOf({{"a.png", "one"}, {.name = "b.png", .content = "two", .claimedCrc = 1}, {"c.png", "three"}}));
    ASSERT_TRUE(unpacked) << unpacked.error().message();
    EXPECT_EQ(namesOf(*unpacked), (std::vector<std::string>{"a.png", "c.png"}));
    ASSERT_EQ(unpacked->problems.size(), 1u);
    EXPECT_EQ(unpacked->problems[0].file, m_zip / "b.png");
}

TEST_F(KeptPicturesTest, ALockedZipSaysSo) {
    int code = 0;
    zip_t* zip = zip_open(m_zip.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    ASSERT_NE(zip, nullptr);
    ASSERT_GE(zip_file_add(zip, "a.png", zip_source_buffer(zip, "one", 3, 0), 0), 0);
    ASSERT_EQ(zip_file_set_encryption(zip, 0, ZIP_EM_AES_256, "secret"), 0);
    ASSERT_EQ(zip_close(zip), 0);
    NoProgress progress;
    const auto unpacked = unpackPictures(m_zip, m_kept, progress, {});
    ASSERT_TRUE(unpacked);
    EXPECT_TRUE(unpacked->pictures.empty());
    ASSERT_EQ(unpacked->problems.size(), 1u);
    EXPECT_NE(unpacked->problems[0].what.find("password"), std::string::npos);
}

TEST_F(KeptPicturesTest, WhatIsNoZipIsRefused) {
    for (const std::string& bytes : {std::string("PK but no zip"), std::string(), test::zipOf({{"a.png", "one"}}).substr(0, 40)}) {
        const auto unpacked = unpack(bytes);
        ASSERT_FALSE(unpacked);
        EXPECT_EQ(unpacked.error().code, ErrorCode::ReadFailed);
        EXPECT_EQ(unpacked.error().file, m_zip);
    }
    NoProgress progress;
    EXPECT_EQ(unpackPictures(m_folder / "gone.zip", m_kept, progress, {}).error().code, ErrorCode::NotFound);
    CancelSource cancel;
    cancel.cancel();
    EXPECT_EQ(unpack(test::zipOf({{"a.png", "one"}}), cancel.token()).error().code, ErrorCode::Cancelled);
    EXPECT_FALSE(fs::exists(m_kept.folder())) << "nothing is left behind";
}

TEST_F(KeptPicturesTest, KnowsZipsByTheirNames) {
    EXPECT_TRUE(isZipName("a/b.zip"));
    EXPECT_TRUE(isZipName("B.ZIP"));
    EXPECT_FALSE(isZipName("zip"));
    EXPECT_FALSE(isZipName("a.zip.png"));
}

}  // namespace
}  // namespace leukolens::casebook
