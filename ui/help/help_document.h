// A page of the help as a document in the program's look. GUI thread only.
#pragma once

#include <QHash>
#include <QString>

#include <vector>

#include "ui/help/help_library.h"
#include "ui/help/help_search.h"

class QTextDocument;

namespace leukolens::ui {

/// Where a heading stands: position of its first character in the document.
using HeadingPlaces = QHash<QString, int>;

/// Fills `document` from the page's Markdown, in the theme's colours. `zoom` 1: the program's own size of text. Links to pages stay links; those that leave the help become text with the address
/// behind it, which can be copied: the program opens none. Pictures are named "NAME.png" and have no size yet.
HeadingPlaces writeHelpDocument(QTextDocument& document, const HelpPage& page, double zoom);

/// Pictures at their own size, or `widthPx` wide where that is less; sharp at `pixelRatio`. Again after the width has changed.
void fitHelpPictures(QTextDocument& document, int widthPx, double pixelRatio);

}  // namespace leukolens::ui
