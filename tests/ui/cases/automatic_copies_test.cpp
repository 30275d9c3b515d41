#include "ui/cases/automatic_copies.h"

#include <QDate>

#include <fstream>

#include "core/casebook/automatic_copies.h"
#include "tests/ui/cases/cases_fixture.h"

namespace leukolens::ui {
namespace {

namespace fs = std::filesystem;

class AutomaticCopiesTest : public test::CasesTest {
protected:
    void SetUp() override { addSession("Ána", "2024-05-31", 1, 1); }
    /// As makeWindow() does; the errors it told.
    QStringList openStoreInWindow() {
        QStringList told;
        openWindow();
        AutomaticCopies copies(*m_context, *m_writer);
        QObject::connect(&copies, &AutomaticCopies::failed, m_cases, [&](const QString& summary, const Error&) { told << summary; });
        waitForJobs();
        return told;
    }
    std::vector<std::string> names() const {
        return fs::exists(casebook::automaticCopiesFolder(m_store)) ? test::entries(casebook::automaticCopiesFolder(m_store)) : std::vector<std::string>();
    }
};

TEST_F(AutomaticCopiesTest, AWindowThatOpensAChangedFileCopiesIt) {
    EXPECT_TRUE(openStoreInWindow().isEmpty());
    ASSERT_EQ(names().size(), 1U);
    EXPECT_NE(names().front().find("-automatic-" + QDate::currentDate().toString(Qt::ISODate).toStdString() + '-'), std::string::npos) << names().front();
}

TEST_F(AutomaticCopiesTest, AnAlteredFileIsCopiedAndTold) {
    edit("UPDATE audit SET person = 'nobody' WHERE id = 1;");
    const QStringList told = openStoreInWindow();
    ASSERT_EQ(told.size(), 1);
    EXPECT_TRUE(told.front().contains("altered outside of the program")) << told.front().toStdString();
    EXPECT_EQ(names().size(), 1U);
}

TEST_F(AutomaticCopiesTest, NotWhereNoneAreWanted) {
    m_settings.set(SettingKey::AutomaticCopies, 0);
    EXPECT_TRUE(openStoreInWindow().isEmpty());
    EXPECT_TRUE(names().empty());
}

TEST_F(AutomaticCopiesTest, AFailureIsTold) {
    { std::ofstream(casebook::automaticCopiesFolder(m_store)) << "a file in the folder's place"; }
    const QStringList told = openStoreInWindow();
    ASSERT_EQ(told.size(), 1);
    EXPECT_TRUE(told.front().contains("could not be made"));
}

}  // namespace
}  // namespace leukolens::ui
