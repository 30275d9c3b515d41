// What the tour shows: words, and the places in the window that they speak of.
#pragma once

#include <QRect>
#include <QString>
#include <QStringList>

#include <vector>

namespace leukolens::ui {

class MainWindow;

struct TourStep {
    QString title, text;
    int workspace = 0;     ///< shown for this step; 0: whichever is
    QStringList targets;   ///< object names: widgets, or menus of the menu bar; what of them is visible is pointed at together
};

/// Seven at the most, about a minute to read together.
std::vector<TourStep> tourSteps();

/// The visible part of the step's targets in the window's coordinates; null where none is visible.
QRect placeOf(const TourStep& step, const MainWindow& window);

}  // namespace leukolens::ui
