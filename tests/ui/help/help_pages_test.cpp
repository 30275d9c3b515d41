// What no page may get wrong, in no language: links, headings, pictures, codes of errors, places that the window leads to.
#include <QDirIterator>
#include <QFile>
#include <QImage>
#include <QRegularExpression>

#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/error.h"
#include "tests/ui/help/picture_names.h"
#include "ui/help/help_library.h"
#include "ui/shell/help_request.h"
#include "ui/shell/language.h"

namespace leukolens::ui {
namespace {

bool hasSlug(const HelpPage& page, const QString& slug) {
    const auto& sections = page.content.sections;
    return std::any_of(sections.begin(), sections.end(), [&](const HelpSection& section) { return section.slug == slug; });
}

std::string nameOf(const HelpPage& page) { return (page.language + '/' + page.name).toStdString(); }

/// Pages as they are written in each language, not those that stand in for missing ones.
std::vector<HelpPage> allPages() {
    std::vector<HelpPage> all;
    for (const QString& language : HelpLibrary::languages()) {
        const HelpLibrary library(language);
        for (const HelpPage& page : library.pages())
            if (page.language == language) all.push_back(page);
    }
    return all;
}

TEST(HelpPages, EachStartsWithItsTitle) {
    ASSERT_GE(allPages().size(), 17u);
    for (const HelpPage& page : allPages()) {
        EXPECT_TRUE(page.markdown.startsWith("# ")) << nameOf(page);
        const auto& sections = page.content.sections;
        EXPECT_EQ(std::count_if(sections.begin(), sections.end(), [](const HelpSection& section) { return section.level == 1; }), 1) << nameOf(page);
    }
}

TEST(HelpPages, EveryLinkLeadsToAPageAndHeadingThatThereAre) {
    int links = 0;
    for (const QString& language : HelpLibrary::languages()) {
        const HelpLibrary library(language);
        for (const HelpPage& page : library.pages()) {
            if (page.language != language) continue;
            for (const QString& target : page.content.links) {
                if (target.startsWith("http")) continue;
                ++links;
                const auto to = library.follow(page.name, target);
                ASSERT_TRUE(to) << nameOf(page) << ": " << target.toStdString();
                // On the web a page that is not translated is to be found in English only.
                const HelpPage& shown = *library.page(to->page);
                const bool own = !target.startsWith("../");
                EXPECT_EQ(own, shown.language == language) << nameOf(page) << ": " << target.toStdString() << (own ? " is not translated: link ../en/" : " is translated: link ") << to->page.toStdString() << ".md";
                const QString slug = target.section('#', 1);
                EXPECT_TRUE(slug.isEmpty() || hasSlug(shown, slug)) << nameOf(page) << ": " << target.toStdString();
            }
        }
    }
    EXPECT_GE(links, 50);
}

TEST(HelpPages, EveryPictureIsThereAndOneThatTheProgramMakes) {
    QStringList made;
    for (const char* name : test::kHelpPictures) made << QString(name) + ".png";
    int pictures = 0;
    for (const HelpPage& page : allPages())
        for (const QString& target : page.content.pictures) {
            ++pictures;
            const QString name = target.section('/', -1);
            EXPECT_EQ(target, "../images/" + name) << nameOf(page);
            EXPECT_TRUE(made.contains(name)) << nameOf(page) << ": scripts/help-pictures.sh makes no " << name.toStdString();
            EXPECT_FALSE(QImage(":/help/images/" + name).isNull()) << nameOf(page) << ": " << name.toStdString() << " is missing; scripts/help-pictures.sh makes it";
        }
    EXPECT_GE(pictures, 8);
    for (const QString& file : HelpLibrary::pictures()) {
        EXPECT_TRUE(made.contains(file)) << file.toStdString() << " would never be made anew";
        EXPECT_LE(QFile(":/help/images/" + file).size(), 150 * 1024) << file.toStdString();
    }
}

TEST(HelpPages, EveryCodeOfAnErrorIsExplained) {
    for (const QString& language : HelpLibrary::languages()) {
        const HelpLibrary library(language);
        for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code) {
            const QString place = help::placeOf(static_cast<ErrorCode>(code));
            const auto found = library.find(place);
            ASSERT_TRUE(found) << place.toStdString();
            EXPECT_FALSE(found->slug.isEmpty()) << language.toStdString() << ": troubleshooting.md has no heading for " << place.toStdString();
        }
    }
}

TEST(HelpPages, TheIndexLeadsToAllPages) {
    for (const QString& language : HelpLibrary::languages()) {
        const HelpLibrary library(language);
        QStringList inContents;
        for (const HelpGroup& group : library.contents()) inContents << group.pages;
        for (const HelpPage& page : library.pages()) EXPECT_EQ(inContents.count(page.name), 1) << language.toStdString() << ": " << page.name.toStdString();
    }
}

TEST(HelpPages, TranslatedPagesHaveTheHeadingsOfTheEnglishOnesInTheirOrder) {
    const HelpLibrary english("en");
    for (const HelpPage& page : allPages()) {
        const HelpPage* original = english.page(page.name);
        ASSERT_TRUE(original) << nameOf(page) << " has no English page";
        std::vector<int> levels, wanted;
        for (const HelpSection& section : page.content.sections) levels.push_back(section.level);
        for (const HelpSection& section : original->content.sections) wanted.push_back(section.level);
        EXPECT_EQ(levels, wanted) << nameOf(page);
        EXPECT_EQ(page.content.pictures, original->content.pictures) << nameOf(page);
    }
}

/// Sources are read, because most of what has a place is made only when somebody opens it.
TEST(HelpPages, EveryPlaceThatTheWindowLeadsToIsThere) {
    static const QRegularExpression setPlace("help::(?:setPlace\\([^,]+, |open\\()\"([^\"]+)\"");
    const HelpLibrary library("en");
    int places = 0;
    QDirIterator files(QString(LEUKOLENS_SOURCE_DIR) + "/ui", {"*.cpp"}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        ASSERT_TRUE(file.open(QIODevice::ReadOnly));
        for (auto found = setPlace.globalMatch(QString::fromUtf8(file.readAll())); found.hasNext();) {
            ++places;
            const QString place = found.next().captured(1);
            const HelpPage* page = library.page(place.section('#', 0, 0));
            ASSERT_TRUE(page) << file.fileName().toStdString() << ": " << place.toStdString();
            const QString slug = place.section('#', 1);
            EXPECT_TRUE(slug.isEmpty() || hasSlug(*page, slug)) << file.fileName().toStdString() << ": " << place.toStdString();
        }
    }
    EXPECT_GE(places, 50);
}

TEST(HelpLibrary, ShowsEnglishWhereAPageIsMissingInTheLanguage) {
    const HelpLibrary library("xx");
    ASSERT_FALSE(library.pages().empty());
    EXPECT_EQ(library.pages().front().name, "index");
    for (const HelpPage& page : library.pages()) EXPECT_EQ(page.language, "en");
}

TEST(HelpLibrary, FindsPlacesByEnglishHeadingsInEveryLanguage) {
    for (const QString& language : HelpLibrary::languages()) {
        const HelpLibrary library(language);
        const HelpPage* page = library.page("classify");
        const auto found = library.find("classify#correct-a-wrong-class");
        ASSERT_TRUE(found && page);
        EXPECT_TRUE(hasSlug(*page, found->slug)) << language.toStdString() << ": " << found->slug.toStdString();
        EXPECT_EQ(found->slug == "correct-a-wrong-class", page->language == "en");
    }
    EXPECT_EQ(HelpLibrary("de").find("classify#correct-a-wrong-class"), HelpPlace({"classify", "eine-falsche-klasse-korrigieren"}));
    EXPECT_EQ(HelpLibrary("en").find("classify#no-such-heading"), HelpPlace({"classify", {}}));
    EXPECT_FALSE(HelpLibrary("en").find("no-such-page"));
}

TEST(HelpLibrary, FollowsNoLinkOutOfTheHelp) {
    const HelpLibrary library("en");
    for (const char* outside : {"https://example.org", "mailto:a@example.org", "file:///etc/passwd", "../../README.md", "nowhere.md"}) EXPECT_FALSE(library.follow("index", outside)) << outside;
    EXPECT_EQ(library.follow("index", "classify.md"), HelpPlace({"classify", {}}));
    EXPECT_EQ(library.follow("index", "../en/classify.md#read-a-card"), HelpPlace({"classify", "read-a-card"}));
    EXPECT_EQ(library.follow("classify", "#read-a-card"), HelpPlace({"classify", "read-a-card"}));
}

}  // namespace
}  // namespace leukolens::ui
