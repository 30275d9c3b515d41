#include "ui/shell/redactor.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace leukolens::ui {
namespace {

using Regex = QRegularExpression;

constexpr auto kUnicode = Regex::UseUnicodePropertiesOption;

/// Endings that say nothing of a person: another one could be part of a name.
#define KNOWN_ENDING "(?:bmp|png|jpe?g|tiff?|webp|gif|svs|ndpi|mrxs|scn|vmsu?|bif|svslide|dcm|leukomodel|leukocases|safetensors|pth|pt|csv|tsv|xlsx?|json|xml|txt|log|pdf|svg|zip|tar|t?gz|7z|sqlite|db|ini|index|hl7)"

/// Around a token while its line is worked on: what stands inside is not looked at again. Characters that no text has.
constexpr QChar kOpen(0xE000), kClose(0xE001);

const Regex& logHead() {
    static const Regex head(R"(^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[+-]\d\d:?\d\d|Z)? [a-z]+ )");
    return head;
}

const Regex& knownEnding() {
    static const Regex ending("\\.(" KNOWN_ENDING ")$", Regex::CaseInsensitiveOption);
    return ending;
}

/// Where a path or an address begins. A stroke within a word begins none: "cells/s".
const Regex& pathStart() {
    static const Regex start(R"((?<![^\s"'(=:\[<,|])(?:[A-Za-z][A-Za-z0-9+.-]*:/|~?/(?=\S)|[A-Za-z]:\\|\\\\))");
    return start;
}

/// Each occurrence of `what` becomes what `with` makes of it.
template <class With>
QString replaced(const QString& line, const Regex& what, With with) {
    QString result;
    qsizetype at = 0;
    for (auto found = what.globalMatch(line); found.hasNext();) {
        const auto match = found.next();
        result += line.mid(at, match.capturedStart() - at) + with(match);
        at = match.capturedEnd();
    }
    return result + line.mid(at);
}

bool isWordChar(QChar c) { return c.isLetterOrNumber(); }

bool isNumber(const QString& word) {
    return std::ranges::all_of(word, [](QChar c) { return c.isDigit(); });
}

/// Too short to be told from other words.
bool saysNothing(const QString& word) { return isNumber(word) ? word.size() < 3 : word.size() < 2; }

const Regex& words() {
    static const Regex word("[\\p{L}\\p{M}\\p{N}]+", kUnicode);
    return word;
}

}  // namespace

void Redactor::addName(const QString& name, const QString& token) {
    const QString whole = name.normalized(QString::NormalizationForm_C).trimmed();
    QStringList parts;
    for (auto found = words().globalMatch(whole); found.hasNext();) parts << found.next().captured().toLower();
    if (parts.isEmpty() || (parts.size() == 1 && saysNothing(parts.front()))) return;
    auto& labels = m_labels[parts.front()];
    if (std::ranges::any_of(labels, [&](const Label& known) { return known.text.compare(whole, Qt::CaseInsensitive) == 0; })) return;
    // A label that begins with a sign ("#12") is found by its first word.
    labels.push_back({whole.mid(whole.indexOf(parts.front(), 0, Qt::CaseInsensitive)), token});
    std::ranges::stable_sort(labels, [](const Label& a, const Label& b) { return a.text.size() > b.text.size(); });
    for (const QString& part : parts)
        if (!saysNothing(part) && !m_words.contains(part)) m_words.insert(part, token);
}

QString Redactor::token(const char* kind, const QString& what) {
    auto& numbers = m_numbers[QLatin1String(kind)];
    const auto known = numbers.constFind(what);
    const int number = known != numbers.cend() ? *known : static_cast<int>(numbers.size()) + 1;
    numbers.insert(what, number);
    return kOpen + QStringLiteral("%1-%2").arg(QLatin1String(kind)).arg(number) + kClose;
}

QString Redactor::fileToken(const QString& path) {
    const auto ending = knownEnding().match(path);
    QString shown = token("FILE", path);
    if (ending.hasMatch()) shown.insert(shown.size() - 1, '.' + ending.captured(1).toLower());
    return shown;
}

QString Redactor::redacted(const QString& text) {
    QString plain = text.normalized(QString::NormalizationForm_C);
    QStringList lines = plain.remove(kOpen).remove(kClose).split('\n');
    for (QString& line : lines) line = redactedLine(line);
    return lines.join('\n').remove(kOpen).remove(kClose);
}

QString Redactor::redactedLine(const QString& line) {
    const qsizetype head = logHead().match(line).capturedLength();
    return line.left(head) + withoutNames(withoutNumbers(withoutFileNames(withoutPaths(withoutQuoted(line.mid(head))))));
}

QString Redactor::withoutQuoted(const QString& line) {
    static const Regex quoted(QString::fromUtf8(R"re("([^"]+)"|“([^”"]+)["”]|„([^“”]+)[“”]|«([^»]+)»|‘([^’]+)’|(?<![\p{L}\p{N}])'([^']+)'(?![\p{L}\p{N}]))re"), kUnicode);
    return replaced(line, quoted, [this](const QRegularExpressionMatch& match) {
        const QString inner = match.captured(match.lastCapturedIndex()), all = match.captured();
        const bool file = inner.contains('/') || inner.contains('\\') || knownEnding().match(inner).hasMatch();
        return all.front() + (file ? fileToken(inner) : token("TEXT", inner)) + all.back();
    });
}

/// Names of folders and files may hold blanks, commas and colons: a path goes on to the last stroke of the line, and then to an ending that is known, to the colon after which this program says what is wrong, or to the line's end.
QString Redactor::withoutPaths(const QString& line) {
    const auto start = pathStart().match(line);
    if (!start.hasMatch()) return line;
    static const Regex tail("^.*?\\." KNOWN_ENDING "(?![A-Za-z0-9])", Regex::CaseInsensitiveOption);
    static const Regex wordsAfter(QString::fromUtf8(": |[\"”“»’]"));
    const qsizetype from = start.capturedStart(), name = std::max({line.lastIndexOf('/'), line.lastIndexOf('\\'), start.capturedEnd() - 1}) + 1;
    const QString rest = line.mid(name);
    qsizetype length = rest.size();
    if (const auto ended = tail.match(rest); ended.hasMatch()) length = ended.capturedLength();
    else if (const auto after = wordsAfter.match(rest); after.hasMatch()) length = after.capturedStart();
    return line.left(from) + fileToken(line.mid(from, name + length - from)) + line.mid(name + length);
}

/// Names without a folder: what is in front of them may be a part of them, up to a colon. Then words with a stroke in them.
QString Redactor::withoutFileNames(const QString& line) {
    static const Regex file(QString::fromUtf8("[^:;\"“”„«»()\\[\\]\\x{E000}\\x{E001}]*\\." KNOWN_ENDING "(?![A-Za-z0-9\\x{E001}])"), Regex::CaseInsensitiveOption | kUnicode);
    const QString named = replaced(line, file, [this](const QRegularExpressionMatch& match) {
        const QString text = match.captured();
        const qsizetype blanks = text.size() - QStringView(text).trimmed().size();
        return text.left(blanks) + fileToken(text.mid(blanks));
    });
    static const Regex divided("[^\\s:]*[\\p{L}\\p{N}][/\\\\][\\p{L}\\p{N}][^\\s:]*", kUnicode);
    return replaced(named, divided, [this](const QRegularExpressionMatch& match) { return fileToken(match.captured()); });
}

QString Redactor::withoutNumbers(const QString& line) {
    static const Regex address(R"([^\s:<>()]+@[^\s:<>()]+|\b\d{1,3}(?:\.\d{1,3}){3}\b)");
    static const Regex checksum(R"(\b[0-9A-Fa-f]{16,}\b)");
    const QString shorter = replaced(line, address, [this](const QRegularExpressionMatch& match) { return token("ADDRESS", match.captured()); });
    return replaced(shorter, checksum, [this](const QRegularExpressionMatch& match) { return token("HASH", match.captured().toLower()); });
}

QString Redactor::withoutNames(const QString& line) const {
    QString result;
    qsizetype at = 0;
    for (auto found = words().globalMatch(line); found.hasNext();) {
        const auto match = found.next();
        const qsizetype from = match.capturedStart();
        if (from < at) continue;
        const QString word = match.captured().toLower();
        qsizetype length = 0;
        QString token;
        for (const Label& label : m_labels.value(word)) {
            const qsizetype end = from + label.text.size();
            if (end > line.size() || (end < line.size() && isWordChar(line[end - 1]) && isWordChar(line[end]))) continue;
            if (QStringView(line).mid(from, label.text.size()).compare(label.text, Qt::CaseInsensitive) != 0) continue;
            length = label.text.size();
            token = label.token;
            break;
        }
        if (length == 0) {
            const auto known = m_words.constFind(word);
            if (known == m_words.cend()) continue;
            length = match.capturedLength();
            token = *known;
        }
        result += line.mid(at, from - at) + token;
        at = from + length;
    }
    return result + line.mid(at);
}

QString withoutWords(const QString& log) {
    static const Regex code(R"(\[[a-z_]+\])");
    QStringList kept;
    for (const QString& line : log.split('\n')) {
        const auto head = logHead().match(line);
        if (!head.hasMatch()) continue;
        const auto found = code.match(line, head.capturedEnd());
        kept << head.captured().trimmed() + (found.hasMatch() ? ' ' + found.captured() : QString());
    }
    return kept.join('\n');
}

}  // namespace leukolens::ui
