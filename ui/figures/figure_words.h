// A figure in words, for those who do not see it.
#pragma once

#include <QString>

#include "ui/figures/figure.h"

namespace leukolens::ui {

/// Of its plots, each once: "Reliability, as trained; Reliability, with temperature".
QString figureTitle(const Figure& figure);

/// Sentences on each plot: its axes, how many curves it has, and what is written in it or stands over the labels of its axis.
QString figureDescription(const Figure& figure);

}  // namespace leukolens::ui
