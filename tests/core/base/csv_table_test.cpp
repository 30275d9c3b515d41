#include "core/base/csv_table.h"

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/base/random.h"
#include "tests/support/temp_folder.h"

namespace leukolens {
namespace {

using Fields = std::vector<std::string>;

struct Table {
    Fields header;
    std::vector<CsvRecord> records;
};

/// All records, or the error.
Result<Table> readAll(std::string text, const CsvLimits& limits = {}) {
    auto reader = CsvReader::fromText(std::move(text), "table.csv", limits);
    if (!reader) return fail(reader.error());
    Table table{reader->header(), {}};
    CsvRecord record;
    for (;;) {
        const auto more = reader->next(record);
        if (!more) return fail(more.error());
        if (!*more) return table;
        table.records.push_back(record);
    }
}

std::vector<Fields> fieldsOf(const std::string& text) {
    const auto table = readAll(text);
    if (!table) ADD_FAILURE() << table.error().message();
    std::vector<Fields> rows;
    for (const CsvRecord& record : table ? table->records : std::vector<CsvRecord>()) rows.push_back(record.fields);
    return rows;
}

TEST(CsvTable, ReadsQuotesAsRfc4180Says) {
    EXPECT_EQ(fieldsOf("a,b,c\n\"x,y\",\"say \"\"hi\"\"\",\"two\r\nlines\"\n,\"\",z"), (std::vector<Fields>{{"x,y", "say \"hi\"", "two\r\nlines"}, {"", "", "z"}}));
    EXPECT_EQ(fieldsOf("a,b\nx, \"y,z\" \n"), (std::vector<Fields>{{"x", "y,z"}}));
}

TEST(CsvTable, ReadsEveryLineEndAndCountsLines) {
    for (const char* text : {"a,b\n1,2\n\n3,4\n", "a,b\r\n1,2\r\n\r\n3,4", "a,b\r1,2\r\r3,4\r"}) {
        const auto table = readAll(text);
        ASSERT_TRUE(table) << table.error().message();
        ASSERT_EQ(table->records.size(), 2u) << text;
        EXPECT_EQ(table->records[0].line, 2);
        EXPECT_EQ(table->records[1].line, 4);
        EXPECT_EQ(table->records[1].fields, (Fields{"3", "4"}));
    }
    const auto multiline = readAll("a,b\n\"1\n\n1\",2\n3,4,5\n");
    ASSERT_TRUE(multiline);
    EXPECT_EQ(multiline->records[1].line, 5);
}

TEST(CsvTable, TellsTheSeparatorByTheHeader) {
    const std::vector<Fields> expected{{"1,5", "x"}};
    EXPECT_EQ(fieldsOf("a;b\n1,5;x\n"), expected);
    EXPECT_EQ(fieldsOf("a\tb\n1,5\tx\n"), expected);
    EXPECT_EQ(fieldsOf("sep=;\r\na;b\r\n1,5;x\r\n"), expected);
    EXPECT_EQ(fieldsOf("\"a;b;c\",b\n\"1,5\",x\n"), expected);
    EXPECT_EQ(fieldsOf("\xEF\xBB\xBF" "a,b\n\"1,5\",x\n"), expected);
    EXPECT_EQ(fieldsOf("only\nx\n"), (std::vector<Fields>{{"x"}}));
}

TEST(CsvTable, NamesColumnsOnce) {
    EXPECT_EQ(readAll(" a ,,\"b \"\n")->header, (Fields{"a", "column 2", "b"}));
    const auto twice = readAll("a,b,a\n");
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().code, ErrorCode::ReadFailed);
    EXPECT_NE(twice.error().what.find("line 1 names the column 'a' twice"), std::string::npos) << twice.error().what;
}

TEST(CsvTable, ADamagedRecordSaysSoAndStopsNothing) {
    const auto table = readAll("a,b\n1\n2,2\n3,3,3\n\"4\"x,4\n5,5\"5\n6,6\n,,\n");
    ASSERT_TRUE(table) << table.error().message();
    std::vector<std::string> faults;
    for (const CsvRecord& record : table->records) faults.push_back(record.fault);
    EXPECT_EQ(faults, (Fields{"has 1 field, expected 2", "", "has 3 fields, expected 2", "has text after a closing quote", "has a quote inside a field that does not begin with one", "",
                              "has 3 fields, expected 2"}));
    EXPECT_TRUE(table->records[0].fields.empty());
    EXPECT_EQ(table->records[5].fields, (Fields{"6", "6"}));
}

TEST(CsvTable, RefusesWhatCannotBeReadAndNamesTheLine) {
    const std::vector<std::tuple<std::string, ErrorCode, std::string>> cases{
        {"", ErrorCode::ReadFailed, "is empty"},
        {"\n \n", ErrorCode::ReadFailed, "is empty"},
        {"a,b\n1,2\n\"3,4\n5,6\n", ErrorCode::ReadFailed, "line 3 opens a quote that is never closed"},
        {"a,b\n1,\xFF\n", ErrorCode::ReadFailed, "line 2 holds bytes that are not UTF-8"},
        {std::string("a,b\n1,2\n3,\0\n", 12), ErrorCode::ReadFailed, "line 3 holds a zero byte"},
        {"\xFF\xFE" "a", ErrorCode::ReadFailed, "UTF-16"},
        {"\"a\"b,c\n", ErrorCode::ReadFailed, "line 1 has text after a closing quote"},
    };
    for (const auto& [text, code, words] : cases) {
        const auto table = readAll(text);
        ASSERT_FALSE(table) << text;
        EXPECT_EQ(table.error().code, code) << text;
        EXPECT_NE(table.error().what.find(words), std::string::npos) << table.error().what;
        EXPECT_FALSE(table.error().advice.empty());
    }
}

TEST(CsvTable, KeepsToItsLimits) {
    const CsvLimits limits{.maxBytes = 1000, .maxColumns = 4, .maxRecordBytes = 100, .maxRecords = 3};
    const std::vector<std::pair<std::string, std::string>> cases{
        {std::string(1001, 'x'), "1001 bytes"},
        {"a,b,c,d,e\n", "names 5 columns, more than the limit of 4"},
        {"a\n" + std::string(101, 'x'), "line 2 is longer than the limit of 100"},
        {"a\n1\n2\n3\n4\n", "line 5 is beyond the limit of 3 records"},
    };
    for (const auto& [text, words] : cases) {
        const auto table = readAll(text, limits);
        ASSERT_FALSE(table) << words;
        EXPECT_EQ(table.error().code, ErrorCode::TooLarge);
        EXPECT_NE(table.error().what.find(words), std::string::npos) << table.error().what;
    }
    EXPECT_EQ(readAll("a\n\"" + std::string(200, 'x') + "\"", limits).error().code, ErrorCode::ReadFailed);
    EXPECT_TRUE(readAll("a\n1\n2\n3\n\n\n", limits));
    const auto wide = readAll("a,b\n" + std::string(90, ','), limits);
    ASSERT_TRUE(wide);
    EXPECT_EQ(wide->records[0].fault, "has 91 fields, expected 2");
}

TEST(CsvTable, ReadsFilesOnly) {
    test::TempFolder folder;
    EXPECT_EQ(CsvReader::open(folder / "gone.csv").error().code, ErrorCode::NotFound);
    EXPECT_EQ(CsvReader::open(folder.path()).error().code, ErrorCode::NotAFile);
    ASSERT_TRUE(writeFileAtomically(folder / "t.csv", std::string_view("a\tb\n")));
    EXPECT_EQ(CsvReader::open(folder / "t.csv")->separator(), '\t');
}

TEST(CsvTable, AnyBytesEndWithoutACrash) {
    Random random(7);
    const std::string alphabet = "a,;\t\"\r\n =\xEF\xBB\xBFü";
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        for (std::uint64_t i = random.below(60); i > 0; --i) text += alphabet[random.below(alphabet.size())];
        const auto table = readAll(text);
        if (!table) continue;
        int line = 1;
        for (const CsvRecord& record : table->records) {
            EXPECT_GT(record.line, line);
            EXPECT_EQ(record.fields.size(), record.fault.empty() ? table->header.size() : 0u);
            line = record.line;
        }
    }
}

}  // namespace
}  // namespace leukolens
