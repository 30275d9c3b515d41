// An independent package reads the message back in tests/interop; here is what it does not look at.
#include "core/report/hl7_export.h"

#include <gmock/gmock.h>

#include "core/base/files.h"
#include "core/report/deidentified_report.h"
#include "tests/core/report/whole_report.h"
#include "tests/support/temp_folder.h"

namespace leukolens::report {
namespace {

using testing::HasSubstr;

std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c == at) parts.emplace_back();
        else parts.back() += c;
    }
    return parts;
}

std::vector<std::vector<std::string>> segments(const std::string& message, const std::string& name) {
    std::vector<std::vector<std::string>> found;
    for (const std::string& line : split(message, '\r'))
        if (line.starts_with(name + "|")) found.push_back(split(line, '|'));
    return found;
}

TEST(Hl7Export, IsOneMessageOfSegmentsThatEndWithCr) {
    const std::string message = caseHl7(test::wholeReport());
    EXPECT_TRUE(message.starts_with("MSH|^~\\&|LEUKOLENS||||20240206080000+0100||ORU^R01^ORU_R01|"));
    EXPECT_EQ(message.back(), '\r');
    EXPECT_EQ(message.find('\n'), std::string::npos);
    const auto header = segments(message, "MSH")[0];
    EXPECT_EQ(header[11], "2.5.1");
    EXPECT_EQ(header[17], "UNICODE UTF-8") << "MSH-18: MSH-1 is the bar itself";
    EXPECT_LE(header[9].size(), 20u);
    std::vector<std::string> order;
    for (const std::string& line : split(message, '\r'))
        if (!line.starts_with("OBX") && !line.starts_with("NTE") && !line.empty()) order.push_back(line.substr(0, 3));
    EXPECT_EQ(order, (std::vector<std::string>{"MSH", "PID", "ORC", "OBR", "SPM"}));
}

TEST(Hl7Export, EscapesWhatWouldBreakTheMessage) {
    const std::string message = caseHl7(test::wholeReport());
    EXPECT_THAT(segments(message, "PID")[0][3], HasSubstr("Secret Name\\F\\\\S\\\\R\\\\E\\\\T\\ Müller, Ж <b>^^^LEUKOLENS^PI"));
    EXPECT_THAT(message, HasSubstr("Secret comment \\F\\ with \\S\\ signs \\T\\ more~second line\r"));
    EXPECT_THAT(message, HasSubstr("ETV6::RUNX1 \\F\\ \\S\\ \\T\\ \\E\\|"));
    for (const auto& result : segments(message, "OBX")) EXPECT_LE(result.size(), 17u) << "no bar of a text became a field";
}

TEST(Hl7Export, NumbersResultsInOrder) {
    const auto results = segments(caseHl7(test::wholeReport()), "OBX");
    ASSERT_GT(results.size(), 40u);
    for (std::size_t i = 0; i < results.size(); ++i) EXPECT_EQ(results[i][1], std::to_string(i + 1));
}

TEST(Hl7Export, ComparedNumbersAreStructured) {
    bool found = false;
    for (const auto& result : segments(caseHl7(test::wholeReport()), "OBX")) {
        if (!result[3].starts_with("mrd-percent^")) continue;
        found = true;
        EXPECT_EQ(result[2], "SN");
        EXPECT_EQ(result[5], "<^0.01");
        EXPECT_EQ(result[6], "%^^UCUM");
    }
    EXPECT_TRUE(found);
}

TEST(Hl7Export, AnOpenSessionIsPreliminaryAndWithoutASpecimenThatNobodyNamed) {
    const std::string message = caseHl7(makeCaseReport({}, {test::reportCell(1, 9)}));
    EXPECT_EQ(segments(message, "OBR")[0][25], "P");
    EXPECT_TRUE(segments(message, "SPM").empty());
    EXPECT_EQ(segments(message, "PID")[0][8], "U");
}

TEST(Hl7Export, DeidentifiedHasDaysAndNobody) {
    const std::string message = caseHl7(deidentified(test::wholeReport()));
    EXPECT_EQ(segments(message, "MSH")[0][6], "2024") << "of the message, not of the patient";
    std::string rest = message.substr(message.find('\r'));
    for (const char* trace : {"ecret", "Müller", "Dr.", "folder", "2024-", "202401", "202402"}) EXPECT_THAT(rest, testing::Not(HasSubstr(trace)));
    EXPECT_THAT(rest, HasSubstr("day^Days since the start^99LKL|1|29|d^^UCUM"));
}

TEST(Hl7Export, IsSavedWholeOrNotAtAll) {
    const leukolens::test::TempFolder folder;
    ASSERT_TRUE(writeCaseHl7(test::wholeReport(), folder / "c.hl7"));
    EXPECT_EQ(readTextFile(folder / "c.hl7", 1 << 20).value(), caseHl7(test::wholeReport()));
    EXPECT_EQ(writeCaseHl7(test::wholeReport(), folder / "none" / "c.hl7").error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace leukolens::report
