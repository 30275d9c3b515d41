// Search over the pages of the help: pure functions of the pages and what was typed. Thread-safe.
#pragma once

#include <QString>
#include <QStringList>

#include <utility>
#include <vector>

#include "ui/help/help_library.h"

namespace leukolens::ui {

/// Where a word begins in a text, and how many characters of it were asked for.
using HelpMark = std::pair<qsizetype, qsizetype>;

struct HelpHit {
    HelpPlace place;
    QString title;    ///< of the page
    QString heading;  ///< under which it stands; empty at the page's top
    QString context;  ///< a line in which words occur, shortened around the first; the first line under the heading where only that names them
    std::vector<HelpMark> marks;  ///< of the words in `context`
    int score = 0;    ///< compare only with those of the same search
};

/// What was typed as words to look for, folded: "Weiß-Abgleich" are two.
QStringList searchWords(const QString& typed);

/// Every word has to occur, as the beginning of a word; case and accents do not matter. A hit is a section that has them all, with the page's title and its heading; or a page, where they are spread over it.
/// Ranked: title before heading before text, a whole word before a beginning, then the order of the pages. At most `limit`. Nothing for no words.
std::vector<HelpHit> searchHelp(const std::vector<HelpPage>& pages, const QString& typed, int limit = 60);

/// Where words of searchWords() begin in a text, in its order. Positions count in `text` itself.
std::vector<HelpMark> marksOf(const QString& text, const QStringList& words);

}  // namespace leukolens::ui
