#include "ui/classify/case_writer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "core/base/files.h"
#include "tests/ui/support/ui_test.h"

namespace leukolens::ui {
namespace {

class CaseWriterTest : public testing::Test {
protected:
    CaseWriterTest() : m_settings(test::qpath(m_folder / "settings.ini")) {
        m_settings.set(SettingKey::CaseFile, test::qpath(m_folder / "new folder" / "cases.db"));
    }

    static CaseWriter::Change creating(const std::string& name) {
        return [name](casebook::CaseStore& store) -> Result<void> {
            const auto created = store.createCase(name);
            if (!created) return fail(created.error());
            return {};
        };
    }

    /// Names in the file, oldest first.
    std::vector<std::string> namesInFile() {
        std::vector<std::string> names;
        const auto store = casebook::CaseStore::open(m_folder / "new folder" / "cases.db");
        if (!store) return {store.error().message()};
        const auto known = (*store)->listCases();
        if (!known) return {known.error().message()};
        for (const auto& summary : *known) names.insert(names.begin(), summary.name);
        return names;
    }

    test::TempFolder m_folder;
    AppSettings m_settings;
    AppContext m_context{m_settings};
};

TEST_F(CaseWriterTest, KeepsTheOrderOfChanges) {
    CaseWriter writer(m_context);
    bool saved = false;
    QObject::connect(&writer, &CaseWriter::saved, &writer, [&] { saved = true; });
    for (const char* name : {"a", "b", "c"}) writer.change(creating(name));
    EXPECT_TRUE(writer.saving());
    ASSERT_TRUE(test::waitFor([&] { return saved; }));
    EXPECT_FALSE(writer.saving());
    EXPECT_EQ(namesInFile(), (std::vector<std::string>{"a", "b", "c"}));
}

TEST_F(CaseWriterTest, AppliesWhatWaitsEvenWhenTheWorkerIsGone) {
    {
        CaseWriter writer(m_context);
        writer.change(creating("before"));
        m_context.stopAllAndWait();
        writer.change(creating("after"));
    }
    EXPECT_EQ(namesInFile(), (std::vector<std::string>{"before", "after"}));
}

TEST_F(CaseWriterTest, AFailureIsToldAndWhatBuildsOnItIsDropped) {
    CaseWriter writer(m_context);
    std::vector<ErrorCode> told;
    QObject::connect(&writer, &CaseWriter::failed, &writer, [&](const Error& error) { told.push_back(error.code); });
    std::atomic<bool> wentOn = false, release = false;
    writer.change([&](casebook::CaseStore&) -> Result<void> {
        while (!release) std::this_thread::yield();
        return fail(ErrorCode::DiskFull, "no space");
    });
    writer.change([&](casebook::CaseStore&) -> Result<void> {
        wentOn = true;
        return {};
    });
    release = true;
    ASSERT_TRUE(test::waitFor([&] { return !writer.saving(); }));
    EXPECT_EQ(told, std::vector{ErrorCode::DiskFull});
    EXPECT_FALSE(wentOn);
}

TEST_F(CaseWriterTest, AFolderThatIsAFileFailsWithItsName) {
    ASSERT_TRUE(writeFileAtomically(m_folder / "new folder", std::string_view("a file")));
    CaseWriter writer(m_context);
    std::filesystem::path named;
    QObject::connect(&writer, &CaseWriter::failed, &writer, [&](const Error& error) { named = error.file; });
    writer.change(creating("x"));
    ASSERT_TRUE(test::waitFor([&] { return !named.empty(); }));
    EXPECT_NE(named.string().find("new folder"), std::string::npos);
}

}  // namespace
}  // namespace leukolens::ui
