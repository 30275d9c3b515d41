// leukolens model info|verify|import|export.
#include <gtest/gtest.h>

#include "core/base/files.h"
#include "tests/cli/program.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_model.h"
#include "tests/support/zip_bytes.h"

namespace leukolens {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;
using test::runProgram;

class ModelVerb : public testing::Test {
protected:
    static void SetUpTestSuite() {
        s_folder = std::make_unique<test::TempFolder>();
        s_model = test::makeTinyModel(s_folder->path());
        s_weights = s_folder->path() / "weights.safetensors";
        ASSERT_EQ(runProgram({"model", "export", s_model.string(), "-o", s_weights.string()}).status, 0);
    }
    static void TearDownTestSuite() { s_folder.reset(); }

    test::TempFolder m_folder;
    static inline std::unique_ptr<test::TempFolder> s_folder;
    static inline fs::path s_model, s_weights;
};

TEST_F(ModelVerb, InfoShowsTheCardAndWhatFits) {
    const auto ran = runProgram({"model", "info", s_model.string(), "--json"});
    ASSERT_EQ(ran.status, 0) << ran.err;
    const auto json = ran.json();
    EXPECT_EQ(json.at("name"), "tiny");
    EXPECT_EQ(json.at("form"), "leukomodel");
    EXPECT_EQ(json.at("loaded"), 580);
    EXPECT_EQ(json.at("loadedTensors").size(), 580u);
    EXPECT_TRUE(json.at("missing").empty());
    EXPECT_TRUE(json.at("unexpected").empty());
    EXPECT_EQ(json.at("card").at("classes")[0].at("name"), "all");
    EXPECT_EQ(json.at("sha256").get<std::string>().size(), 64u);
    const auto words = runProgram({"model", "info", s_model.string()});
    EXPECT_NE(words.out.find("class all: leukemic lymphoblast"), std::string::npos) << words.out;
    EXPECT_NE(words.out.find("not evaluated yet"), std::string::npos);
    EXPECT_NE(words.out.find("Not for diagnosis"), std::string::npos);
}

TEST_F(ModelVerb, ExportedWeightsComeBackAsAModelThatAnswersTheSame) {
    const auto target = m_folder / "again.leukomodel";
    const auto ran = runProgram({"model", "import", s_weights.string(), "--class", "all", "--class", "hem", "--input-px", "75", "--name", "Again", "--out", target.string(), "--json"});
    ASSERT_EQ(ran.status, 0) << ran.err;
    EXPECT_EQ(ran.json().at("name"), "Again");
    EXPECT_EQ(ran.json().at("model"), target.string());
    EXPECT_EQ(runProgram({"model", "verify", target.string()}).status, 0);
    const auto first = m_folder / "a.safetensors";
    ASSERT_EQ(runProgram({"model", "export", target.string(), "-o", first.string(), "--json"}).json().at("tensors"), 580);
    // The header's facts differ; the numbers behind it are the same.
    const auto a = *readFile(s_weights, 1 << 30), b = *readFile(first, 1 << 30);
    EXPECT_TRUE(std::equal(a.end() - 80'000'000, a.end(), b.end() - 80'000'000));
}

TEST_F(ModelVerb, ImportWithoutClassesIsAStartingPoint) {
    const auto target = m_folder / "trunk.leukomodel";
    const auto ran = runProgram({"model", "import", s_weights.string(), "--out", target.string(), "--json"});
    ASSERT_EQ(ran.status, 0) << ran.err;
    EXPECT_EQ(ran.json().at("missing"), (nlohmann::json{"AuxLogits.fc.bias", "AuxLogits.fc.weight", "fc.bias", "fc.weight"}));
    EXPECT_EQ(ran.json().at("card").at("kind"), "trunk");
    const auto classified = runProgram({"classify", target.string(), s_folder->path().string()});
    EXPECT_EQ(classified.status, 1);
    EXPECT_NE(classified.err.find("starting point for training"), std::string::npos) << classified.err;
}

TEST_F(ModelVerb, ImportWithoutAPlaceJoinsTheWindowsList) {
    test::RunOptions options;
    options.environment = {{"XDG_DATA_HOME", (m_folder / "data").string()}, {"XDG_CONFIG_HOME", (m_folder / "config").string()}};
    const auto ran = runProgram({"model", "import", s_model.string(), "--json"}, options);
    ASSERT_EQ(ran.status, 0) << ran.err;
    const fs::path kept = ran.json().at("model").get<std::string>();
    EXPECT_EQ(kept.parent_path(), m_folder / "data" / "leukolens" / "models");
    EXPECT_EQ(*readFile(kept, 1 << 30), *readFile(s_model, 1 << 30));
    EXPECT_EQ(runProgram({"model", "import", s_model.string(), "--json"}, options).json().at("model"), kept.string());
}

TEST_F(ModelVerb, AChangedByteIsFound) {
    auto bytes = *readFile(s_model, 1 << 30);
    bytes[bytes.size() - 5000] ^= 1;
    const auto changed = m_folder / "changed.leukomodel";
    ASSERT_TRUE(writeFileAtomically(changed, bytes));
    for (const char* part : {"verify", "info"}) {
        const auto ran = runProgram({"model", part, changed.string()});
        EXPECT_EQ(ran.status, 1);
        EXPECT_NE(ran.err.find("changed.leukomodel"), std::string::npos) << ran.err;
        EXPECT_NE(ran.err.find("checksum"), std::string::npos) << ran.err;
    }
}

TEST_F(ModelVerb, BadFilesAreRefusedInWordsAndLeaveNothing) {
    ASSERT_TRUE(writeFileAtomically(m_folder / "text.pth", std::string_view("hello")));
    ASSERT_TRUE(writeFileAtomically(m_folder / "evil.pth", test::zipOf({{.name = "a/data.pkl", .content = "\x80\x02" "cos\nsystem\nX\x04\x00\x00\x00" "echo\x85R."s}})));
    ASSERT_TRUE(writeFileAtomically(m_folder / "huge.pth", test::zipOf({{.name = "a/data.pkl", .content = "x", .claimedSize = 10'000'000'000, .claimedPackedSize = 10'000'000'000}})));
    const std::pair<const char*, const char*> bad[] = {{"text.pth", "neither"}, {"evil.pth", "os.system"}, {"huge.pth", "10000000000"}, {"none.pth", "does not exist"}};
    for (const auto& [name, words] : bad) {
        for (const char* part : {"info", "verify", "import", "export"}) {
            const auto target = (m_folder / "out").string();
            std::vector<std::string> arguments = {"model", part, (m_folder / name).string()};
            if (std::string(part) == "import" || std::string(part) == "export") arguments.insert(arguments.end(), {"--out", target});
            const auto ran = runProgram(arguments);
            EXPECT_EQ(ran.status, 1) << part << name;
            EXPECT_NE(ran.err.find(name), std::string::npos) << ran.err;
            EXPECT_NE(ran.err.find(words), std::string::npos) << ran.err;
            EXPECT_TRUE(ran.out.empty());
            EXPECT_FALSE(fs::exists(target));
        }
    }
}

TEST_F(ModelVerb, WrongClassesAndTargetsAreRefused) {
    const auto target = (m_folder / "out").string();
    EXPECT_NE(runProgram({"model", "import", s_weights.string(), "--class", "a", "--class", "b", "--class", "c", "--out", target}).err.find("2 outputs"), std::string::npos);
    EXPECT_FALSE(fs::exists(target));
    EXPECT_EQ(runProgram({"model", "export", s_model.string(), "-o", (m_folder / "no" / "folder.safetensors").string()}).status, 1);
    const auto itself = runProgram({"model", "export", s_weights.string(), "-o", s_weights.string()});
    EXPECT_EQ(itself.status, 1);
    EXPECT_NE(itself.err.find("another name"), std::string::npos) << itself.err;
    EXPECT_EQ(runProgram({"model"}).status, 2);
    EXPECT_EQ(runProgram({"model", "export", s_model.string()}).status, 2);
}

}  // namespace
}  // namespace leukolens
