// Two runs over drawn fields beside each other and the built-in finder. The networks begin at random and learn next to nothing.
#include "core/fields/finder_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/csv_table.h"
#include "core/base/files.h"
#include "core/detection/detector.h"
#include "core/fields/demo_field_set.h"
#include "tests/core/fields/quick_training.h"
#include "tests/support/temp_folder.h"

namespace leukolens::fields {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using test::TempFolder;

json readJson(const fs::path& file) { return json::parse(*readTextFile(file, 1 << 24)); }

class FinderTableTest : public testing::Test {
protected:
    static void SetUpTestSuite() {
        s_folder = std::make_unique<TempFolder>();
        NoProgress progress;
        ASSERT_TRUE(writeDemoFieldSet(at("data"), 5, progress, {}));
        s_set = *readFields(at("data"), progress, {});
        auto settings = test::quickFieldSettings();
        test::QuietObserver observer;
        for (const char* backbone : {"inception_v3", "resnet50_fpn"}) {
            settings.backbone = backbone;
            ASSERT_TRUE(trainFields(s_set, settings, at(backbone), {observer, progress, {}}));
        }
    }
    static void TearDownTestSuite() { s_folder.reset(); }

    static fs::path at(const char* name) { return *s_folder / name; }

    /// What is read of a run before its model.
    static const fs::path& copyInto(const fs::path& folder) {
        EXPECT_TRUE(createFolder(folder));
        for (const char* file : {"settings.json", "split.json", "history.csv"}) fs::copy_file(at("inception_v3") / file, folder / file);
        EXPECT_TRUE(writeFileAtomically(folder / kDetectorFile, std::string_view("no model")));
        return folder;
    }
    static void change(const fs::path& file, const json::json_pointer& entry, const json& value) {
        auto document = readJson(file);
        document[entry] = value;
        ASSERT_TRUE(writeFileAtomically(file, document.dump()));
    }
    static Result<std::vector<ComparedRun>> runs(const std::vector<fs::path>& folders) { return readComparedRuns(folders); }
    static Result<FinderTable> compare(const FieldSet& set, const std::vector<fs::path>& folders, const CancelToken& cancel = {}) {
        NoProgress progress;
        return compareFinders(set, *runs(folders), "cpu", "fp32", progress, cancel);
    }

    static inline std::unique_ptr<TempFolder> s_folder;
    static inline FieldSet s_set;
};

TEST_F(FinderTableTest, HasARowARunAndTheBuiltInFinder) {
    const auto table = compare(s_set, {at("inception_v3"), at("resnet50_fpn")});
    ASSERT_TRUE(table) << table.error().message();
    EXPECT_EQ(table->fields, 2);
    EXPECT_EQ(table->classes, (std::vector<std::string>{"all", "hem", "red cell"}));
    EXPECT_EQ(table->whiteClasses, (std::vector<std::string>{"all", "hem"}));
    ASSERT_EQ(table->rows.size(), 2u);
    for (const auto& row : table->rows) {
        EXPECT_EQ(row.name, row.backbone);
        EXPECT_EQ(row.startedFrom, "");
        EXPECT_EQ(row.parameters, detection::parameterCount(row.backbone, 3).value());
        EXPECT_GT(row.secondsAnEpoch, 0);
        EXPECT_GT(row.figures.secondsPerField, 0);
        auto measured = toJson(row.figures), kept = readJson(at(row.name.c_str()) / "evaluation.json");
        for (auto* each : {&measured, &kept}) each->erase("secondsPerField");
        EXPECT_EQ(measured, kept) << "the model is the run's";
    }
    EXPECT_FALSE(table->rows[0].difference);
    ASSERT_TRUE(table->rows[1].difference);
    EXPECT_EQ(table->rows[1].difference->value, table->rows[1].figures.at50.value - table->rows[0].figures.at50.value);
    ASSERT_TRUE(table->builtIn);
    EXPECT_EQ(table->builtIn->whiteCells.recall(), 1) << "drawn white cells are easily found";
    EXPECT_EQ(table->builtIn->whiteCells.precision(), 1);
    EXPECT_GT(table->builtIn->secondsPerField, 0);
}

TEST_F(FinderTableTest, OneRunIsATableToo) {
    const auto table = compare(s_set, {at("inception_v3") / ""});
    ASSERT_TRUE(table) << table.error().message();
    ASSERT_EQ(table->rows.size(), 1u);
    EXPECT_EQ(table->rows[0].name, "inception_v3") << "also where the folder ends with a slash";
    const auto told = toJson(*table);
    EXPECT_TRUE(told.at("rows")[0].at("map50LessFirst").is_null());
    EXPECT_EQ(told.at("builtIn").at("whiteCells").at("recall"), 1);
    EXPECT_NE(told.at("published").at("source").get<std::string>().find("Hossain"), std::string::npos);

    auto csv = CsvReader::fromText(toCsv(*table), "table.csv");
    ASSERT_TRUE(csv) << csv.error().message();
    std::vector<CsvRecord> records(3);
    for (auto& record : records) {
        ASSERT_TRUE(*csv->next(record));
        EXPECT_EQ(record.fault, "");
    }
    const auto field = [&](std::size_t row, const char* column) {
        const auto place = std::ranges::find(csv->header(), column);
        EXPECT_NE(place, csv->header().end()) << column;
        return records[row].fields[static_cast<std::size_t>(place - csv->header().begin())];
    };
    EXPECT_EQ(field(0, "finder"), "inception_v3");
    EXPECT_EQ(field(0, "initialised_from"), "random");
    EXPECT_EQ(field(0, "map50_less_first"), "");
    EXPECT_EQ(std::stod(field(0, "map50")), table->rows[0].figures.at50.value);
    EXPECT_EQ(std::stod(field(0, "ap50 red cell")), table->rows[0].figures.classes[2].at50.value);
    EXPECT_EQ(field(0, "parameters"), std::to_string(table->rows[0].parameters));
    EXPECT_EQ(field(0, "published"), "");
    EXPECT_EQ(field(1, "finder"), "built-in finder");
    EXPECT_EQ(std::stod(field(1, "white_recall")), 1);
    EXPECT_EQ(field(1, "map50") + field(1, "parameters") + field(1, "seconds_an_epoch"), "");
    EXPECT_GT(std::stod(field(1, "seconds_a_field")), 0);
    EXPECT_NE(field(2, "finder").find("Hossain"), std::string::npos);
    EXPECT_NE(field(2, "published").find("0.16"), std::string::npos);
    EXPECT_EQ(field(2, "map50") + field(2, "seconds_a_field"), "") << "what others measured is no figure of this table";
}

TEST_F(FinderTableTest, NamesTheRunThatCannotStandBesideTheFirst) {
    const TempFolder unfinished, otherFields, otherTest, noTest, noTimes;
    fs::remove(copyInto(unfinished.path()) / kDetectorFile);
    change(copyInto(otherFields.path()) / "settings.json", "/data/sha256"_json_pointer, std::string(64, 'a'));
    change(copyInto(otherTest.path()) / "split.json", "/test/0"_json_pointer, "JPEGImages/elsewhere.png");
    change(copyInto(noTest.path()) / "split.json", "/test"_json_pointer, json::array());
    fs::remove(copyInto(noTimes.path()) / "history.csv");
    const struct {
        fs::path run;
        ErrorCode code;
        const char* words;
    } cases[] = {{unfinished.path(), ErrorCode::WrongState, "not finished"}, {otherFields.path(), ErrorCode::DataChanged, "other fields or boxes"}, {otherTest.path(), ErrorCode::DataChanged, "other test fields"},
                 {noTest.path(), ErrorCode::EmptyDataset, "without test fields"}, {at("data"), ErrorCode::NotFound, "does not exist"}, {at("inception_v3"), ErrorCode::InvalidArgument, "named twice"}};
    for (const auto& [run, code, words] : cases) {
        const auto refused = runs({at("inception_v3"), run});
        ASSERT_FALSE(refused) << words;
        EXPECT_EQ(refused.error().code, code) << refused.error().message();
        EXPECT_NE(refused.error().what.find(words), std::string::npos) << refused.error().message();
        EXPECT_TRUE(refused.error().file.string().starts_with(run.string())) << refused.error().message();
        EXPECT_FALSE(refused.error().advice.empty()) << words;
    }
    EXPECT_EQ(runs({noTimes.path()}).error().file, noTimes / "history.csv");
}

TEST_F(FinderTableTest, FoldersThatAreCalledAlikeAreToldApart) {
    const TempFolder other;
    const auto same = other / "inception_v3";
    copyInto(same);
    const auto read = runs({at("inception_v3"), same, at("resnet50_fpn")});
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ((*read)[1].name, toUtf8(same));
    EXPECT_NE((*read)[0].name, (*read)[1].name);
    EXPECT_EQ((*read)[2].name, "resnet50_fpn");
}

TEST_F(FinderTableTest, NeedsTheFieldsOfTheRuns) {
    auto changed = s_set;
    changed.fields[0].boxes[0].box.right += 2;
    const auto refused = compare(changed, {at("inception_v3")});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::DataChanged);
    EXPECT_EQ(refused.error().file, s_set.root);
    CancelSource source;
    source.cancel();
    const auto stopped = compare(s_set, {at("inception_v3")}, source.token());
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
}

}  // namespace
}  // namespace leukolens::fields
