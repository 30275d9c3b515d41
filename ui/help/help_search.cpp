#include "ui/help/help_search.h"

#include <algorithm>

namespace leukolens::ui {
namespace {

constexpr int kTitle = 100, kHeading = 30, kText = 3, kWhole = 1;  // what a word is worth by where it stands
constexpr qsizetype kBefore = 24, kContextLength = 96;          // characters

bool isPartOfWord(QChar c) { return c.isLetterOrNumber() || c == '_'; }

/// Character by character, so that positions stay: "É" becomes "e".
QString folded(const QString& text) {
    QString plain = text;
    for (QChar& c : plain) {
        if (c.decompositionTag() == QChar::Canonical) c = c.decomposition().front();
        c = c.toCaseFolded();
    }
    return plain;
}

enum class Match { None, Beginning, Whole };

/// How `word` stands in a folded text; `at` gets the first place of the better kind.
Match matchOf(const QString& text, const QString& word, qsizetype* at = nullptr) {
    Match best = Match::None;
    for (qsizetype place = text.indexOf(word); place >= 0; place = text.indexOf(word, place + 1)) {
        if (place > 0 && isPartOfWord(text[place - 1])) continue;
        const qsizetype end = place + word.size();
        const Match match = end == text.size() || !isPartOfWord(text[end]) ? Match::Whole : Match::Beginning;
        if (match <= best) continue;
        best = match;
        if (at) *at = place;
        if (match == Match::Whole) break;
    }
    return best;
}

int worth(Match match, int place) { return match == Match::None ? 0 : place + (match == Match::Whole ? kWhole : 0); }

/// A section, folded once for all words.
struct Folded {
    const HelpSection* section = nullptr;
    bool isTop = false;
    QString title, heading;  ///< title: of the page
    std::vector<QString> lines;

    /// 0: it does not occur in the section itself.
    int worthOf(const QString& word) const {
        int best = worth(matchOf(heading, word), isTop ? kTitle : kHeading);
        for (const QString& line : lines) best = std::max(best, worth(matchOf(line, word), kText));
        return best;
    }
    bool has(const QString& word) const { return worthOf(word) > 0; }
};

std::vector<Folded> foldedSections(const HelpPage& page) {
    std::vector<Folded> all;
    for (const HelpSection& section : page.content.sections) {
        Folded one{&section, all.empty(), folded(page.title()), folded(section.heading), {}};
        for (const QString& line : section.lines) one.lines.push_back(folded(line));
        all.push_back(std::move(one));
    }
    return all;
}

/// The line with the most of the words, cut to what can be read at a glance.
void setContext(HelpHit& hit, const Folded& section, const QStringList& words) {
    const auto& lines = section.section->lines;
    if (lines.isEmpty()) return;
    qsizetype best = 0;
    int most = 0;
    for (std::size_t i = 0; i < section.lines.size(); ++i) {
        const auto count = static_cast<int>(std::count_if(words.begin(), words.end(), [&](const QString& word) { return matchOf(section.lines[i], word) != Match::None; }));
        if (count > most) {
            most = count;
            best = static_cast<qsizetype>(i);
        }
    }
    QString line = lines[best];
    const auto marks = marksOf(line, words);
    qsizetype start = marks.empty() || marks.front().first < kBefore ? 0 : marks.front().first - kBefore;
    while (start > 0 && !line[start - 1].isSpace()) --start;
    qsizetype end = std::min(line.size(), start + kContextLength);
    while (end < line.size() && end > start && !line[end].isSpace()) --end;
    hit.context = (start > 0 ? QStringLiteral("… ") : QString()) + line.mid(start, end - start).trimmed() + (end < line.size() ? QStringLiteral(" …") : QString());
    hit.marks = marksOf(hit.context, words);
}

HelpHit makeHit(const HelpPage& page, const Folded& section, const QStringList& words, int score) {
    HelpHit hit;
    hit.place = {page.name, section.isTop ? QString() : section.section->slug};
    hit.title = page.title();
    hit.heading = section.isTop ? QString() : section.section->heading;
    hit.score = score;
    setContext(hit, section, words);
    return hit;
}

/// What a section that has all words is worth, some of them perhaps in the page's title only; 0 where one is missing, or all stand in the title: that would bring every section of the page.
int scoreOf(const Folded& section, const QStringList& words) {
    int score = 0;
    bool itself = false;
    for (const QString& word : words) {
        const int own = section.worthOf(word);
        const int value = own > 0 ? own : worth(matchOf(section.title, word), kText);
        if (value == 0) return 0;
        itself = itself || own > 0;
        score += value;
    }
    return itself ? score : 0;
}

/// The section with the most of the words; null where one occurs nowhere on the page.
const Folded* bestOfPage(const std::vector<Folded>& sections, const QStringList& words) {
    for (const QString& word : words)
        if (std::none_of(sections.begin(), sections.end(), [&](const Folded& section) { return section.has(word); })) return nullptr;
    const auto countIn = [&](const Folded& section) { return std::count_if(words.begin(), words.end(), [&](const QString& word) { return section.has(word); }); };
    return &*std::max_element(sections.begin(), sections.end(), [&](const Folded& a, const Folded& b) { return countIn(a) < countIn(b); });
}

}  // namespace

QStringList searchWords(const QString& typed) {
    QStringList words;
    QString word;
    const auto close = [&] {
        if (!word.isEmpty() && !words.contains(word)) words << word;
        word.clear();
    };
    for (const QChar c : folded(typed)) {
        if (isPartOfWord(c)) word += c;
        else close();
    }
    close();
    return words;
}

std::vector<HelpMark> marksOf(const QString& text, const QStringList& words) {
    const QString plain = folded(text);
    std::vector<HelpMark> marks;
    for (const QString& word : words) {
        for (qsizetype place = plain.indexOf(word); place >= 0; place = plain.indexOf(word, place + 1))
            if (place == 0 || !isPartOfWord(plain[place - 1])) marks.emplace_back(place, word.size());
    }
    std::sort(marks.begin(), marks.end(), [](const HelpMark& a, const HelpMark& b) { return a.first != b.first ? a.first < b.first : a.second > b.second; });
    // "cell" and "cells" at one place are one mark, the longer.
    marks.erase(std::unique(marks.begin(), marks.end(), [](const HelpMark& a, const HelpMark& b) { return a.first == b.first; }), marks.end());
    return marks;
}

std::vector<HelpHit> searchHelp(const std::vector<HelpPage>& pages, const QString& typed, int limit) {
    const QStringList words = searchWords(typed);
    std::vector<HelpHit> hits;
    if (words.isEmpty()) return hits;
    for (const HelpPage& page : pages) {
        const auto sections = foldedSections(page);
        const std::size_t before = hits.size();
        for (const Folded& section : sections)
            if (const int score = scoreOf(section, words); score > 0) hits.push_back(makeHit(page, section, words, score));
        if (hits.size() > before) continue;
        if (const Folded* spread = bestOfPage(sections, words)) hits.push_back(makeHit(page, *spread, words, kWhole));
    }
    std::stable_sort(hits.begin(), hits.end(), [](const HelpHit& a, const HelpHit& b) { return a.score > b.score; });
    if (hits.size() > static_cast<std::size_t>(limit)) hits.resize(static_cast<std::size_t>(limit));
    return hits;
}

}  // namespace leukolens::ui
