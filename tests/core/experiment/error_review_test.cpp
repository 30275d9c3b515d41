#include "core/experiment/error_review.h"

#include <gtest/gtest.h>

#include <string_view>
#include <utility>
#include <vector>

#include "core/base/files.h"
#include "tests/support/temp_folder.h"

namespace leukolens::experiment {
namespace {

class ErrorReviewTest : public testing::Test {
protected:
    void put(std::string_view text) { ASSERT_TRUE(writeFileAtomically(m_folder / kReviewFile, text)); }

    ErrorReview readBack() {
        const auto read = readErrorReview(m_folder.path());
        EXPECT_TRUE(read) << (read ? std::string() : read.error().message());
        return read.value_or(ErrorReview());
    }

    leukolens::test::TempFolder m_folder;
};

TEST_F(ErrorReviewTest, WhatWasNotedIsReadBack) {
    const ErrorReview review = {{"P01/cell 1.png", ErrorCause::Label}, {"P02/Zélle ж \"2\".png", ErrorCause::Network}};
    ASSERT_TRUE(writeErrorReview(m_folder.path(), review));
    EXPECT_EQ(readBack(), review);
    ASSERT_TRUE(writeErrorReview(m_folder.path(), {}));
    EXPECT_TRUE(readBack().empty()) << "everything was taken back";
    EXPECT_EQ(leukolens::test::entries(m_folder.path()), std::vector<std::string>{kReviewFile}) << "nothing half-written is left";
}

TEST_F(ErrorReviewTest, NoFileMeansThatNothingWasReviewed) { EXPECT_TRUE(readBack().empty()); }

TEST_F(ErrorReviewTest, ADamagedFileIsNamed) {
    const std::pair<std::string_view, const char*> files[] = {
        {"", "no list"},
        {"{\"version\":1,\"cells\":{\"a.png\":", "no list"},
        {"[]", "no list"},
        {"\xff\xfe", "no list"},
        {"{}", "no list"},
        {R"({"version":2,"cells":{}})", "no list"},
        {R"({"version":"1","cells":{}})", "no list"},
        {R"({"version":1})", "names no cells"},
        {R"({"version":1,"cells":[]})", "names no cells"},
        {R"({"version":1,"cells":{"a.png":"both"}})", "neither"},
        {R"({"version":1,"cells":{"a.png":"label","b.png":1}})", "neither"},
        {R"({"version":1,"cells":{"a.png":null}})", "neither"},
    };
    for (const auto& [text, words] : files) {
        SCOPED_TRACE(std::string(text));
        put(text);
        const auto read = readErrorReview(m_folder.path());
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, ErrorCode::ReadFailed);
        EXPECT_EQ(read.error().file, m_folder / kReviewFile);
        EXPECT_NE(read.error().what.find(words), std::string::npos) << read.error().what;
        EXPECT_FALSE(read.error().advice.empty());
    }
}

TEST_F(ErrorReviewTest, ADamagedFileIsKeptAsideWhenANewOneIsWritten) {
    const ErrorReview review = {{"a.png", ErrorCause::Label}};
    const std::string first = "{\"version\":1,\"cells\":{\"a.png\":", second = "[]", aside = kDamagedReviewFile;
    put(first);
    ASSERT_TRUE(writeErrorReview(m_folder.path(), review));
    EXPECT_EQ(readBack(), review);
    EXPECT_EQ(readTextFile(m_folder / aside, 1000).value_or(""), first);
    ASSERT_TRUE(writeErrorReview(m_folder.path(), review)) << "a sound file is replaced";
    put(second);
    ASSERT_TRUE(writeErrorReview(m_folder.path(), review));
    EXPECT_EQ(readTextFile(m_folder / aside, 1000).value_or(""), first) << "the one before stays";
    EXPECT_EQ(readTextFile(m_folder / (aside + "-2"), 1000).value_or(""), second);
    EXPECT_EQ(leukolens::test::entries(m_folder.path()), (std::vector<std::string>{kReviewFile, aside, aside + "-2"}));
}

TEST_F(ErrorReviewTest, APathThatIsNotUtf8IsWrittenAsWellAsJsonCan) {
    const ErrorReview review = {{"cell \xff.png", ErrorCause::Network}};
    Result<void> written;
    EXPECT_NO_THROW(written = writeErrorReview(m_folder.path(), review));
    ASSERT_TRUE(written);
    EXPECT_EQ(readBack(), (ErrorReview{{"cell \xef\xbf\xbd.png", ErrorCause::Network}}));
}

TEST_F(ErrorReviewTest, AFolderThatIsGoneIsNamed) {
    const auto written = writeErrorReview(m_folder / "gone", {{"a.png", ErrorCause::Label}});
    ASSERT_FALSE(written);
    EXPECT_NE(written.error().message().find("gone"), std::string::npos) << written.error().message();
}

}  // namespace
}  // namespace leukolens::experiment
