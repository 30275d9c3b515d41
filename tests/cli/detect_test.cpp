#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "tests/cli/program.h"
#include "tests/core/fields/drawn_fields.h"
#include "tests/support/drawn_field.h"
#include "tests/support/temp_folder.h"

namespace leukolens {
namespace {

using test::runProgram;
using test::TempFolder;

class DetectVerbTest : public testing::Test {
protected:
    void SetUp() override { test::writeDrawnFields(folder / "data", 4); }
    std::vector<std::string> training(std::vector<std::string> more) const {
        std::vector<std::string> all{"detect", "train", (folder / "data").string(), "--out", (folder / "run").string(), "--epochs", "1", "--size", "112", "--regions", "16", "--precision", "fp32", "--device", "cpu"};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    std::string at(const char* name) const { return (folder / name).string(); }

    TempFolder folder;
};

TEST_F(DetectVerbTest, TrainsMeasuresAndFinds) {
    const auto trained = runProgram(training({"--test-share", "0.5", "--json"}));
    ASSERT_EQ(trained.status, 0) << trained.err;
    const auto told = trained.json();
    EXPECT_EQ(told.at("trainFields"), 2);
    EXPECT_EQ(told.at("settings").at("backbone"), "inception_v3");
    EXPECT_EQ(told.at("evaluation").at("classes").size(), 2u);
    EXPECT_NE(trained.err.find("No pretrained weights"), std::string::npos);

    const auto measured = runProgram({"detect", "evaluate", at("run"), "--precision", "fp32", "--json"});
    ASSERT_EQ(measured.status, 0) << measured.err;
    EXPECT_EQ(measured.json().at("classes"), told.at("evaluation").at("classes"));
    const auto onAll = runProgram({"detect", "evaluate", at("run/detector.leukomodel"), at("data")});
    ASSERT_EQ(onAll.status, 0) << onAll.err;
    EXPECT_NE(onAll.err.find("trained on"), std::string::npos);
    EXPECT_NE(onAll.out.find("4 fields"), std::string::npos) << onAll.out;

    const auto found = runProgram({"detect", at("data/JPEGImages"), "--model", at("run/detector.leukomodel"), "--least-score", "0.05", "--json", "--out", at("boxes.csv")});
    ASSERT_EQ(found.status, 0) << found.err;
    const auto json = found.json();
    ASSERT_EQ(json.at("fields").size(), 4u);
    EXPECT_EQ(json.at("fields")[0].at("width"), 128);
    EXPECT_TRUE(json.at("fields")[0].at("counts").contains("large"));
    std::size_t boxes = 0;
    for (const auto& field : json.at("fields")) boxes += field.at("boxes").size();
    const auto csv = *readTextFile(folder / "boxes.csv", 1u << 20);
    EXPECT_EQ(csv.substr(0, csv.find('\r')), "path,class,score,x,y,width,height");
    EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(csv, '\n')), boxes + 1);
}

TEST_F(DetectVerbTest, IsASecondFinderOfSlides) {
    const auto findWith = [&](const std::string& model) {
        return runProgram({"slide", "find-cells", at("data/JPEGImages/field-0.png"), at("data/JPEGImages/field-1.png"), "--um-per-px", "0.4", "--finder", model, "--precision", "fp32", "--json"});
    };
    ASSERT_EQ(runProgram(training({"--test-share", "0"})).status, 0);
    const auto unscaled = findWith(at("run/detector.leukomodel"));
    EXPECT_EQ(unscaled.status, 1);
    EXPECT_NE(unscaled.err.find("detector.leukomodel"), std::string::npos) << unscaled.err;
    EXPECT_NE(unscaled.err.find("how large a pixel is"), std::string::npos) << unscaled.err;
    auto arguments = training({"--test-share", "0", "--um-per-px", "0.4"});
    arguments[4] = at("scaled");
    ASSERT_EQ(runProgram(arguments).status, 0);
    const auto found = findWith(at("scaled/detector.leukomodel"));
    ASSERT_EQ(found.status, 0) << found.err;
    ASSERT_EQ(found.json().at("images").size(), 2u);
    EXPECT_EQ(found.json().at("images")[1].at("umPerPx"), 0.4);
    // A smear in which the program's own finder sees three cells: a finder that hardly learnt anything sees other ones.
    test::FieldDrawing smear;
    smear.cells = {{150, 120}, {430, 140}, {320, 350}};
    ASSERT_TRUE(writeFileAtomically(folder / "smear.png", image::encodePng(slide::toImage(test::drawField(smear))).value()));
    const auto own = runProgram({"slide", "find-cells", at("smear.png"), "--json"}), trained = runProgram({"slide", "find-cells", at("smear.png"), "--finder", at("scaled/detector.leukomodel"), "--json"});
    ASSERT_EQ(own.status, 0) << own.err;
    ASSERT_EQ(trained.status, 0) << trained.err;
    EXPECT_EQ(own.json().at("cells").size(), 3u);
    EXPECT_NE(trained.json().at("cells").size(), 3u);
    const auto noModel = findWith(at("data/JPEGImages/field-0.png"));
    EXPECT_EQ(noModel.status, 1);
    EXPECT_NE(noModel.err.find("field-0.png"), std::string::npos) << noModel.err;
}

test::RunOptions interruptedAt(const std::string& words) {
    test::RunOptions options;
    options.interruptAt = words;
    return options;
}

TEST_F(DetectVerbTest, DrawsFieldsWithBoxesToTrainOn) {
    const auto drawn = runProgram({"detect", "demo", "--out", at("drawn"), "--fields", "2", "--json"});
    ASSERT_EQ(drawn.status, 0) << drawn.err;
    EXPECT_EQ(drawn.json().at("fields"), 2);
    EXPECT_GT(drawn.json().at("boxes").at("hem"), 0);
    EXPECT_GT(drawn.json().at("boxes").at("red cell"), 20);
    EXPECT_NE(drawn.err.find("Drawing fields"), std::string::npos);
    EXPECT_EQ(test::entries(folder / "drawn/Annotations").size(), 2u);

    const auto again = runProgram({"detect", "demo", "--out", at("drawn")});
    EXPECT_EQ(again.status, 1);
    EXPECT_NE(again.err.find("is not empty"), std::string::npos) << again.err;
    EXPECT_EQ(runProgram({"detect", "demo"}).status, 2);
    EXPECT_EQ(runProgram({"detect", "demo", "--out", at("few"), "--fields", "1"}).status, 2);
    EXPECT_EQ(runProgram({"detect", "demo", "--out", at("many"), "--fields", "1001"}).status, 2);

    const auto stopped = runProgram({"detect", "demo", "--out", at("stopped"), "--fields", "1000"}, interruptedAt("Drawing fields"));
    EXPECT_EQ(stopped.status, 3) << stopped.err;
    EXPECT_FALSE(std::filesystem::exists(folder / "stopped"));
}

TEST_F(DetectVerbTest, ComparesRunsWithTheBuiltInFinder) {
    ASSERT_EQ(runProgram(training({"--test-share", "0.5"})).status, 0);
    auto second = training({"--test-share", "0.5", "--learning-rate", "0.001"});
    second[4] = at("second");
    ASSERT_EQ(runProgram(second).status, 0);
    const auto one = runProgram({"detect", "compare", at("run"), "--precision", "fp32"});
    ASSERT_EQ(one.status, 0) << one.err;
    for (const char* words : {"mean AP@0.5", "AP@0.5 small", "inception_v3", "random", "built-in finder", "2 test fields", "not measured here", "Hossain"}) EXPECT_NE(one.out.find(words), std::string::npos) << words << one.out;

    const auto both = runProgram({"detect", "compare", at("run"), at("second"), "--csv", at("table.csv"), "--precision", "fp32", "--json"});
    ASSERT_EQ(both.status, 0) << both.err;
    const auto told = both.json();
    ASSERT_EQ(told.at("rows").size(), 2u);
    EXPECT_EQ(told.at("rows")[1].at("run"), "second");
    EXPECT_TRUE(told.at("rows")[0].at("map50LessFirst").is_null());
    EXPECT_TRUE(told.at("rows")[1].at("map50LessFirst").at("value").is_number());
    EXPECT_TRUE(told.at("builtIn").at("secondsPerField").is_number());
    const auto csv = *readTextFile(folder / "table.csv", 1u << 20);
    EXPECT_EQ(std::ranges::count(csv, '\n'), 5) << csv;
    EXPECT_NE(both.err.find("Evaluating"), std::string::npos);

    std::filesystem::rename(folder / "data", folder / "moved");
    EXPECT_EQ(runProgram({"detect", "compare", at("run")}).status, 1);
    EXPECT_EQ(runProgram({"detect", "compare", at("run"), "--data", at("moved")}).status, 0);
    std::filesystem::remove(folder / "second" / "detector.leukomodel");
    const auto unfinished = runProgram({"detect", "compare", at("run"), at("second"), "--data", at("moved")});
    EXPECT_EQ(unfinished.status, 1);
    EXPECT_NE(unfinished.err.find("second"), std::string::npos) << unfinished.err;
    EXPECT_NE(unfinished.err.find("--resume"), std::string::npos) << unfinished.err;
    EXPECT_EQ(runProgram({"detect", "compare"}).status, 2);
}

TEST_F(DetectVerbTest, DoesNotCompareRunsOverOtherFields) {
    ASSERT_EQ(runProgram(training({"--test-share", "0.5"})).status, 0);
    test::writeDrawnFields(folder / "more", 5);
    auto other = training({"--test-share", "0.5"});
    other[2] = at("more");
    other[4] = at("other");
    ASSERT_EQ(runProgram(other).status, 0);
    const auto refused = runProgram({"detect", "compare", at("run"), at("other")});
    EXPECT_EQ(refused.status, 1);
    EXPECT_NE(refused.err.find("other fields or boxes"), std::string::npos) << refused.err;
    EXPECT_NE(refused.err.find("/other"), std::string::npos) << refused.err;
    EXPECT_TRUE(refused.out.empty());
}

TEST_F(DetectVerbTest, StopsOnASignalAndGoesOn) {
    auto arguments = training({});
    arguments[6] = "400";  // epochs
    const auto stopped = runProgram(arguments, interruptedAt("Epoch 1:"));
    ASSERT_EQ(stopped.status, 3) << stopped.err;
    EXPECT_TRUE(std::filesystem::exists(folder / "run/checkpoint"));
    const auto other = runProgram({"detect", "train", "--resume", "--out", at("run"), "--epochs", "3"});
    EXPECT_EQ(other.status, 2) << "settings of a run stay";
    const auto again = runProgram({"detect", "train", "--resume", "--out", at("run")}, interruptedAt("Epoch 3:"));
    EXPECT_EQ(again.status, 3) << again.err;
    EXPECT_EQ(again.err.find("Epoch 1:"), std::string::npos);
}

TEST_F(DetectVerbTest, SaysWhatIsWrong) {
    EXPECT_EQ(runProgram({"detect", at("data")}).status, 2);
    EXPECT_EQ(runProgram({"detect", "--model", at("none.leukomodel")}).status, 2);
    EXPECT_EQ(runProgram(training({"--backbone", "vgg16"})).status, 2);
    EXPECT_EQ(runProgram(training({"--learning-rate", "7"})).status, 2);
    const auto noModel = runProgram({"detect", at("data"), "--model", at("none.leukomodel")});
    EXPECT_EQ(noModel.status, 1);
    EXPECT_NE(noModel.err.find("none.leukomodel"), std::string::npos);
    const auto noBoxes = runProgram({"detect", "train", at("data/Annotations"), "--out", at("other")});
    EXPECT_EQ(noBoxes.status, 1);
    EXPECT_NE(noBoxes.err.find("Pascal VOC"), std::string::npos);
    const auto notARun = runProgram({"detect", "evaluate", at("data")});
    EXPECT_EQ(notARun.status, 1);
}

}  // namespace
}  // namespace leukolens
