// How a cell on a slide is drawn and called.
#pragma once

#include "ui/slides/slide_mark.h"
#include "ui/slides/slide_session.h"

namespace leukolens::ui {

/// Dashed: it counts nowhere (not classified, or excluded).
SlideMark slideMarkOf(const Mark& mark, const SlideSession& session);

/// One sentence on what it is: by whom it was found, what it is now.
QString markSentence(const Mark& mark, const SlideSession& session);

/// "12.3 µm" or "164 px" where no scale is known; "118 µm²" likewise.
QString lengthText(double px, std::optional<double> umPerPx);
QString areaText(double px, std::optional<double> umPerPx);

}  // namespace leukolens::ui
