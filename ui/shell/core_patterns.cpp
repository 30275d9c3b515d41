#include "ui/shell/core_patterns.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <vector>

#include "ui/shell/core_texts.h"

namespace leukolens::ui {
namespace {

/// %1 to %9 in a text.
const QRegularExpression& place() {
    static const QRegularExpression kPlace("%([1-9])");
    return kPlace;
}

struct Pattern {
    const char* source;
    QString start, end;      ///< before its first place and behind its last: most texts are told from most patterns by them, without the expression
    qsizetype words;         ///< characters that are the pattern's own
    QRegularExpression form;
    std::vector<int> places;  ///< which %n each group is
    bool endsInClause;        ///< its last place is a whole fault, as in "line %1: %2"
};

Pattern compiled(const char* source) {
    const QString text = QString::fromUtf8(source);
    Pattern pattern{source, text.left(text.indexOf('%')), {}, text.size(), {}, {}, text == "line %1 %2" || QRegularExpression(": (it )?%[1-9]$").match(text).hasMatch()};
    QString form;
    qsizetype from = 0;
    for (auto found = place().globalMatch(text); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        form += QRegularExpression::escape(text.mid(from, match.capturedStart() - from)) + "(.+?)";
        pattern.places.push_back(match.captured(1).toInt());
        pattern.words -= match.capturedLength();
        from = match.capturedEnd();
    }
    pattern.end = text.mid(from);
    form += QRegularExpression::escape(pattern.end);
    pattern.form = QRegularExpression(QRegularExpression::anchoredPattern(form), QRegularExpression::DotMatchesEverythingOption);
    return pattern;
}

/// Those that say most first: "damaged weights: %1" fits whatever is wrong with them.
std::vector<Pattern> compiledPatterns() {
    std::vector<Pattern> patterns;
    for (const char* source : corePatterns()) patterns.push_back(compiled(source));
    std::ranges::stable_sort(patterns, std::ranges::greater(), &Pattern::words);
    return patterns;
}

/// A name stays as it is, though a class may be called like a word of the catalogue. Nothing for words of core that the catalogue does not know.
std::optional<QString> shownPart(const QString& part, bool isClause) {
    if (!part.contains(' ')) return part;
    static const QRegularExpression kCores("^(a|an|the|it|its|there|this|these) ");
    QString words = coreText(part.toStdString());
    if (words == part && (isClause || kCores.match(part).hasMatch())) return std::nullopt;
    return words;
}

}  // namespace

std::optional<QString> translatedByPattern(const QString& text) {
    static const std::vector<Pattern> kPatterns = compiledPatterns();
    const auto wordsOf = [](const Pattern& pattern) { return QCoreApplication::translate("Core", pattern.source); };
    if (wordsOf(kPatterns.front()) == QString::fromUtf8(kPatterns.front().source)) return std::nullopt;  // the program speaks as core does
    for (const Pattern& pattern : kPatterns) {
        if (!text.startsWith(pattern.start) || !text.endsWith(pattern.end)) continue;
        const QRegularExpressionMatch match = pattern.form.match(text);
        if (!match.hasMatch()) continue;
        const QString words = wordsOf(pattern);
        if (words == QString::fromUtf8(pattern.source)) return std::nullopt;
        QStringList parts(static_cast<qsizetype>(pattern.places.size()));
        for (std::size_t i = 0; i < pattern.places.size(); ++i) {
            const auto part = shownPart(match.captured(static_cast<int>(i) + 1), pattern.endsInClause && i + 1 == pattern.places.size());
            if (!part) return std::nullopt;  // better all of it in core's language than half
            parts[pattern.places[i] - 1] = *part;
        }
        // One pass: a name may hold a percent sign and a digit itself.
            QString shown;
        qsizetype from = 0;
        for (auto found = place().globalMatch(words); found.hasNext();) {
            const QRegularExpressionMatch number = found.next();
            shown += words.mid(from, number.capturedStart() - from) + parts.value(number.captured(1).toInt() - 1);
            from = number.capturedEnd();
        }
        return shown + words.mid(from);
    }
    return std::nullopt;
}

}  // namespace leukolens::ui
