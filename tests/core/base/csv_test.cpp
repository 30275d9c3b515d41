#include "core/base/csv.h"

#include <gtest/gtest.h>

namespace leukolens {
namespace {

TEST(Csv, QuotesWhatRfc4180AsksFor) {
    EXPECT_EQ(csvField("plain text"), "plain text");
    EXPECT_EQ(csvField("a,b"), "\"a,b\"");
    EXPECT_EQ(csvField("say \"hi\""), "\"say \"\"hi\"\"\"");
    EXPECT_EQ(csvField("two\nlines"), "\"two\nlines\"");
    EXPECT_EQ(csvField("-1.5"), "-1.5");
}

TEST(Csv, SpreadsheetsGetNoFormulas) {
    for (const char* formula : {"=1+1", "+1", "-1", "@x"}) EXPECT_EQ(csvSpreadsheetField(formula), std::string("'") + formula);
    EXPECT_EQ(csvSpreadsheetField("=a,b"), "\"'=a,b\"");
    EXPECT_EQ(csvSpreadsheetField("plain"), "plain");
}

}  // namespace
}  // namespace leukolens
