// Every refusal names the file and the advice, exits with 1 and leaves nothing behind.
#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/image/encode.h"
#include "tests/cli/program.h"
#include "tests/support/demo_data.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_model.h"

namespace leukolens {
namespace {

namespace fs = std::filesystem;
using test::runProgram;

void drawInto(const fs::path& folder, int count, int firstCell = 0) {
    ASSERT_TRUE(createFolder(folder));
    dataset::DemoSettings settings;
    settings.sizePx = 80;
    for (int i = 0; i < count; ++i)
        ASSERT_TRUE(writeFileAtomically(folder / (std::to_string(i) + ".png"), *image::encodePng(dataset::drawDemoCell(settings, 0, true, firstCell + i))));
}

class BadInput : public testing::Test {
protected:
    test::Ran train(const fs::path& data, std::vector<std::string> more = {}) {
        std::vector<std::string> arguments = {"train", data.string(), "--out", (m_folder / "run").string(), "--epochs", "1", "--input-px", "75"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return runProgram(arguments);
    }

    void expectRefused(const test::Ran& ran, const std::string& file, const std::string& words) {
        EXPECT_EQ(ran.status, 1) << ran.err;
        EXPECT_NE(ran.err.find(file), std::string::npos) << ran.err;
        EXPECT_NE(ran.err.find(words), std::string::npos) << ran.err;
        EXPECT_FALSE(fs::exists(m_folder / "run"));
    }

    test::TempFolder m_folder;
};

TEST_F(BadInput, EmptyFolder) {
    ASSERT_TRUE(createFolder(m_folder / "empty"));
    expectRefused(train(m_folder / "empty"), "empty", "no ");
    EXPECT_EQ(runProgram({"dataset", "check", (m_folder / "empty").string()}).status, 1);
}

TEST_F(BadInput, MissingFolderAndFileInsteadOfFolder) {
    expectRefused(train(m_folder / "none"), "none", "does not exist");
    ASSERT_TRUE(writeFileAtomically(m_folder / "file", std::string_view("x")));
    expectRefused(train(m_folder / "file"), "file", "not a folder");
}

TEST_F(BadInput, OneClassOnly) {
    drawInto(m_folder / "data" / "blast", 4);
    expectRefused(train(m_folder / "data"), "data", "class");
}

TEST_F(BadInput, ClassFoldersWithoutSubjectsCannotBeSplitByPatient) {
    drawInto(m_folder / "data" / "blast", 4);
    drawInto(m_folder / "data" / "normal", 4, 50);
    expectRefused(train(m_folder / "data"), "data", "subject");
}

TEST_F(BadInput, FewerSubjectsThanFolds) {
    test::demoData(m_folder / "cells", 1);
    expectRefused(train(m_folder / "cells", {"--folds", "8"}), "cells", "subjects");
}

TEST_F(BadInput, FolderWithoutPermission) {
    test::demoData(m_folder / "locked", 1);
    fs::permissions(m_folder / "locked", fs::perms::none);
    test::RunOptions options;
    options.powerless = true;
    const auto ran = runProgram({"dataset", "check", (m_folder / "locked").string()}, options);
    fs::permissions(m_folder / "locked", fs::perms::owner_all);
    EXPECT_EQ(ran.status, 1);
    EXPECT_NE(ran.err.find("locked: may not be read"), std::string::npos) << ran.err;
}

TEST_F(BadInput, ModelOfAnotherProgram) {
    drawInto(m_folder / "images", 1);
    ASSERT_TRUE(writeFileAtomically(m_folder / "other.leukomodel", std::string_view("GGUF this is no model of ours")));
    const auto ran = runProgram({"classify", (m_folder / "other.leukomodel").string(), (m_folder / "images").string(), "--json"});
    EXPECT_EQ(ran.status, 1);
    EXPECT_TRUE(ran.out.empty());
    EXPECT_NE(ran.err.find("other.leukomodel: is no model of Leukolens. Choose a .leukomodel"), std::string::npos) << ran.err;
}

TEST_F(BadInput, NoImageAndTruncatedBmpAreListedAndTheRestIsClassified) {
    drawInto(m_folder / "images", 3);
    dataset::DemoSettings settings;
    settings.sizePx = 80;
    auto bmp = *image::encodeBmp(dataset::drawDemoCell(settings, 1, false, 1));
    bmp.resize(bmp.size() / 2);
    ASSERT_TRUE(writeFileAtomically(m_folder / "images" / "cut.bmp", bmp));
    ASSERT_TRUE(writeFileAtomically(m_folder / "images" / "text.png", std::string_view("not an image at all")));
    const auto model = test::makeTinyModel(m_folder.path()).string();
    const auto ran = runProgram({"classify", model, (m_folder / "images").string(), (m_folder / "missing.png").string(), "--json"});
    EXPECT_EQ(ran.status, 1);
    const auto json = ran.json();
    EXPECT_EQ(json.at("predictions").size(), 3u);
    std::map<std::string, std::string> codes;
    for (const auto& failed : json.at("failed")) codes[fs::path(failed.at("path").get<std::string>()).filename().string()] = failed.at("code").get<std::string>();
    EXPECT_EQ(codes, (std::map<std::string, std::string>{{"cut.bmp", "damaged_image"}, {"text.png", "not_an_image"}, {"missing.png", "not_found"}}));
}

TEST_F(BadInput, OneBrokenImageAmongManyDoesNotStopTraining) {
    const auto data = test::demoData(m_folder / "cells", 2);
    ASSERT_TRUE(writeFileAtomically(data.cells[5].path, std::string_view("broken")));
    const auto ran = train(m_folder / "cells", {"--folds", "2", "--batch", "8", "--json"});
    EXPECT_EQ(ran.status, 0) << ran.err;
    EXPECT_NE(ran.err.find(data.cells[5].path.filename().string()), std::string::npos);
    const auto check = runProgram({"dataset", "check", (m_folder / "cells").string(), "--json"});
    EXPECT_EQ(check.status, 1);
    EXPECT_EQ(check.json().at("cells"), 23);
    EXPECT_EQ(check.json().at("problems")[0].at("code"), "not_an_image");
}

TEST_F(BadInput, RunFolderWithEarlierResultsStaysWhole) {
    test::demoData(m_folder / "cells", 1);
    ASSERT_TRUE(createFolder(m_folder / "run"));
    ASSERT_TRUE(writeFileAtomically(m_folder / "run" / "earlier", std::string_view("result")));
    const auto ran = train(m_folder / "cells");
    EXPECT_EQ(ran.status, 1);
    EXPECT_NE(ran.err.find("never overwritten"), std::string::npos) << ran.err;
    EXPECT_EQ(test::entries(m_folder / "run"), std::vector<std::string>{"earlier"});
}

TEST_F(BadInput, ReportsOfNothing) {
    const auto pdf = (m_folder / "x.pdf").string();
    EXPECT_EQ(runProgram({"report", "run", m_folder.path().string(), "-o", pdf}).status, 1);
    const auto ran = runProgram({"report", "case", "1", "--store", (m_folder / "none.sqlite").string(), "-o", pdf});
    EXPECT_EQ(ran.status, 1);
    EXPECT_NE(ran.err.find("none.sqlite: there is no case file"), std::string::npos) << ran.err;
    EXPECT_FALSE(fs::exists(pdf));
    EXPECT_FALSE(fs::exists(m_folder / "none.sqlite"));
}

}  // namespace
}  // namespace leukolens
