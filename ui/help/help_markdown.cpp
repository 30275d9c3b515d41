#include "ui/help/help_markdown.h"

#include <QHash>
#include <QRegularExpression>

#include <optional>

namespace leukolens::ui {
namespace {

struct Link {
    QString words, target;
    qsizetype end = 0;  ///< behind the closing parenthesis
};

/// "[words](target)" whose bracket stands at `open`.
std::optional<Link> linkAt(const QString& text, qsizetype open) {
    int depth = 0;
    qsizetype close = open;
    for (; close < text.size(); ++close) {
        if (text[close] == '[') ++depth;
        if (text[close] == ']' && --depth == 0) break;
    }
    if (close + 1 >= text.size() || text[close + 1] != '(') return {};
    const qsizetype end = text.indexOf(')', close + 2);
    if (end < 0) return {};
    return Link{text.mid(open + 1, close - open - 1), text.mid(close + 2, end - close - 2).trimmed(), end + 1};
}

bool isBlankAt(const QString& text, qsizetype place) { return place < 0 || place >= text.size() || text[place].isSpace(); }

/// Walks over a line as plainWords() shows it; what links and pictures lead to goes into `page`, where there is one.
QString readInline(const QString& text, HelpMarkdown* page) {
    QString words;
    for (qsizetype i = 0; i < text.size();) {
        const QChar c = text[i];
        if (c == '\\' && i + 1 < text.size() && text[i + 1].isPunct()) {
            words += text[i + 1];
            i += 2;
            continue;
        }
        if (c == '`') {
            const qsizetype end = text.indexOf('`', i + 1);
            if (end > 0) {
                words += text.mid(i + 1, end - i - 1).replace(QLatin1String("\\|"), QLatin1String("|"));
                i = end + 1;
                continue;
            }
        }
        const bool isPicture = c == '!' && i + 1 < text.size() && text[i + 1] == '[';
        if (c == '[' || isPicture) {
            if (const auto link = linkAt(text, i + (isPicture ? 1 : 0))) {
                if (page) (isPicture ? page->pictures : page->links) << link->target;
                words += readInline(link->words, page);
                i = link->end;
                continue;
            }
        }
        // A star between blanks is a star.
        if (c == '*' && !(isBlankAt(text, i - 1) && isBlankAt(text, i + 1))) {
            ++i;
            continue;
        }
        words += c;
        ++i;
    }
    return words;
}

/// Cells of a row "| a | b |"; nothing for the line under the head.
QStringList cellsOf(const QString& row) {
    static const QRegularExpression ruler("^[\\s|:-]+$");
    if (ruler.match(row).hasMatch()) return {};
    QString inside = row.trimmed();
    if (inside.startsWith('|')) inside.remove(0, 1);
    if (inside.endsWith('|') && !inside.endsWith(QLatin1String("\\|"))) inside.chop(1);
    QStringList cells(QString{});
    for (qsizetype i = 0; i < inside.size(); ++i) {
        if (inside[i] == '|' && (i == 0 || inside[i - 1] != '\\')) cells << QString();
        else cells.back() += inside[i];
    }
    return cells;
}

QString lineWords(const QString& line, HelpMarkdown& page) {
    static const QRegularExpression bullet("^\\s*(?:[-+]|\\d+[.)])\\s+");
    if (!line.trimmed().startsWith('|')) return readInline(QString(line).remove(bullet), &page).simplified();
    QStringList cells;
    for (const QString& cell : cellsOf(line)) cells << readInline(cell, &page).simplified();
    cells.removeAll(QString());
    return cells.join(QStringLiteral(" · "));
}

}  // namespace

HelpMarkdown readMarkdown(const QString& text) {
    static const QRegularExpression head("^(#{1,6})\\s+(.*?)\\s*#*$");
    HelpMarkdown page;
    QHash<QString, int> slugs;
    bool inCode = false;
    for (const QString& line : text.split('\n')) {
        if (line.trimmed().startsWith(QLatin1String("```"))) {
            inCode = !inCode;
            continue;
        }
        const auto heading = inCode ? QRegularExpressionMatch() : head.match(line);
        if (heading.hasMatch()) {
            HelpSection section;
            section.level = static_cast<int>(heading.capturedLength(1));
            section.heading = readInline(heading.captured(2), &page).simplified();
            section.slug = headingSlug(section.heading);
            if (const int before = slugs[section.slug]++; before > 0) section.slug += '-' + QString::number(before);
            page.sections.push_back(section);
            continue;
        }
        const QString words = inCode ? line.trimmed() : lineWords(line, page);
        if (words.isEmpty()) continue;
        if (page.sections.empty()) page.sections.emplace_back();
        page.sections.back().lines << words;
    }
    return page;
}

QString headingSlug(const QString& heading) {
    QString slug;
    for (const QChar c : heading.toLower()) {
        if (c == ' ') slug += '-';
        else if (c.isLetterOrNumber() || c.isMark() || c == '-' || c == '_') slug += c;
    }
    return slug;
}

QString plainWords(const QString& inlineMarkdown) { return readInline(inlineMarkdown, nullptr); }

}  // namespace leukolens::ui
