#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/base/files.h"
#include "core/image/encode.h"
#include "tests/cli/program.h"
#include "tests/support/demo_data.h"
#include "tests/support/drawn_smear.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_model.h"
#include "tests/support/zip_bytes.h"

namespace leukolens {
namespace {

using test::runProgram;

TEST(CommandLine, EveryVerbHasHelp) {
    for (const std::vector<std::string>& verb : std::vector<std::vector<std::string>>{
             {}, {"demo"}, {"dataset", "check"}, {"train"}, {"evaluate"}, {"compare"}, {"classify"}, {"model", "info"}, {"model", "import"}, {"report", "case"}, {"report", "run"}, {"report", "comparison"}, {"selftest"}, {"detect"}, {"detect", "demo"}, {"detect", "train"}, {"detect", "evaluate"}, {"detect", "compare"}, {"slide", "info"}, {"slide", "tile"}, {"slide", "find-cells"}}) {
        auto arguments = verb;
        arguments.emplace_back("--help");
        const auto ran = runProgram(arguments);
        EXPECT_EQ(ran.status, 0);
        EXPECT_NE(ran.out.find("Usage:"), std::string::npos) << ran.out;
    }
}

/// The first words of the lines below "Subcommands:" of a --help.
std::vector<std::string> verbsOf(const std::string& help) {
    std::vector<std::string> verbs;
    std::istringstream lines(help.substr(help.find("Subcommands:")));
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        if (line.starts_with("  ") && line.size() > 2 && line[2] != ' ') verbs.push_back(line.substr(2, line.find(' ', 2) - 2));
    }
    return verbs;
}

TEST(CommandLine, TheManualNamesEveryVerb) {
    std::string manual = readTextFile(LEUKOLENS_MANUAL, 1 << 20).value();
    std::erase(manual, '\\');
    const auto verbs = verbsOf(runProgram({"--help"}).out);
    ASSERT_GE(verbs.size(), 13u);
    for (const std::string& verb : verbs) {
        EXPECT_NE(manual.find(verb), std::string::npos) << verb;
        const std::string help = runProgram({verb, "--help"}).out;
        if (help.find("Subcommands:") == std::string::npos) continue;
        for (const std::string& part : verbsOf(help)) EXPECT_NE(manual.find(verb + ' ' + part), std::string::npos) << verb << ' ' << part;
    }
}

TEST(CommandLine, WrongUsageIsStatus2AndSaysSoOnStandardError) {
    for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{
             {"fly"}, {"train"}, {"train", "x"}, {"classify", "m"}, {"train", "x", "--out", "y", "--folds", "many"},
             {"train", "x", "--out", "y", "--folds", "1"}, {"train", "x", "--out", "y", "--protocol", "magic"},
             {"train", "x", "--out", "y", "--input-px", "74"}, {"report", "case"}, {"--nonsense"}}) {
        const auto ran = runProgram(wrong);
        EXPECT_EQ(ran.status, 2) << wrong[0];
        EXPECT_TRUE(ran.out.empty()) << ran.out;
        EXPECT_FALSE(ran.err.empty());
    }
}

TEST(CommandLine, AFileThatIsNotThereIsNamed) {
    const auto ran = runProgram({"/none/best.leukomodel"});
    EXPECT_EQ(ran.status, 2);
    EXPECT_NE(ran.err.find("'/none/best.leukomodel' is no verb, and there is no file of that name"), std::string::npos) << ran.err;
}

TEST(DatasetCheck, SaysWhatIsThere) {
    const test::TempFolder folder;
    const auto data = test::demoData(folder / "cells", 2);
    const auto ran = runProgram({"dataset", "check", (folder / "cells").string(), "--json"});
    EXPECT_EQ(ran.status, 0) << ran.err;
    const auto json = ran.json();
    EXPECT_EQ(json.at("cells"), 24);
    EXPECT_EQ(json.at("subjects"), 12);
    EXPECT_EQ(json.at("classes"), (nlohmann::json{{"all", 12}, {"hem", 12}}));
    EXPECT_TRUE(json.at("problems").empty());
}

/// A cell of one subject under the names of all others of its class, saved with other bytes: a file with more bytes at its end is the same picture.
void spreadACell(const dataset::Dataset& data) {
    const auto bytes = readTextFile(data.cells[0].path, 1 << 24).value();
    int extra = 0;
    for (const auto& cell : data.cells) {
        const bool isFirst = cell.path.filename().string().find("_1_1_") != std::string::npos;
        if (!isFirst || cell.classIndex != data.cells[0].classIndex || cell.subjectIndex == data.cells[0].subjectIndex) continue;
        ASSERT_TRUE(writeFileAtomically(cell.path, bytes + std::string(static_cast<std::size_t>(++extra), '\0')));
    }
    ASSERT_EQ(extra, 5);
}

TEST(DatasetCheck, NamesPicturesThatAreThereTwice) {
    const test::TempFolder folder;
    const auto data = test::demoData(folder / "cells", 2);
    EXPECT_TRUE(runProgram({"dataset", "check", data.root.string(), "--json"}).json().at("leaks").empty());
    spreadACell(data);
    const auto ran = runProgram({"dataset", "check", data.root.string(), "--json"});
    EXPECT_EQ(ran.status, 0) << "worth knowing, no file is unusable";
    const auto leaks = ran.json().at("leaks");
    ASSERT_EQ(leaks.size(), 5u) << ran.out;
    EXPECT_EQ(leaks[0].at("kind"), "near");
    EXPECT_EQ(leaks[0].at("place"), "between_subjects");
    EXPECT_EQ(leaks[0].at("first"), data.cells[0].path.string());
    EXPECT_NE(runProgram({"dataset", "check", data.root.string()}).out.find("5 pairs of pictures look the same:"), std::string::npos);
}

TEST(Train, RefusesASplitThatLeaksUntilItIsAcknowledged) {
    const test::TempFolder folder;
    const auto data = test::demoData(folder / "cells", 2);
    spreadACell(data);
    std::vector<std::string> command = {"train", data.root.string(), "--out", (folder / "run").string(), "--folds", "2", "--epochs", "1", "--input-px", "75", "--device", "cpu"};
    const auto refused = runProgram(command);
    EXPECT_EQ(refused.status, 1);
    EXPECT_NE(refused.err.find("the split tests on what it learns from"), std::string::npos) << refused.err;
    EXPECT_NE(refused.err.find("--acknowledge-leaks"), std::string::npos) << refused.err;
    EXPECT_FALSE(std::filesystem::exists(folder / "run"));
    command.insert(command.end(), {"--acknowledge-leaks", "so"});
    const auto tooShort = runProgram(command);
    EXPECT_EQ(tooShort.status, 2);
    EXPECT_NE(tooShort.err.find("the acknowledgement has 2 characters, expected 10 to 1000"), std::string::npos) << tooShort.err;
    command.back() = "The pipeline is tried out, no figure counts.";
    const auto accepted = runProgram(command);
    ASSERT_EQ(accepted.status, 0) << accepted.err;
    EXPECT_NE(accepted.err.find("Test figures are spoilt: "), std::string::npos) << accepted.err;
    EXPECT_NE(readTextFile(folder / "run" / "leaks.json", 1 << 20).value_or("").find("no figure counts."), std::string::npos);
    EXPECT_EQ(runProgram({"train", "--resume", "--out", (folder / "run").string(), "--acknowledge-leaks", "said at the beginning"}).status, 2);
}

TEST(Train, TakesATableOfOnesOwnAsTheSplit) {
    const test::TempFolder folder;
    const auto data = test::demoData(folder / "cells", 2);
    std::string csv = "path;fold\n";
    for (const auto& cell : data.cells) csv += cell.path.lexically_relative(data.root).string() + ";" + std::to_string(cell.subjectIndex % 3) + "\n";
    ASSERT_TRUE(writeFileAtomically(folder / "split.csv", csv));
    const std::vector<std::string> command = {"train", data.root.string(), "--out", (folder / "run").string(), "--protocol", "own", "--epochs", "1", "--input-px", "75", "--device", "cpu"};
    const auto without = runProgram(command);
    EXPECT_EQ(without.status, 2);
    EXPECT_NE(without.err.find("the protocol own needs a table"), std::string::npos) << without.err;
    auto with = command;
    with.insert(with.end(), {"--split-file", (folder / "split.csv").string(), "--json"});
    const auto ran = runProgram(with);
    ASSERT_EQ(ran.status, 0) << ran.err;
    EXPECT_EQ(ran.json().at("folds").size(), 3u);
    with[3] = (folder / "other").string();
    ASSERT_TRUE(writeFileAtomically(folder / "split.csv", csv + "nowhere.png;0\n"));
    const auto wrong = runProgram(with);
    EXPECT_EQ(wrong.status, 2);
    EXPECT_NE(wrong.err.find("split.csv"), std::string::npos) << wrong.err;
    EXPECT_FALSE(std::filesystem::exists(folder / "other"));
}

TEST(DatasetCheck, ComparesWithAManifest) {
    const test::TempFolder folder;
    const auto data = test::demoData(folder / "copy of it", 1);
    std::string csv = "official_path,sha256,bytes\n";
    for (const auto& cell : data.cells) csv += "Official_Root/" + cell.path.lexically_relative(data.root).string() + "," + cell.sha256 + ",1\n";
    csv += "Official_Root/training_data/gone.bmp," + std::string(64, 'a') + ",1\n";
    ASSERT_TRUE(writeFileAtomically(folder / "manifest.csv", csv));
    std::filesystem::copy_file(data.cells[0].path, data.cells[1].path, std::filesystem::copy_options::overwrite_existing);
    const auto ran = runProgram({"dataset", "check", (folder / "copy of it").string(), "--manifest", (folder / "manifest.csv").string(), "--json"});
    EXPECT_EQ(ran.json().at("manifest"), (nlohmann::json{{"matched", 11}, {"missing", 1}, {"changed", 1}})) << ran.err;
}

TEST(Train, WritesARunThatClassifyAndReportUse) {
    const test::TempFolder folder;
    test::demoData(folder / "cells", 2);
    const auto run = (folder / "run").string();
    const auto trained = runProgram({"train", (folder / "cells").string(), "--out", run, "--folds", "2", "--epochs", "1", "--input-px", "75", "--batch", "8", "--json"});
    ASSERT_EQ(trained.status, 0) << trained.err;
    const auto json = trained.json();
    EXPECT_EQ(json.at("protocol"), "patient");
    ASSERT_EQ(json.at("folds").size(), 2u);
    for (const char* key : {"fold", "bestEpoch", "epochs", "stoppedEarly", "trainAccuracy", "trainLoss", "testAccuracy", "testLoss", "model"})
        EXPECT_TRUE(json.at("folds")[0].contains(key)) << key;
    EXPECT_TRUE(json.at("mean").contains("testAccuracy"));

    const auto model = json.at("folds")[0].at("model").get<std::string>();
    const auto classified = runProgram({"classify", model, (folder / "cells").string(), "--json"});
    EXPECT_EQ(classified.status, 0) << classified.err;
    EXPECT_EQ(classified.json().at("predictions").size(), 24u);
    EXPECT_TRUE(classified.json().at("failed").empty());
    EXPECT_NE(classified.err.find("warning: this model was trained on demonstration cells"), std::string::npos) << classified.err;
    EXPECT_NE(runProgram({"model", "info", model}).out.find("trained on demonstration cells"), std::string::npos);
    // Two folds of 24 cells are too few to know their colours by.
    EXPECT_EQ(classified.json().at("colours").at("verdict"), "unknown");
    EXPECT_NE(classified.err.find("is unknown"), std::string::npos) << classified.err;

    const auto report = runProgram({"report", "run", run, "-o", (folder / "run.pdf").string(), "--json"});
    EXPECT_EQ(report.status, 0) << report.err;
    EXPECT_GE(report.json().at("pages").get<int>(), 1);
    EXPECT_TRUE(std::filesystem::exists(folder / "run.pdf"));
}

TEST(Train, InterruptedExitsWith3AndKeepsWhatItHas) {
    const test::TempFolder folder;
    test::demoData(folder / "cells", 2);
    test::RunOptions options;
    options.interruptAfterMs = 4000;
    const auto ran = runProgram({"train", (folder / "cells").string(), "--out", (folder / "run").string(), "--folds", "2", "--epochs", "1000", "--patience",
                                 "1000", "--input-px", "75", "--batch", "8"}, options);
    EXPECT_EQ(ran.status, 3) << ran.err;
    EXPECT_NE(ran.err.find("Stopped."), std::string::npos);
}

TEST(Train, AStainIsInTheSettingsTheCardAndWhatClassifyFlags) {
    const test::TempFolder folder;
    test::demoData(folder / "cells", 6);  // a fold's training part is large enough to know its colours by
    const auto run = (folder / "run").string();
    const auto trained = runProgram({"train", (folder / "cells").string(), "--out", run, "--folds", "2", "--epochs", "1", "--input-px", "75", "--batch", "8", "--stain", "reinhard",
                                     "--json"});
    ASSERT_EQ(trained.status, 0) << trained.err;
    EXPECT_EQ(nlohmann::json::parse(*readTextFile(folder / "run" / "settings.json", 1 << 20)).at("stain"), "reinhard");
    const auto model = trained.json().at("folds")[0].at("model").get<std::string>();
    const auto info = runProgram({"model", "info", model});
    EXPECT_NE(info.out.find("colours brought to one stain: reinhard"), std::string::npos) << info.out;
    EXPECT_NE(info.out.find("knows the colours of"), std::string::npos) << info.out;
    EXPECT_NE(info.out.find("trained on cells on black"), std::string::npos) << info.out;
    const auto own = runProgram({"classify", model, (folder / "cells").string(), "--json"});
    EXPECT_EQ(own.json().at("colours").at("verdict"), "alike");
    EXPECT_EQ(own.json().at("colours").at("foreign"), 0);
    EXPECT_EQ(own.err.find("foreign"), std::string::npos) << own.err;

    auto foreignCell = dataset::drawDemoCell({}, 1, true, 1);
    for (std::size_t i = 0; i < foreignCell.rgb.size(); i += 3) std::swap(foreignCell.rgb[i], foreignCell.rgb[i + 1]);
    const image::Image black{40, 40, std::vector<std::uint8_t>(40 * 40 * 3)};
    ASSERT_TRUE(writeFileAtomically(folder / "foreign.png", *image::encodePng(foreignCell)));
    ASSERT_TRUE(writeFileAtomically(folder / "empty.png", *image::encodePng(black)));
    const auto foreign = runProgram({"classify", model, (folder / "foreign.png").string(), (folder / "empty.png").string(), "--json"});
    EXPECT_EQ(foreign.json().at("colours").at("verdict"), "foreign");
    EXPECT_EQ(foreign.json().at("colours").at("foreign"), 1);
    EXPECT_NE(foreign.err.find("foreign to the model"), std::string::npos) << foreign.err;
    const auto flagsOf = [&](std::size_t i) { return foreign.json().at("predictions")[i].at("flags").get<std::vector<std::string>>(); };
    EXPECT_TRUE(std::ranges::count(flagsOf(0), "foreign_colours") == 1 && std::ranges::count(flagsOf(0), "not_normalised") == 0);
    EXPECT_TRUE(std::ranges::count(flagsOf(1), "not_normalised") == 1 && std::ranges::count(flagsOf(1), "foreign_colours") == 0);

    ASSERT_TRUE(writeFileAtomically(folder / "blank.png", *image::encodePng(test::drawSmear({.whiteCell = false, .redCells = false}).picture)));
    ASSERT_TRUE(writeFileAtomically(folder / "smear.png", *image::encodePng(test::drawSmear().picture)));
    const auto smears = runProgram({"classify", model, (folder / "blank.png").string(), (folder / "smear.png").string(), "--json"}).json().at("predictions");
    const auto hasFlag = [&](std::size_t i) { return std::ranges::count(smears[i].at("flags").get<std::vector<std::string>>(), "background") == 1; };
    EXPECT_TRUE(hasFlag(0) && !smears[0].contains("masked")) << "there is no cell to mask";
    EXPECT_TRUE(!hasFlag(1) && smears[1].at("masked") == true);
    EXPECT_FALSE(own.json().at("predictions")[0].contains("masked")) << "on black as it is";

    const auto refused = runProgram({"train", (folder / "cells").string(), "--out", (folder / "other").string(), "--stain", "vahadane"});
    EXPECT_EQ(refused.status, 2) << refused.err;
    EXPECT_NE(refused.err.find("one of none, reinhard, macenko"), std::string::npos) << refused.err;
}

TEST(Classify, SeveralOpinionsSayHowFarTheyDisagree) {
    const test::TempFolder folder;
    test::demoData(folder / "cells", 1);
    const auto model = test::makeTinyModel(folder.path()).string(), cells = (folder / "cells").string();
    const auto plain = runProgram({"classify", model, cells, "--json"}), views = runProgram({"classify", model, cells, "--eight-views", "--json"}),
               twice = runProgram({"classify", model, cells, "--with", model, "--json"});
    ASSERT_EQ(plain.status, 0) << plain.err;
    ASSERT_EQ(views.status, 0) << views.err;
    ASSERT_EQ(twice.status, 0) << twice.err;
    const auto first = [](const auto& ran) { return ran.json().at("predictions")[0]; };
    EXPECT_FALSE(first(plain).contains("disagreement"));
    EXPECT_GT(first(views).at("disagreement").template get<double>(), 0);
    EXPECT_NEAR(first(twice).at("disagreement").template get<double>(), 0, 1e-6) << "of one model with itself";
    EXPECT_NEAR(first(twice).at("probability").template get<double>(), first(plain).at("probability").template get<double>(), 1e-6);

    std::filesystem::create_directory(folder / "other");
    const auto other = test::makeTinyModel(folder / "other", {"benign", "hem"}).string();
    const auto refused = runProgram({"classify", model, cells, "--with", other});
    EXPECT_EQ(refused.status, 2) << "models that do not go together are wrong usage";
    EXPECT_NE(refused.err.find("other classes"), std::string::npos) << refused.err;
}

TEST(Classify, ComputesInTheNumbersAskedForAndRefusesThoseThatTheModelDoesNotOffer) {
    const test::TempFolder folder;
    test::demoData(folder / "cells", 1);
    const auto model = test::makeTinyModel(folder.path()).string(), cells = (folder / "cells").string();
    const auto exact = runProgram({"classify", model, cells, "--precision", "fp32", "--json"});
    ASSERT_EQ(exact.status, 0) << exact.err;
    EXPECT_FALSE(exact.json().at("predictions").empty());
    const auto refused = runProgram({"classify", model, cells, "--precision", "int8"});
    EXPECT_EQ(refused.status, 2) << "a wish that the model cannot fulfil is wrong usage";
    EXPECT_NE(refused.err.find("was not measured with 8-bit numbers"), std::string::npos) << refused.err;
    EXPECT_EQ(runProgram({"classify", model, cells, "--precision", "int4"}).status, 2);
}

TEST(Classify, WritesCsvWithTheNotice) {
    const test::TempFolder folder;
    test::demoData(folder / "cells", 1);
    const auto model = test::makeTinyModel(folder.path()).string();
    const auto ran = runProgram({"classify", model, (folder / "cells").string(), "--out", (folder / "out.csv").string()});
    EXPECT_EQ(ran.status, 0) << ran.err;
    const auto csv = *readTextFile(folder / "out.csv", 1 << 20);
    EXPECT_TRUE(csv.starts_with("# For research use only. Not for diagnosis.\npath,class,probability,flags\n"));
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 14);
    EXPECT_EQ(ran.err.find("warning"), std::string::npos) << "this model is not known to have learnt from drawn cells";
}

TEST(Classify, ReadsZipsAndNamesWhatIsInThem) {
    const test::TempFolder folder;
    const auto data = test::demoData(folder / "cells", 1);
    const auto model = test::makeTinyModel(folder.path()).string();
    const auto zip = folder / "archive.zip", bad = folder / "bad.zip", spare = folder / "spare";
    const auto bytesOf = [&](std::size_t cell) { return *readTextFile(data.cells[cell].path, 1 << 20); };
    ASSERT_TRUE(writeFileAtomically(zip, test::zipOf({{"inner/name.png", bytesOf(0)}, {"broken.png", "no picture"}, {"notes.txt", "no"}, {"other.png", bytesOf(1)}})));
    ASSERT_TRUE(writeFileAtomically(bad, std::string("no zip")));
    std::filesystem::create_directory(spare);
    test::RunOptions options;
    options.environment["TMPDIR"] = spare.string();
    const auto ran = runProgram({"classify", model, zip.string(), bad.string(), data.cells[2].path.string(), "--out", (folder / "out.csv").string(), "--json"}, options);
    EXPECT_EQ(ran.status, 1) << "two files could not be read";
    const auto json = ran.json();
    ASSERT_EQ(json.at("predictions").size(), 3u) << ran.err;
    EXPECT_EQ(json.at("predictions")[0].at("path"), (zip / "inner/name.png").string());
    EXPECT_EQ(json.at("predictions")[1].at("path"), (zip / "other.png").string());
    EXPECT_EQ(json.at("predictions")[2].at("path"), data.cells[2].path.string());
    ASSERT_EQ(json.at("failed").size(), 2u) << ran.err;
    EXPECT_EQ(json.at("failed")[0].at("path"), bad.string());
    EXPECT_EQ(json.at("failed")[1].at("path"), (zip / "broken.png").string());
    EXPECT_NE(ran.err.find("archive.zip/broken.png"), std::string::npos) << ran.err;
    EXPECT_NE(readTextFile(folder / "out.csv", 1 << 20)->find("archive.zip/inner/name.png"), std::string::npos);
    EXPECT_TRUE(std::filesystem::is_empty(spare)) << "nothing unpacked is left behind";
    EXPECT_EQ(runProgram({"classify", model, data.cells[0].path.string(), "--json"}).json().at("predictions")[0].at("probability"), json.at("predictions")[0].at("probability"));
}

}  // namespace
}  // namespace leukolens
