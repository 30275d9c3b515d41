#include "ui/help/help_search.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace leukolens::ui {
namespace {

HelpPage page(const QString& name, const QString& markdown) { return {name, "en", markdown, readMarkdown(markdown)}; }

std::vector<HelpPage> somePages() {
    return {page("classify", "# Classify cells\n\nFor whoever sorts cells.\n\n## Correct a wrong class\n\nDrag the card. `U` takes it back; undo has no limit.\n\n## Sign\n\nPress *Sign* at the end.\n"),
            page("cases", "# Keep cases\n\nPatients and sessions.\n\n## Sign and reopen\n\nA signature locks. The card of a patient stays.\n"),
            page("undo", "# Undo\n\nTakes back what was done.\n")};
}

QStringList placesOf(const std::vector<HelpHit>& hits) {
    QStringList places;
    for (const HelpHit& hit : hits) places << hit.place.page + '#' + hit.place.slug;
    return places;
}

TEST(HelpSearch, RanksTitleBeforeHeadingBeforeText) {
    EXPECT_EQ(placesOf(searchHelp(somePages(), "undo")), QStringList({"undo#", "classify#correct-a-wrong-class"}));
    EXPECT_EQ(placesOf(searchHelp(somePages(), "sign")), QStringList({"classify#sign", "cases#sign-and-reopen"}));
    EXPECT_EQ(placesOf(searchHelp(somePages(), "card")).size(), 2);
    const auto hits = searchHelp({page("a", "# A\n\n## One\n\nreading\n"), page("b", "# B\n\n## Reading\n\nx\n"), page("c", "# Reading\n\nx\n")}, "reading");
    EXPECT_EQ(placesOf(hits), QStringList({"c#", "b#reading", "a#one"}));
}

TEST(HelpSearch, AllWordsMustOccurAndBeginningsAreEnough) {
    EXPECT_EQ(placesOf(searchHelp(somePages(), "card pati")), QStringList({"cases#sign-and-reopen"}));
    EXPECT_TRUE(searchHelp(somePages(), "card zebra").empty());
    EXPECT_TRUE(searchHelp(somePages(), "rag").empty()) << "in the middle of a word";
    EXPECT_TRUE(searchHelp(somePages(), "  ,. ").empty());
}

TEST(HelpSearch, APageTitleHelpsButDoesNotBringEverySection) {
    EXPECT_EQ(placesOf(searchHelp(somePages(), "classify")), QStringList({"classify#"}));
    EXPECT_EQ(placesOf(searchHelp(somePages(), "classify undo")), QStringList({"classify#correct-a-wrong-class"}));
}

TEST(HelpSearch, FindsAPageWhoseWordsAreSpread) {
    EXPECT_EQ(placesOf(searchHelp(somePages(), "drag press")), QStringList({"classify#correct-a-wrong-class"}));
}

TEST(HelpSearch, AWholeWordComesBeforeABeginning) {
    const auto hits = searchHelp({page("a", "# A\n\n## One\n\nfolder\n"), page("b", "# B\n\n## Two\n\nfold\n")}, "fold");
    EXPECT_EQ(placesOf(hits), QStringList({"b#two", "a#one"}));
}

TEST(HelpSearch, IgnoresCaseAndAccents) {
    const std::vector<HelpPage> pages{page("g", QString::fromUtf8("# Größe\n\nFür Prüfer.\n"))};
    EXPECT_EQ(searchHelp(pages, QString::fromUtf8("GRÖSSE")).size(), 0u) << "ß stays ß";
    EXPECT_EQ(searchHelp(pages, QString::fromUtf8("GROß")).size(), 1u);
    EXPECT_EQ(searchHelp(pages, "prufer").size(), 1u);
}

TEST(HelpSearch, FindsCodesOfErrors) {
    const auto hits = searchHelp({page("troubleshooting", "# Troubleshooting\n\n## damaged_image\n\nIt is damaged.\n")}, "damaged_image");
    ASSERT_EQ(hits.size(), 1u);
    EXPECT_EQ(hits[0].place.slug, "damaged_image");
}

TEST(HelpSearch, ShowsALineAroundTheFirstWordWithItsMarks) {
    QString line = "start ";
    for (int i = 0; i < 60; ++i) line += "filler ";
    line += "needle in the hay";
    for (int i = 0; i < 60; ++i) line += " behind";
    const auto hits = searchHelp({page("a", "# A\n\nshort\n\n" + line + "\n")}, "need hay");
    ASSERT_EQ(hits.size(), 1u);
    const HelpHit& hit = hits[0];
    EXPECT_LT(hit.context.size(), 160);
    EXPECT_TRUE(hit.context.startsWith(QString::fromUtf8("… ")) && hit.context.endsWith(QString::fromUtf8(" …"))) << hit.context.toStdString();
    ASSERT_EQ(hit.marks.size(), 2u);
    EXPECT_EQ(hit.context.mid(hit.marks[0].first, hit.marks[0].second), "need");
    EXPECT_EQ(hit.context.mid(hit.marks[1].first, hit.marks[1].second), "hay");
}

TEST(HelpSearch, FindsEveryPageByItsTitle) {
    const HelpLibrary library("en");
    for (const HelpPage& shown : library.pages()) {
        const auto hits = searchHelp(library.pages(), shown.title());
        ASSERT_FALSE(hits.empty()) << shown.name.toStdString();
        EXPECT_TRUE(std::any_of(hits.begin(), hits.end(), [&](const HelpHit& hit) { return hit.place.page == shown.name && hit.heading.isEmpty() && hit.score == hits.front().score; })) << shown.name.toStdString();
    }
}

}  // namespace
}  // namespace leukolens::ui
