// Every text can be translated, and has room: in German, in Indonesian, and in a language that says it in more letters.
#include <QApplication>
#include <QTabWidget>
#include <QTranslator>

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/ui/access/every_window.h"
#include "tests/ui/access/pseudo_language.h"
#include "tests/ui/access/shown_texts.h"
#include "tests/ui/support/ui_test.h"
#include "ui/shell/workspace.h"

namespace leukolens::test {
namespace {

/// The smallest window that holds the languages of the program.
constexpr QSize kSmallest(1280, 720);
/// One that holds a language of a third more letters than English.
constexpr QSize kForLongWords(1440, 900);

/// The window in a language, and each of its pages and of the other windows shown once.
class InLanguage : public testing::Test {
protected:
    void open(const std::string& code) {
        if (code == "pseudo") {
            language = std::make_unique<PseudoLanguage>();
        } else {
            language = std::make_unique<QTranslator>();
            ASSERT_TRUE(language->load(":/i18n/leukolens_" + QString::fromStdString(code) + ".qm"));
        }
        QApplication::installTranslator(language.get());
        room = code == "pseudo" ? kForLongWords : kSmallest;
        stage = std::make_unique<StagedWindow>(s_files, room);
        stage->fillAll();
    }
    void TearDown() override {
        stage.reset();
        if (language) QApplication::removeTranslator(language.get());
    }

    void forEveryPage(const std::function<void(QWidget&)>& look) {
        for (int workspace = 1; workspace <= 6; ++workspace) {
            stage->show(workspace);
            lookAtTabs(stage->window(), look);
        }
        stage->show(1);
        for (const OtherWindow& other : otherWindows()) other.open(*stage, [&](QWidget& window) { lookAtTabs(window, look); });
    }

    static void SetUpTestSuite() {
        s_folder = std::make_unique<TempFolder>();
        s_files = stageFiles(s_folder->path());
    }
    static void TearDownTestSuite() { s_folder.reset(); }

    QSize room;
    std::unique_ptr<QTranslator> language;
    std::unique_ptr<StagedWindow> stage;

private:
    inline static std::unique_ptr<TempFolder> s_folder;
    inline static StagedFiles s_files;

    void lookAtTabs(QWidget& root, const std::function<void(QWidget&)>& look) {
        look(root);
        for (auto* tabs : root.findChildren<QTabWidget*>()) {
            if (!tabs->isVisible() || tabs->window() != root.window()) continue;
            const int before = tabs->currentIndex();
            for (int tab = 0; tab < tabs->count(); ++tab) {
                tabs->setCurrentIndex(tab);
                stage->settle();
                look(root);
            }
            tabs->setCurrentIndex(before);
        }
    }
};

class PseudoLocale : public InLanguage {};

TEST_F(PseudoLocale, ShowsNoTextThatCannotBeTranslated) {
    open("pseudo");
    int texts = 0;
    std::map<std::string, std::string> untranslated;
    forEveryPage([&](QWidget& root) {
        for (const ShownText& shown : textsOf(root)) {
            ++texts;
            if (!untranslatedWords(shown.text).isEmpty()) untranslated.try_emplace(shown.where, shown.text.toStdString());
        }
    });
    for (const auto& [where, text] : untranslated) ADD_FAILURE() << "not translated: “" << text << "” at " << where;
    EXPECT_GE(texts, 6 * 500);
}

class RoomForText : public InLanguage, public testing::WithParamInterface<const char*> {};

TEST_P(RoomForText, NoTextIsCut) {
    open(GetParam());
    std::set<std::string> cut;
    forEveryPage([&](QWidget& root) {
        for (const std::string& text : cutTexts(root)) cut.insert(text);
    });
    for (const std::string& text : cut) ADD_FAILURE() << "cut off: " << text;
    for (int workspace = 1; workspace <= 6; ++workspace) {
        const QSize least = stage->window().workspace(workspace)->minimumSizeHint();
        EXPECT_LE(least.width(), room.width() - 90) << "workspace " << workspace;
        EXPECT_LE(least.height(), room.height() - 66) << "workspace " << workspace;
    }
    EXPECT_LE(stage->window().width(), room.width());
    EXPECT_LE(stage->window().height(), room.height());
}

INSTANTIATE_TEST_SUITE_P(Languages, RoomForText, testing::Values("en", "de", "id", "pseudo"));

}  // namespace
}  // namespace leukolens::test
