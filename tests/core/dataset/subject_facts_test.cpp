#include "core/dataset/subject_facts.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/dataset/fact_values.h"
#include "core/dataset/facts_table.h"
#include "tests/core/dataset/sample_folder.h"
#include "tests/support/temp_folder.h"

namespace leukolens::dataset {
namespace {
namespace fs = std::filesystem;

class FactsTableTest : public testing::Test {
protected:
    SubjectFactsTable read(const std::string& text) {
        EXPECT_TRUE(writeFileAtomically(m_file, text));
        auto table = readSubjectFacts(m_file);
        if (!table) ADD_FAILURE() << table.error().message();
        return table.value_or(SubjectFactsTable());
    }

    leukolens::test::TempFolder m_folder;
    fs::path m_file = m_folder / "facts.csv";
};

std::vector<std::pair<std::string, std::string>> said(const SubjectFactsTable& table) {
    std::vector<std::pair<std::string, std::string>> problems;
    for (const Problem& problem : table.problems) problems.emplace_back(problem.code, problem.message);
    return problems;
}

/// Each problem has the code and the words of `expected`, in order.
void expectProblems(const SubjectFactsTable& table, const std::vector<std::pair<std::string, std::string>>& expected) {
    const auto problems = said(table);
    ASSERT_EQ(problems.size(), expected.size()) << testing::PrintToString(problems);
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(problems[i].first, expected[i].first) << problems[i].second;
        EXPECT_NE(problems[i].second.find(expected[i].second), std::string::npos) << problems[i].second;
    }
}

TEST(FactColumns, AreToldByUsualNamesAndUnits) {
    const std::vector<std::tuple<std::string, FactKind, double>> cases{
        {"Age", FactKind::Age, 1},
        {"age_years", FactKind::Age, 1},
        {"Age (months)", FactKind::Age, 1.0 / 12},
        {"age at diagnosis [days]", FactKind::Age, 1 / 365.25},
        {"Gender", FactKind::Sex, 1},
        {"WBC", FactKind::WhiteCount, 1},
        {"WBC (×10⁹/L)", FactKind::WhiteCount, 1},
        {"wbc_10e9_per_L", FactKind::WhiteCount, 1},
        {"White blood cell count (10^3/µL)", FactKind::WhiteCount, 1},
        {"Leukocytes G/l", FactKind::WhiteCount, 1},
        {"wbc k/uL", FactKind::WhiteCount, 1},
        {"wbc/µL", FactKind::WhiteCount, 0.001},
        {"white_count_per_mm3", FactKind::WhiteCount, 0.001},
        {"Immunophenotype", FactKind::Immunophenotype, 1},
        {"karyotype", FactKind::Genetics, 1},
        {"prednisone response", FactKind::Prednisone, 1},
        {"MRD (%)", FactKind::Mrd, 1},
        {"mrd_day33", FactKind::Mrd, 1},
        {"mrd_fraction", FactKind::Mrd, 100},
        {"mrd day 15", FactKind::Other, 1},
        {"Patient name", FactKind::Personal, 1},
        {"DOB", FactKind::Personal, 1},
        {"Geburtsdatum", FactKind::Personal, 1},
        {"дата рождения", FactKind::Personal, 1},
        {"agent", FactKind::Other, 1},
        {"centre", FactKind::Other, 1},
    };
    for (const auto& [header, kind, scale] : cases) {
        EXPECT_EQ(factColumn(header).kind, kind) << header;
        EXPECT_DOUBLE_EQ(factColumn(header).scale, scale) << header;
        EXPECT_EQ(factColumn(header).unknownUnit, "") << header;
    }
    EXPECT_EQ(factColumn("wbc (mg)").unknownUnit, "mg");
    EXPECT_EQ(factColumn("age fortnights").kind, FactKind::Other);
}

TEST(FactValues, AreUnderstoodOrRefusedInWords) {
    struct Value {
        const char* column;
        const char* field;
        const char* refused;  ///< empty: it is taken
    };
    for (const Value& value : std::vector<Value>{{"age", "4.5", ""},      {"age", "4,5", ""},        {"age", "0", ""},          {"age", "120", ""},          {"age", "-3", "outside 0 to 120"},
                                                 {"age", "−3", "outside"}, {"age", "4000", "outside"}, {"age", "1,234", "thousands"}, {"age", "four", "not a number"}, {"age", "0x10", "not a number"},
                                                 {"age", "inf", "not a number"}, {"age", "1e999", "not a number"}, {"age", "5 y", "not a number"}, {"sex", "F", ""}, {"sex", "Male", ""},
                                                 {"sex", "m/f", "neither"}, {"sex", "1", "neither"},   {"wbc", "2000", ""},        {"wbc", "2001", "outside 0 to 2000"}, {"wbc/uL", "12000", ""},
                                                 {"lineage", "pre-B", ""}, {"lineage", "T-ALL", ""},  {"lineage", "Z", "neither"}, {"mrd", "<0.01", ""},         {"mrd", "100.1", "outside"},
                                                 {"mrd", "negative", "not a number"}, {"prednisone response", "PGR", ""}, {"prednisone response", "12", "neither"}}) {
        SubjectFacts facts;
        const auto set = setFact(facts, factColumn(value.column), value.field);
        EXPECT_EQ(set.has_value(), *value.refused == 0) << value.column << " " << value.field;
        if (!set) {
            EXPECT_NE(set.error().what.find(value.refused), std::string::npos) << set.error().what;
        }
        EXPECT_EQ(facts.empty(), !set.has_value());
    }
    SubjectFacts facts;
    ASSERT_TRUE(setFact(facts, factColumn("age (months)"), "54"));
    ASSERT_TRUE(setFact(facts, factColumn("wbc (/µL)"), "12300"));
    ASSERT_TRUE(setFact(facts, factColumn("mrd fraction"), "0.0001"));
    EXPECT_DOUBLE_EQ(*facts.ageYears, 4.5);
    EXPECT_DOUBLE_EQ(*facts.whiteCount, 12.3);
    EXPECT_DOUBLE_EQ(*facts.mrdPercent, 0.01);
}

TEST(FactValues, DatesAreKnown) {
    for (const char* date : {"2011-05-30", "30.5.2011", "05/30/11", "2011-05-30T08:00", "1/2/2011 10:00"}) EXPECT_TRUE(isDate(date)) << date;
    for (const char* other : {"2011", "4.5", "1.2.3", "46,XX", "2011-05", "a-b-c", "", "12-345-6789", "2011-5.30"}) EXPECT_FALSE(isDate(other)) << other;
}

TEST_F(FactsTableTest, ReadsFactsOfSubjects) {
    const auto table = read("Patient_ID;Age;Sex;WBC (G/L);Immunophenotype;Genetics;Prednisone response;MRD (%);centre\n"
                            "11;4,5;f;12,3;B-ALL;ETV6::RUNX1;good;<0.01;Graz\nH3;NA;;unknown;?;-;n/a;;\n");
    expectProblems(table, {});
    SubjectFacts expected;
    expected.ageYears = 4.5;
    expected.sex = Sex::Female;
    expected.whiteCount = 12.3;
    expected.immunophenotype = Lineage::B;
    expected.genetics = "ETV6::RUNX1";
    expected.prednisoneResponse = PrednisoneResponse::Good;
    expected.mrdPercent = 0.01;
    expected.mrdBelow = true;
    expected.other = {{"centre", "Graz"}};
    EXPECT_EQ(table.facts, (FactsBySubject{{"11", expected}, {"H3", {}}}));
    EXPECT_EQ(countFacts(table.facts), (std::map<std::string, int>{{"ageYears", 1}, {"centre", 1}, {"genetics", 1}, {"immunophenotype", 1}, {"mrdPercent", 1}, {"prednisoneResponse", 1},
                                                                   {"sex", 1}, {"whiteCount", 1}}));
}

TEST_F(FactsTableTest, NamesLineAndValueOfWhatIsImplausible) {
    const auto table = read("subject,age,sex\na,-3,f\nb,4000,m\nc,7,m/f\nd,8,m\n");
    expectProblems(table, {{"implausible_fact", "line 2: 'age' of subject 'a' is '-3', which is outside 0 to 120 years; taken as missing"},
                           {"implausible_fact", "line 3: 'age' of subject 'b' is '4000'"},
                           {"implausible_fact", "line 4: 'sex' of subject 'c' is 'm/f'"}});
    EXPECT_FALSE(table.facts.at("a").ageYears);
    EXPECT_EQ(table.facts.at("a").sex, Sex::Female);
    EXPECT_EQ(table.facts.at("d").ageYears, 8);
}

TEST_F(FactsTableTest, RowsThatContradictEachOtherLeaveTheFactMissing) {
    const auto table = read("subject,age,sex\na,4.5,f\na,4.50,female\na,5,\nb,7,m\nb,,f\n");
    expectProblems(table, {{"contradicting_facts", "line 4: 'age' of subject 'a' is '5', but '4.5' on line 2"}, {"contradicting_facts", "line 6: 'sex' of subject 'b' is 'f', but 'm' on line 5"}});
    EXPECT_FALSE(table.facts.at("a").ageYears);
    EXPECT_EQ(table.facts.at("a").sex, Sex::Female);
    EXPECT_EQ(table.facts.at("b").ageYears, 7);
    EXPECT_FALSE(table.facts.at("b").sex);
}

TEST_F(FactsTableTest, KeepsNothingThatNamesAPerson) {
    const auto table = read("subject,name,date_of_birth,seen\na,Jane Doe,2011-05-30,2016-01-02\nb,John Doe,2012-05-30,2016-01-03\n");
    expectProblems(table, {{"personal_data", "'name'"}, {"personal_data", "'date_of_birth'"}, {"personal_data", "'seen' holds dates"}});
    for (const auto& [id, facts] : table.facts) EXPECT_TRUE(facts.empty()) << id;
    EXPECT_EQ(toJson(table.facts).dump().find("Doe"), std::string::npos);
}

TEST_F(FactsTableTest, SaysWhichColumnsAreUnclear) {
    const auto table = read("subject,wbc (mg),age,age_months,field\na,5,4,48,1\na,5,4,48,2\n");
    expectProblems(table, {{"unknown_unit", "'wbc (mg)'"}, {"unclear_column", "'age_months' holds the same fact as 'age'"}, {"column_not_kept", "'field' is no fact of subjects: one has '1' on line 2 and '2'"}});
    EXPECT_EQ(table.facts.at("a").other, (std::map<std::string, std::string>{{"age_months", "48"}, {"wbc (mg)", "5"}}));
}

TEST_F(FactsTableTest, TextsTooLongForAFactAreNotKept) {
    const std::string fits(2000, 'x');
    const auto table = read("subject,report,remark\na," + fits + "y," + fits + "\n");
    expectProblems(table, {{"column_not_kept", "'report' has a text of more than 2000 bytes"}});
    EXPECT_EQ(table.facts.at("a").other, (std::map<std::string, std::string>{{"remark", fits}}));
    EXPECT_TRUE(factsFromJson(toJson(table.facts).dump(), "facts.json")) << "what is kept can be read again";
}

TEST_F(FactsTableTest, DamagedAndNamelessRowsAreNamed) {
    const auto table = read("subject,age\na\n,5\nunknown,6\nb,7\n");
    expectProblems(table, {{"damaged_line", "line 2: has 1 field, expected 2"}, {"no_subject", "line 3"}, {"no_subject", "line 4"}});
    EXPECT_EQ(table.facts.size(), 1u);
    ASSERT_TRUE(writeFileAtomically(m_file, std::string_view("id,age\na,5\n")));
    const auto unknown = readSubjectFacts(m_file);
    ASSERT_FALSE(unknown);
    EXPECT_NE(unknown.error().what.find("'id', 'age'"), std::string::npos) << unknown.error().what;
    EXPECT_EQ(readSubjectFacts(m_file, "id")->facts.at("a").ageYears, 5);
}

TEST_F(FactsTableTest, ManyWrongLinesAreCountedAndNotListed) {
    std::string text = "subject,age\n";
    for (int i = 0; i < 250; ++i) text += "s" + std::to_string(i) + ",-1\n";
    const auto table = read(text);
    ASSERT_EQ(table.problems.size(), 101u);
    EXPECT_EQ(table.problems.back().message, "and the same on 150 more lines (102 to 251)");
}

TEST_F(FactsTableTest, JoinTheDataBySubject) {
    Dataset data = test::datasetOf({{1, 1}, {1}});  // A00, A01, B00
    data.externalSubjects = {"E1"};
    auto table = read("subject,age\na00,4\nB00,7\nE1,8\nX9,3\n");
    const Dataset joined = withFacts(data, table, m_file);
    ASSERT_EQ(joined.facts.size(), 3u);
    EXPECT_EQ(joined.facts[0].ageYears, 4);  // C-NMC's ids are in upper case
    EXPECT_TRUE(joined.facts[1].empty());
    EXPECT_EQ(joined.facts[2].ageYears, 7);
    ASSERT_EQ(joined.problems.size(), 1u);
    EXPECT_EQ(joined.problems[0].code, "unknown_subject");
    EXPECT_NE(joined.problems[0].message.find("(1): 'X9'"), std::string::npos) << joined.problems[0].message;

    table.facts = {{"A00", {}}, {"B00", {}}};
    table.facts["A00"].ageYears = 4;
    table.facts["A00"].sex = Sex::Male;
    table.facts["B00"].ageYears = 9;
    const Dataset again = withFacts(joined, table, m_file);
    EXPECT_EQ(again.facts[0].ageYears, 4);
    EXPECT_EQ(again.facts[0].sex, Sex::Male);
    EXPECT_FALSE(again.facts[2].ageYears);
    EXPECT_EQ(test::problemPaths(again.problems, "contradicting_facts").size(), 1u);
}

TEST(FactsJson, GoesBothWays) {
    SubjectFacts known;
    known.ageYears = 4.5;
    known.sex = Sex::Other;
    known.whiteCount = 12.25;
    known.immunophenotype = Lineage::T;
    known.genetics = "BCR::ABL1 – ü";
    known.prednisoneResponse = PrednisoneResponse::Poor;
    known.mrdPercent = 0.01;
    known.mrdBelow = true;
    known.other = {{"centre", "Graz"}};
    const FactsBySubject facts{{"H3", known}, {"患者", {}}};
    const auto back = factsFromJson(toJson(facts).dump(), "facts.json");
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(*back, facts);
}

TEST(FactsJson, RefusesWhatIsNotOfItsForm) {
    const auto one = [](const std::string& facts) { return R"({"version":1,"subjects":{"a":)" + facts + "}}"; };
    const std::vector<std::pair<std::string, std::string>> cases{
        {"", "cannot be read"},
        {"[]", "of another kind"},
        {R"({"version":2,"subjects":{}})", "another version"},
        {R"({"subjects":{}})", "incomplete"},
        {R"({"version":1,"subjects":{},"more":1})", "'more'"},
        {R"({"version":1,"subjects":{"":{}}})", "no id"},
        {R"({"version":1,"subjects":{"a":{},"a":{}}})", "occurs twice"},
        {one("[]"), "subject 'a' is incomplete or of another kind"},
        {one(R"({"ageYears":-3})"), "subject 'a': 'ageYears' is outside 0 to 120"},
        {one(R"({"ageYears":"4"})"), "is no number"},
        {one(R"({"ageYears":null})"), "is no number"},
        {one(R"({"whiteCount":2001})"), "outside 0 to 2000"},
        {one(R"({"sex":"f"})"), "'sex' is 'f'"},
        {one(R"({"sex":1})"), "of another kind"},
        {one(R"({"name":"Jane"})"), "'name' is not a fact"},
        {one(R"({"mrdBelow":true})"), "without mrdPercent"},
        {one(R"({"genetics":""})"), "is empty"},
        {one(R"({"other":{"x":1}})"), "is no text"},
        {one(R"({"other":{"x":{"y":{}}}})"), "nested too deeply"},
    };
    for (const auto& [text, words] : cases) {
        const auto facts = factsFromJson(text, "facts.json");
        ASSERT_FALSE(facts) << text;
        EXPECT_EQ(facts.error().code, ErrorCode::ReadFailed);
        EXPECT_NE(facts.error().what.find(words), std::string::npos) << text << ": " << facts.error().what;
    }
}

}  // namespace
}  // namespace leukolens::dataset
