#include "ui/help/help_library.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>

// Q_INIT_RESOURCE must stand outside every namespace.
static void initHelpResources() { Q_INIT_RESOURCE(help); }

namespace leukolens::ui {
namespace {

const QString kEnglish = QStringLiteral("en");
const QString kIndex = QStringLiteral("index");

QString fileOf(const QString& language, const QString& name) { return QStringLiteral(":/help/%1/%2.md").arg(language, name); }

QString readPage(const QString& language, const QString& name) {
    QFile file(fileOf(language, name));
    if (!file.open(QIODevice::ReadOnly)) qFatal("the page %s of the help is not in the program", qUtf8Printable(file.fileName()));
    return QString::fromUtf8(file.readAll());
}

/// "data.md#slug"; "../en/data.md" in a translated page, where data.md is not translated: in the program that is one page.
const QRegularExpression& pageLink() {
    static const QRegularExpression link("^(?:\\.\\./[a-z]{2}/)?([a-z0-9-]+)\\.md(#.*)?$");
    return link;
}

}  // namespace

HelpLibrary::HelpLibrary(const QString& language) : m_language(language) {
    const QStringList own = pagesIn(language);
    for (const QString& name : pagesIn(kEnglish)) {
        const QString shown = own.contains(name) ? language : kEnglish;
        HelpPage page{name, shown, readPage(shown, name), {}};
        page.content = readMarkdown(page.markdown);
        m_pages.push_back(std::move(page));
        if (shown != kEnglish) m_english[name] = readMarkdown(readPage(kEnglish, name));
    }
    readContents();
}

QString HelpLibrary::windowLanguage() {
    // The reports ask the same of the translations.
    return QCoreApplication::translate("Report", "en");
}

QStringList HelpLibrary::pagesIn(const QString& language) {
    initHelpResources();
    QStringList names;
    for (const QString& file : QDir(QStringLiteral(":/help/") + language).entryList({"*.md"}, QDir::Files, QDir::Name)) names << file.chopped(3);
    return names;
}

QStringList HelpLibrary::languages() {
    initHelpResources();
    QStringList codes = QDir(QStringLiteral(":/help")).entryList(QDir::Dirs, QDir::Name);
    codes.removeAll(QStringLiteral("images"));
    return codes;
}

QStringList HelpLibrary::pictures() {
    initHelpResources();
    return QDir(QStringLiteral(":/help/images")).entryList({"*.png"}, QDir::Files, QDir::Name);
}

/// The index is the contents: its headings are groups, its links pages, and pages stand in that order.
void HelpLibrary::readContents() {
    QStringList order(kIndex);
    m_contents.push_back({{}, {kIndex}});
    const HelpPage* index = page(kIndex);
    if (!index) qFatal("the help has no index");
    HelpGroup group;
    const auto close = [&] {
        if (!group.pages.isEmpty()) m_contents.push_back(group);
        group = {};
    };
    for (const QString& line : index->markdown.split('\n')) {
        if (line.startsWith(QLatin1String("## "))) {
            close();
            group.title = plainWords(line.mid(3)).trimmed();
        }
        for (const QString& target : readMarkdown(line).links) {
            const QString name = pageLink().match(target).captured(1);
            if (name.isEmpty() || order.contains(name) || !page(name)) continue;
            order << name;
            group.pages << name;
        }
    }
    close();
    const auto placeOf = [&](const HelpPage& page) {
        const qsizetype place = order.indexOf(page.name);
        return place < 0 ? order.size() : place;
    };
    std::stable_sort(m_pages.begin(), m_pages.end(), [&](const HelpPage& a, const HelpPage& b) { return placeOf(a) < placeOf(b); });
}

const HelpPage* HelpLibrary::page(const QString& name) const {
    const auto found = std::find_if(m_pages.begin(), m_pages.end(), [&](const HelpPage& page) { return page.name == name; });
    return found == m_pages.end() ? nullptr : &*found;
}

QString HelpLibrary::slugIn(const HelpPage& page, const QString& slug) const {
    const auto& sections = page.content.sections;
    const auto has = [&slug](const HelpSection& section) { return section.slug == slug; };
    if (std::any_of(sections.begin(), sections.end(), has)) return slug;
    // A translated page has the same headings in the same order.
    if (const auto english = m_english.constFind(page.name); english != m_english.constEnd()) {
        const auto found = std::find_if(english->sections.begin(), english->sections.end(), has);
        const auto place = static_cast<std::size_t>(found - english->sections.begin());
        if (found != english->sections.end() && sections.size() == english->sections.size()) return sections[place].slug;
    }
    const QRegularExpression word("(?<![\\w])" + QRegularExpression::escape(slug) + "(?![\\w])");
    const auto named = std::find_if(sections.begin(), sections.end(), [&](const HelpSection& section) { return section.heading.contains(word); });
    return named == sections.end() ? QString() : named->slug;
}

QString HelpLibrary::inEveryLanguage(const HelpPlace& place) const {
    const HelpPage* shown = page(place.page);
    const auto english = m_english.constFind(place.page);
    QString slug = place.slug;
    if (shown && english != m_english.constEnd()) {
        const auto& sections = shown->content.sections;
        const auto found = std::find_if(sections.begin(), sections.end(), [&](const HelpSection& section) { return section.slug == place.slug; });
        if (found != sections.end() && sections.size() == english->sections.size()) slug = english->sections[static_cast<std::size_t>(found - sections.begin())].slug;
    }
    return place.page + '#' + slug;
}

std::optional<HelpPlace> HelpLibrary::find(const QString& place) const {
    const QString name = place.section('#', 0, 0), slug = place.section('#', 1);
    const HelpPage* found = page(name);
    if (!found) return {};
    return HelpPlace{name, slug.isEmpty() ? QString() : slugIn(*found, slug)};
}

bool HelpLibrary::isInside(const QString& target) { return target.startsWith('#') || pageLink().match(target).hasMatch(); }

std::optional<HelpPlace> HelpLibrary::follow(const QString& fromPage, const QString& target) const {
    if (target.startsWith('#')) return find(fromPage + target);
    const auto link = pageLink().match(target);
    return link.hasMatch() ? find(link.captured(1) + link.captured(2)) : std::nullopt;
}

}  // namespace leukolens::ui
