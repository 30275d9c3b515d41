#include "core/inference/model_library.h"

#include <gtest/gtest.h>

#include <sys/stat.h>

#include "core/base/files.h"
#include "core/inference/model_bundle.h"
#include "core/weights/safetensors.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_model.h"

namespace leukolens::inference {
namespace {

namespace fs = std::filesystem;

class ModelLibraryTest : public testing::Test {
protected:
    static void SetUpTestSuite() {
        s_folder = std::make_unique<test::TempFolder>();
        s_model = test::makeTinyModel(s_folder->path());
        // The same weights under another name.
        const auto bundle = readModelBundle(s_model);
        auto card = bundle->card;
        card.name = "Ärztin's model / 2";
        s_other = s_folder->path() / "other.leukomodel";
        if (!writeModelBundle(s_other, card, weights::writeSafetensors(bundle->weights.tensors()))) throw std::runtime_error("no second model");
    }
    static void TearDownTestSuite() { s_folder.reset(); }

    std::vector<std::string> titles() {
        const auto content = m_library.list();
        EXPECT_TRUE(content);
        std::vector<std::string> result;
        for (const auto& model : content->models) result.push_back(model.title);
        return result;
    }

    test::TempFolder m_folder;
    ModelLibrary m_library{m_folder / "models"};
    static inline std::unique_ptr<test::TempFolder> s_folder;
    static inline fs::path s_model, s_other;
};

TEST_F(ModelLibraryTest, IsEmptyBeforeItsFolderIsThere) {
    const auto content = m_library.list();
    ASSERT_TRUE(content);
    EXPECT_TRUE(content->models.empty());
    EXPECT_FALSE(fs::exists(m_library.folder()));
}

TEST_F(ModelLibraryTest, KeepsACopyUnderAReadableName) {
    const auto added = m_library.add(s_other, {});
    ASSERT_TRUE(added) << added.error().message();
    EXPECT_EQ(added->title, "Ärztin's model / 2");
    EXPECT_EQ(added->file.filename().string(), "rztin-s-model-2-" + added->sha256.substr(0, 8) + ".leukomodel");
    EXPECT_EQ(*readFile(added->file, 1 << 30), *readFile(s_other, 1 << 30));
    const auto content = m_library.list();
    ASSERT_EQ(content->models.size(), 1u);
    EXPECT_EQ(content->models[0].sha256, added->sha256);
    EXPECT_EQ(content->models[0].card.classNames(), (std::vector<std::string>{"all", "hem"}));
}

TEST_F(ModelLibraryTest, DoesNotAddTheSameModelTwice) {
    const auto first = m_library.add(s_model, {});
    const auto second = m_library.add(s_model, {});
    ASSERT_TRUE(second);
    EXPECT_EQ(first->file, second->file);
    EXPECT_EQ(titles().size(), 1u);
    // Nothing of the second attempt is left.
    for (const auto& entry : fs::directory_iterator(m_library.folder())) EXPECT_EQ(entry.path().filename().string().find(".import"), std::string::npos);
    const auto weights = m_folder / "w.safetensors";
    ASSERT_TRUE(writeFileAtomically(weights, weights::writeSafetensors(readModelBundle(s_model)->weights.tensors())));
    ASSERT_TRUE(m_library.add(weights, {}));
    ASSERT_TRUE(m_library.add(weights, {}));
    EXPECT_EQ(titles().size(), 2u);
    ASSERT_TRUE(m_library.add(weights, {"", {"x", "y"}, "", 75}));
    EXPECT_EQ(titles().size(), 3u);
}

TEST_F(ModelLibraryTest, RenamingChangesTheTitleAndNotTheFile) {
    const auto added = *m_library.add(s_model, {});
    const auto before = *readFile(added.file, 1 << 30);
    ASSERT_TRUE(m_library.rename(added.sha256, "Dienstagsmodell"));
    EXPECT_EQ(titles(), std::vector<std::string>{"Dienstagsmodell"});
    EXPECT_EQ(*readFile(added.file, 1 << 30), before);
    EXPECT_EQ(ModelLibrary(m_library.folder()).list()->models[0].title, "Dienstagsmodell");
    for (const std::string& bad : {std::string(), std::string(121, 'x'), std::string("two\nlines")})
        EXPECT_EQ(m_library.rename(added.sha256, bad).error().code, ErrorCode::InvalidArgument);
    std::string umlauts;
    for (int i = 0; i < 120; ++i) umlauts += "ä";
    EXPECT_TRUE(m_library.rename(added.sha256, umlauts));
    EXPECT_EQ(m_library.rename(std::string(64, '0'), "x").error().code, ErrorCode::NotFound);
}

TEST_F(ModelLibraryTest, RemovingDeletesTheFile) {
    const auto added = *m_library.add(s_model, {});
    ASSERT_TRUE(m_library.remove(added.sha256));
    EXPECT_FALSE(fs::exists(added.file));
    EXPECT_TRUE(titles().empty());
    EXPECT_EQ(m_library.remove(added.sha256).error().code, ErrorCode::NotFound);
}

TEST_F(ModelLibraryTest, ListsWhatAPersonPutThereAndNamesWhatIsNoModel) {
    fs::create_directories(m_library.folder());
    fs::copy_file(s_model, m_library.folder() / "by hand.leukomodel");
    ASSERT_TRUE(writeFileAtomically(m_library.folder() / "broken.leukomodel", std::string_view("PK\x03\x04 nothing")));
    const auto content = m_library.list();
    ASSERT_TRUE(content);
    ASSERT_EQ(content->models.size(), 1u);
    EXPECT_EQ(content->models[0].title, "tiny");
    ASSERT_EQ(content->problems.size(), 1u);
    EXPECT_EQ(content->problems[0].file.filename(), "broken.leukomodel");
    EXPECT_EQ(content->problems[0].error.code, ErrorCode::DamagedModel);
}

TEST_F(ModelLibraryTest, AFileThatChangedIsReadAgain) {
    const auto added = *m_library.add(s_model, {});
    auto bytes = *readFile(added.file, 1 << 30);
    bytes[bytes.size() / 2] ^= 1;
    ASSERT_TRUE(writeFileAtomically(added.file, bytes));
    const auto content = m_library.list();
    EXPECT_TRUE(content->models.empty());
    ASSERT_EQ(content->problems.size(), 1u);
}

TEST_F(ModelLibraryTest, ADamagedIndexIsMadeAnew) {
    const auto added = *m_library.add(s_model, {});
    ASSERT_TRUE(writeFileAtomically(m_library.folder() / "models.json", std::string_view("{\"version\":1,\"models\":[{\"file\":7")));
    EXPECT_EQ(titles(), std::vector<std::string>{"tiny"});
    EXPECT_TRUE(fs::exists(m_library.folder() / "models.json.damaged"));
    EXPECT_EQ(m_library.list()->models[0].sha256, added.sha256);
}

TEST_F(ModelLibraryTest, AnIndexCannotPointOutsideItsFolder) {
    const auto added = *m_library.add(s_model, {});
    auto text = *readTextFile(m_library.folder() / "models.json", 1 << 20);
    const auto name = added.file.filename().string();
    text.replace(text.find(name), name.size(), "../../etc/passwd");
    ASSERT_TRUE(writeFileAtomically(m_library.folder() / "models.json", text));
    const auto content = m_library.list();
    ASSERT_EQ(content->models.size(), 1u);
    EXPECT_EQ(content->models[0].file, added.file);
}

TEST_F(ModelLibraryTest, SaysThatAModelIsThereAlready) {
    EXPECT_FALSE(m_library.add(s_model, {})->alreadyThere);
    ASSERT_TRUE(m_library.rename(m_library.list()->models[0].sha256, "Mine"));
    const auto again = m_library.add(s_model, {});
    EXPECT_TRUE(again->alreadyThere);
    EXPECT_EQ(again->title, "Mine");
}

TEST_F(ModelLibraryTest, LeavesNothingOfAttemptsThatFailed) {
    const auto weights = m_folder / "w.safetensors";
    ASSERT_TRUE(writeFileAtomically(weights, weights::writeSafetensors(readModelBundle(s_model)->weights.tensors())));
    EXPECT_FALSE(m_library.add(weights, {"", {"a", "\xff"}, "", 0}));
    ASSERT_TRUE(writeFileAtomically(m_library.folder() / ".import-77.leukomodel", std::string_view("of one that was killed")));
    ASSERT_TRUE(m_library.add(s_model, {}));
    for (const auto& entry : fs::directory_iterator(m_library.folder())) EXPECT_EQ(entry.path().filename().string().find(".import"), std::string::npos);
}

TEST_F(ModelLibraryTest, ABadFileAddsNothing) {
    ASSERT_TRUE(writeFileAtomically(m_folder / "bad.pth", std::string_view("no weights")));
    EXPECT_EQ(m_library.add(m_folder / "bad.pth", {}).error().code, ErrorCode::NotAModel);
    EXPECT_TRUE(titles().empty());
}

}  // namespace
}  // namespace leukolens::inference
