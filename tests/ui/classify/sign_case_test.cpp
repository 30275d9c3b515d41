// Signed cases, and cases that another window holds.
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

#include "tests/ui/classify/classify_fixture.h"

namespace leukolens::test {
namespace {

using Access = ui::ClassifySession::Access;

class SignCase : public ClassifyTest {
protected:
    ui::ClassifySession& session() { return m_window->session(); }
    QPushButton* button(const char* name) { return find<QPushButton>(*m_window, name); }

    void reviewUnidentified() {
        std::vector<ui::CellKey> keys;
        for (const auto& shown : session().cells().cells())
            if (shown.cell.assignedClass.empty()) keys.push_back(shown.key);
        session().confirm(keys);
    }

    void signIt() {
        reviewUnidentified();
        ASSERT_TRUE(waitFor([this] { return button("signCase")->isEnabled(); }));
        click(*m_window, "signCase");
        ASSERT_TRUE(waitFor([this] { return session().access() == Access::Signed && session().whyNotSigned().isEmpty(); }));
    }

    casebook::CaseSummary inFile() { return openStore()->listCases()->front(); }
};

TEST_F(SignCase, TheButtonSaysWhatIsLeftAndThenSigns) {
    openCaseOf(inventedCells(20));
    m_settings->set(ui::SettingKey::UserName, "Dr. Eva");
    EXPECT_FALSE(button("signCase")->isEnabled());
    EXPECT_TRUE(button("signCase")->toolTip().contains("Unidentified that nobody has reviewed: 2")) << button("signCase")->toolTip().toStdString();
    EXPECT_TRUE(waitFor([this] { return text("summaryReview").contains("20 not reviewed yet"); }));
    signIt();
    EXPECT_TRUE(text("signedBy").startsWith("Signed by Dr. Eva"));
    EXPECT_FALSE(button("signCase")->isVisible());
    EXPECT_EQ(inFile().signedBy, "Dr. Eva");
    EXPECT_TRUE(find<QLineEdit>(*m_window, "patientName")->isReadOnly());
}

TEST_F(SignCase, ASignedCaseShowsAndRefuses) {
    openCaseOf(inventedCells(10));
    signIt();
    waitUntilSaved();
    const int undoable = session().undoStack().index();
    select("all", 0);
    const auto key = bin("all").selectedKeys().front();
    for (const auto pressed : {Qt::Key_2, Qt::Key_X, Qt::Key_M, Qt::Key_Return, Qt::Key_U, Qt::Key_Delete}) QTest::keyClick(&bin("all"), pressed);
    const std::unique_ptr<QMimeData> data(bin("all").model()->mimeData({bin("all").model()->index(0, 0)}));
    dragOnto(*bin("hem").viewport(), *data);
    session().rename("somebody else");
    EXPECT_EQ(session().undoStack().index(), undoable);
    EXPECT_EQ(session().cells().find(key)->verdict(), (casebook::Verdict{"all", false, false, false}));
    EXPECT_TRUE(text("messageSummary").contains("signed"));
    EXPECT_EQ(m_window->findChildren<QLabel*>("messageSummary").size(), 1) << "said once";
    EXPECT_EQ(bin("all").selectedKeys(), std::vector{key}) << "looking goes on";
    waitUntilSaved();
    EXPECT_EQ(inFile().name, "invented");
    EXPECT_EQ(inFile().state, casebook::CaseState::Signed);
}

TEST_F(SignCase, ReopeningAsksForAReasonInPlaceAndRecordsIt) {
    openCaseOf(inventedCells(10));
    signIt();
    click(*m_window, "reopenCase");
    auto* reason = find<QLineEdit>(*m_window, "reopenReason");
    ASSERT_TRUE(reason->isVisible());
    EXPECT_FALSE(button("reopenNow")->isEnabled()) << "without a reason";
    QTest::keyClick(reason, Qt::Key_Escape);
    EXPECT_FALSE(reason->isVisible());
    EXPECT_EQ(session().access(), Access::Signed);
    click(*m_window, "reopenCase");
    QTest::keyClicks(reason, "second opinion");
    click(*m_window, "reopenNow");
    ASSERT_TRUE(waitFor([this] { return session().access() == Access::Open && session().mayDecide(); }));
    EXPECT_TRUE(casebook::AuditTrail(*openStore()).ofCase(inFile().id)->back().detail.find("second opinion") != std::string::npos);
    select("all", 0);
    const int normal = cardsIn("hem");
    QTest::keyClick(&bin("all"), Qt::Key_2);
    EXPECT_EQ(cardsIn("hem"), normal + 1);
    EXPECT_TRUE(button("signCase")->isVisible());
}

TEST_F(SignCase, WhatAnotherSeatChangedIsShownBeforeItIsSigned) {
    openCaseOf(inventedCells(10));
    QSignalSpy listRead(&session(), &ui::ClassifySession::knownCasesChanged);
    reviewUnidentified();
    waitUntilSaved();
    ASSERT_TRUE(waitFor([&] { return !listRead.isEmpty(); })) << "which follows saving";
    QTest::qWait(1000);  // that of opening may have been the first: none is left to come
    ASSERT_TRUE(button("signCase")->isEnabled());
    {
        const auto otherSeat = openStore();
        ASSERT_TRUE(otherSeat->renameCase(inFile().id, "of another patient", inFile().version));
    }
    click(*m_window, "signCase");
    ASSERT_TRUE(waitFor([this] { return find<QLineEdit>(*m_window, "patientName")->text() == "of another patient" && !session().loading(); }));
    EXPECT_EQ(inFile().state, casebook::CaseState::Open) << "nobody has seen it yet";
    EXPECT_TRUE(text("messageSummary").contains("could not be signed")) << text("messageSummary").toStdString();
    signIt();
    EXPECT_EQ(inFile().state, casebook::CaseState::Signed);
    EXPECT_EQ(inFile().name, "of another patient");
}

TEST_F(SignCase, IsSignedAfterOpeningAgain) {
    openCaseOf(inventedCells(10));
    signIt();
    closeWindow();
    openWindow();
    EXPECT_EQ(session().access(), Access::Signed);
    EXPECT_TRUE(text("signedBy").startsWith("Signed by"));
}

TEST_F(SignCase, ASecondWindowLooksAndMayWriteOnceTheFirstIsGone) {
    openCaseOf(inventedCells(10));
    m_settings->set(ui::SettingKey::UserName, "Eva");
    closeWindow();
    openWindow();  // as Eva from the start

    // A second program: its own context and store on the same file.
    ui::AppSettings otherSettings(qpath(m_folder / "other.ini"));
    otherSettings.set(ui::SettingKey::CaseFile, qpath(m_caseFile));
    otherSettings.set(ui::SettingKey::Device, "cpu");
    ui::AppContext otherContext(otherSettings);
    auto other = std::make_unique<ui::ClassifyWorkspace>(otherContext);
    other->resize(1200, 700);
    other->show();
    ASSERT_TRUE(waitFor([&] { return !other->session().loading(); }));
    EXPECT_EQ(other->session().access(), Access::HeldElsewhere);
    EXPECT_EQ(other->session().cells().rowCount(), 10);
    const QString said = find<QLabel>(*other, "stateText")->text();
    EXPECT_TRUE(said.contains("Eva on ")) << said.toStdString();

    auto* list = other->findChild<ui::BinList*>("cells-all");
    list->setCurrentIndex(list->model()->index(0, 0));
    const auto key = list->selectedKeys().front();
    for (int i = 0; i < 3; ++i) QTest::keyClick(list, Qt::Key_2);
    EXPECT_EQ(other->session().cells().find(key)->assignedClass, "all");
    EXPECT_EQ(other->findChildren<QLabel*>("messageSummary").size(), 1) << "one quiet notice";

    click(*other, "tryAgain");
    ASSERT_TRUE(waitFor([&] { return !other->session().loading(); }));
    EXPECT_EQ(other->session().access(), Access::HeldElsewhere) << "still held";

    m_window->session().relabel({m_window->session().cells().cells().front().key}, "hem");
    closeWindow();
    click(*other, "tryAgain");
    ASSERT_TRUE(waitFor([&] { return !other->session().loading(); }));
    EXPECT_EQ(other->session().access(), Access::Open);
    EXPECT_EQ(other->session().cells().cells().front().cell.assignedClass, "hem") << "what the first did meanwhile is shown";
    EXPECT_FALSE(find<QWidget>(*other, "stateStrip")->isVisible());
    other->session().relabel({other->session().cells().cells().front().key}, "all");
    otherContext.stopAllAndWait();
    other.reset();
    EXPECT_EQ(cellsInFile().front().assignedClass, "all");
}

}  // namespace
}  // namespace leukolens::test
