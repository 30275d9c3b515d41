// The pages of the help, as they are compiled into the program: :/help/LANGUAGE/NAME.md and :/help/images/NAME.png, made of docs/help.
#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

#include "ui/help/help_markdown.h"

namespace leukolens::ui {

struct HelpPage {
    QString name;      ///< "classify"
    QString language;  ///< of its text: "en" where it is missing in the one asked for
    QString markdown;
    HelpMarkdown content;

    QString title() const { return content.title(); }
};

/// A page and a heading in it; the slug is empty at the top.
struct HelpPlace {
    QString page, slug;
    friend bool operator==(const HelpPlace&, const HelpPlace&) = default;
};

/// Pages that index.md names under one heading.
struct HelpGroup {
    QString title;  ///< empty for the index itself
    QStringList pages;
};

/// Reads all pages of a language once, a few milliseconds. Not changed afterwards.
class HelpLibrary {
public:
    explicit HelpLibrary(const QString& language);

    /// Code of the language that the window speaks.
    static QString windowLanguage();
    /// Names of pages that there are in a language of their own, sorted.
    static QStringList pagesIn(const QString& language);
    static QStringList languages();  ///< sorted
    static QStringList pictures();   ///< file names, sorted

    const QString& language() const { return m_language; }
    const std::vector<HelpPage>& pages() const { return m_pages; }  ///< in the order of the contents
    const HelpPage* page(const QString& name) const;                ///< null if there is none
    /// In the order of index.md; pages that it does not name stand in none.
    const std::vector<HelpGroup>& contents() const { return m_contents; }

    /// "page", "page#slug"; the slug is one of this language's page, of the English page, or a word of a heading ("damaged_image"). An unknown slug leads to the
    /// page's top, an unknown page nowhere.
    std::optional<HelpPlace> find(const QString& place) const;
    /// The place as find() knows it in every language: with the slug of the English page.
    QString inEveryLanguage(const HelpPlace& place) const;
    /// Whether a link has the form of one to a page of the help: "other.md#slug", "../en/other.md" out of another language, "#slug".
    static bool isInside(const QString& target);
    /// Where a link of a page leads; nothing for one that leaves the help.
    std::optional<HelpPlace> follow(const QString& fromPage, const QString& target) const;

private:
    void readContents();
    QString slugIn(const HelpPage& page, const QString& slug) const;

    QString m_language;
    std::vector<HelpPage> m_pages;
    std::vector<HelpGroup> m_contents;
    QHash<QString, HelpMarkdown> m_english;  ///< of pages that are there in the language: what their headings are called in the program
};

}  // namespace leukolens::ui
