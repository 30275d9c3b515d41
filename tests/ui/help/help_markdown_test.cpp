#include "ui/help/help_markdown.h"

#include <gtest/gtest.h>

namespace leukolens::ui {
namespace {

TEST(HelpMarkdown, MakesSlugsAsGitHubDoes) {
    EXPECT_EQ(headingSlug("Correct a wrong class"), "correct-a-wrong-class");
    EXPECT_EQ(headingSlug("Exclude a cell, or remove it"), "exclude-a-cell-or-remove-it");
    EXPECT_EQ(headingSlug("damaged_image"), "damaged_image");
    EXPECT_EQ(headingSlug("Cohen's kappa (κ) & more"), QString::fromUtf8("cohens-kappa-κ--more"));
    EXPECT_EQ(headingSlug(QString::fromUtf8("Größe ändern – so")), QString::fromUtf8("größe-ändern--so"));
}

TEST(HelpMarkdown, NumbersHeadingsThatAreThereTwice) {
    const HelpMarkdown page = readMarkdown("# Page\n\n## Same\n\na\n\n## Same\n\nb\n");
    ASSERT_EQ(page.sections.size(), 3u);
    EXPECT_EQ(page.sections[1].slug, "same");
    EXPECT_EQ(page.sections[2].slug, "same-1");
}

TEST(HelpMarkdown, ReadsWordsWithoutTheirMarks) {
    EXPECT_EQ(plainWords("Press *New case* (`Ctrl+N`), **then** see [Cases](cases.md#find)."), "Press New case (Ctrl+N), then see Cases.");
    EXPECT_EQ(plainWords("`a*b` and 3 * 4 and \\*star\\*"), "a*b and 3 * 4 and *star*");
    EXPECT_EQ(plainWords("![A picture](../images/x.png)"), "A picture");
    EXPECT_EQ(plainWords("`damaged_image` [open"), "damaged_image [open");
}

TEST(HelpMarkdown, KnowsSectionsWithTheirLinesListsAndRows) {
    const HelpMarkdown page = readMarkdown(
        "# Title\n\nFor *whom*.\n\n![Cells](../images/classify.png)\n\n## A list\n\n- one [link](data.md)\n1. two\n\n| Key | What |\n|---|---|\n| `A` | all, *or* none |\n| `a \\| b` | x |\n");
    EXPECT_EQ(page.title(), "Title");
    ASSERT_EQ(page.sections.size(), 2u);
    EXPECT_EQ(page.sections[0].lines, QStringList({"For whom.", "Cells"}));
    EXPECT_EQ(page.sections[1].lines, QStringList({"one link", "two", QString::fromUtf8("Key · What"), QString::fromUtf8("A · all, or none"), QString::fromUtf8("a | b · x")}));
    EXPECT_EQ(page.links, QStringList{"data.md"});
    EXPECT_EQ(page.pictures, QStringList{"../images/classify.png"});
}

TEST(HelpMarkdown, TakesNoHeadingOutOfCode) {
    const HelpMarkdown page = readMarkdown("# T\n\n```\n# no heading\n```\n");
    ASSERT_EQ(page.sections.size(), 1u);
    EXPECT_EQ(page.sections[0].lines, QStringList{"# no heading"});
}

}  // namespace
}  // namespace leukolens::ui
