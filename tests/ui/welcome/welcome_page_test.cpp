// The three cards: at the first start, by mouse and by keyboard, in long languages and small windows.
#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTranslator>

#include "tests/ui/welcome/welcome_fixture.h"

namespace leukolens::ui {
namespace {

using test::click;
using test::find;
using test::waitFor;

class WelcomePageTest : public WelcomeTest {
protected:
    QAbstractButton& card(const char* name) { return *find<QAbstractButton>(*window, name); }
    QString sentence(const char* name) { return card(name).accessibleDescription(); }
    /// Tab, until it has the focus.
    bool tabTo(const char* name) {
        for (int tabs = 0; tabs < 60; ++tabs) {
            if (card(name).hasFocus()) return true;
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        return false;
    }
    bool railShowsNone() {
        for (int number = 1; number <= 6; ++number)
            if (card(QString("rail%1").arg(number).toLatin1()).isChecked()) return false;
        return true;
    }
};

TEST_F(WelcomePageTest, TheFirstStartShowsTheCardsAndTheSecondDoesNot) {
    open();
    EXPECT_FALSE(pageIsShown()) << "a window by itself opens where it was";
    welcomeAtFirstStart(*window);
    EXPECT_TRUE(pageIsShown());
    EXPECT_TRUE(railShowsNone());
    EXPECT_EQ(window->currentWorkspace(), 0);
    EXPECT_TRUE(find<QLabel>(*window, "welcomeNotice")->text().contains("research"));
    click(*window, "welcomeClassify");
    close();
    open();
    welcomeAtFirstStart(*window);
    EXPECT_FALSE(pageIsShown());
}

TEST_F(WelcomePageTest, IsNotShownAgainOnceTheProgramWasClosedOnIt) {
    open();
    window->showWorkspace(5);
    welcomeAtFirstStart(*window);
    window->close();
    EXPECT_TRUE(settings.flag(SettingKey::WelcomeSeen));
    EXPECT_EQ(settings.number(SettingKey::LastWorkspace), 5) << "the page is no workspace to come back to";
}

TEST_F(WelcomePageTest, EachCardLeadsThereByMouse) {
    open();
    welcomeAtFirstStart(*window);
    click(*window, "welcomeTrain");
    EXPECT_EQ(window->currentWorkspace(), 3) << "nothing is open: Data says what to open";
    EXPECT_TRUE(find<QWidget>(*window, "dataEmpty")->isVisible());
    window->findChild<QAction*>("actionWelcome")->trigger();
    EXPECT_TRUE(pageIsShown());
    context->setDataset(std::make_shared<const dataset::Dataset>());
    click(*window, "welcomeTrain");
    EXPECT_EQ(window->currentWorkspace(), 4);
    window->findChild<QAction*>("actionWelcome")->trigger();
    click(*window, "welcomeClassify");
    EXPECT_EQ(window->currentWorkspace(), 1);
    EXPECT_TRUE(card("rail1").isChecked());
}

TEST_F(WelcomePageTest, EachCardLeadsThereByKeyboard) {
    open();
    for (const auto& [name, key, workspace] : {std::tuple("welcomeClassify", Qt::Key_Return, 1), std::tuple("welcomeTrain", Qt::Key_Space, 3)}) {
        window->findChild<QAction*>("actionWelcome")->trigger();
        ASSERT_TRUE(tabTo(name)) << name;
        QTest::keyClick(&card(name), key);
        EXPECT_EQ(window->currentWorkspace(), workspace);
    }
    window->findChild<QAction*>("actionWelcome")->trigger();
    ASSERT_TRUE(tabTo("welcomeLookAround"));
    QTest::keyClick(&card("welcomeLookAround"), Qt::Key_Return);
    EXPECT_TRUE(sample().isBusy());
    EXPECT_TRUE(settings.flag(SettingKey::WelcomeSeen));
    EXPECT_TRUE(find<QWidget>(*window, "sampleStrip")->isVisible()) << "its progress";
}

TEST_F(WelcomePageTest, KeysOfTheWorkspacesLeaveIt) {
    open();
    welcomeAtFirstStart(*window);
    QTest::keyClick(window.get(), Qt::Key_6, Qt::ControlModifier);
    EXPECT_EQ(window->currentWorkspace(), 6);
    EXPECT_TRUE(card("rail6").isChecked());
    EXPECT_TRUE(settings.flag(SettingKey::WelcomeSeen));
    window->findChild<QAction*>("actionWelcome")->trigger();
    EXPECT_TRUE(railShowsNone());
    click(*window, "rail6");
    EXPECT_EQ(window->currentWorkspace(), 6) << "also back to where it was";
}

TEST_F(WelcomePageTest, ClassifySaysWhatIsMissing) {
    open();
    welcomeAtFirstStart(*window);
    EXPECT_TRUE(sentence("welcomeClassify").contains("needs a model"));
    click(*window, "welcomeAddModel");
    EXPECT_TRUE(find<QWidget>(*window, "modelsWindow")->isVisible());
    context->setModelFile(test::qpath(test::makeTinyModel(folder.path())));
    EXPECT_FALSE(sentence("welcomeClassify").contains("needs a model"));
    EXPECT_FALSE(card("welcomeAddModel").isVisible());
}

TEST_F(WelcomePageTest, EverythingHasANameAndCardsSayTheirSentence) {
    open();
    welcomeAtFirstStart(*window);
    for (const char* name : {"welcomeClassify", "welcomeTrain", "welcomeLookAround"}) {
        EXPECT_EQ(card(name).accessibleName(), card(name).text());
        EXPECT_GE(sentence(name).size(), 40);
        EXPECT_FALSE(card(name).toolTip().isEmpty());
        EXPECT_EQ(card(name).focusPolicy(), Qt::StrongFocus);
    }
    EXPECT_FALSE(card("welcomeTour").toolTip().isEmpty());
}

TEST_F(WelcomePageTest, ALanguageChosenOnItBringsItBackInThatLanguage) {
    open();
    welcomeAtFirstStart(*window);
    auto* language = find<QComboBox>(*window, "welcomeLanguage");
    language->setCurrentIndex(language->findData("de"));
    Q_EMIT language->activated(language->currentIndex());
    EXPECT_EQ(settings.text(SettingKey::Language), "de");
    window->close();
    EXPECT_FALSE(settings.flag(SettingKey::WelcomeSeen));
}

/// Every text half as long again, as German may be, of words as long as two.
class Lengthener : public QTranslator {
public:
    QString translate(const char*, const char* text, const char*, int) const override {
        const QString source = QString::fromUtf8(text);
        QStringList words = (source + ' ' + source.left((source.size() + 1) / 2)).split(' ');
        for (qsizetype i = 0; i + 1 < words.size(); ++i) words[i] += words.takeAt(i + 1);
        return words.join(' ');
    }
    bool isEmpty() const override { return false; }
};

TEST_F(WelcomePageTest, LongTextsAreNotCutAndSmallWindowsScroll) {
    Lengthener lengthener;
    QCoreApplication::installTranslator(&lengthener);
    open();
    welcomeAtFirstStart(*window);
    QCoreApplication::removeTranslator(&lengthener);
    auto* area = find<QScrollArea>(*window, "welcomeScroll");
    auto* page = find<QWidget>(*window, "welcomePage");
    page->setParent(nullptr);  // a window of its own can be smaller than the workspaces let theirs be
    page->show();
    /// The first thing that is cut; empty: nothing.
    const auto cut = [&]() -> QString {
        if (area->widget()->width() > area->viewport()->width()) return "all of it at the side";
        for (const QLabel* label : area->findChildren<QLabel*>())
            if (label->isVisible() && label->wordWrap() && label->height() < label->heightForWidth(label->width())) return label->text();
        for (const QAbstractButton* button : area->findChildren<QAbstractButton*>())
            if (button->isVisible() && !area->widget()->rect().contains(QRect(button->mapTo(area->widget(), QPoint()), button->size()))) return button->text();
        return {};
    };
    for (const QSize size : {QSize(1356, 800), QSize(1196, 640), QSize(636, 370)}) {
        page->resize(size);
        EXPECT_TRUE(waitFor([&] { return area->width() == size.width() && cut().isEmpty(); }, 3000)) << "at " << size.width() << ": " << cut().toStdString();
    }
    EXPECT_GT(area->verticalScrollBar()->maximum(), 0);
    page->hide();
    window->addPage(page);
}

}  // namespace
}  // namespace leukolens::ui
