// What of a page's Markdown search, contents and tests need: headings, sections of plain text, where links and pictures lead. Of Markdown it knows what the
// pages are written in: headings by #, lists, pipe tables, emphasis, code, links, pictures. Thread-safe.
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace leukolens::ui {

struct HelpSection {
    QString heading;  ///< plain text
    QString slug;     ///< as GitHub makes it; the page's title has one too
    int level = 1;    ///< 1 of the title
    QStringList lines;  ///< plain text: a paragraph, an entry of a list, a row of a table with " · " between its cells
};

struct HelpMarkdown {
    std::vector<HelpSection> sections;  ///< the first starts with the title
    QStringList links;                  ///< targets as written
    QStringList pictures;               ///< likewise

    QString title() const { return sections.empty() ? QString() : sections.front().heading; }
};

HelpMarkdown readMarkdown(const QString& text);

/// As GitHub: lower case, blanks become hyphens, all but letters, digits, hyphens and underscores is dropped.
QString headingSlug(const QString& heading);

/// A line without its marks: words of links, alternative texts of pictures, emphasis and code as they read.
QString plainWords(const QString& inlineMarkdown);

}  // namespace leukolens::ui
