#include "ui/welcome/tour_steps.h"

#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>

#include "ui/shell/main_window.h"

namespace leukolens::ui {
namespace {

constexpr int kClassify = 1;

struct Tour {
    Q_DECLARE_TR_FUNCTIONS(Tour)
};

QRect placeOf(const QString& name, const MainWindow& window) {
    if (const auto* menu = window.findChild<QMenu*>(name)) {
        const QMenuBar* bar = window.menuBar();
        const QRect place = bar->actionGeometry(menu->menuAction());
        return bar->isVisible() ? QRect(bar->mapTo(&window, place.topLeft()), place.size()) : QRect();
    }
    QRect place;
    for (const QWidget* widget : window.findChildren<QWidget*>(name)) {
        if (!widget->isVisible()) continue;
        // Scrolled out of sight is not visible either.
        const QRect seen = widget->visibleRegion().boundingRect();
        if (!seen.isEmpty()) place |= QRect(widget->mapTo(&window, seen.topLeft()), seen.size());
    }
    return place;
}

}  // namespace

std::vector<TourStep> tourSteps() {
    return {
        {Tour::tr("Six places"), Tour::tr("From cells to the report: classify, look at slides, prepare data, train, evaluate, keep cases. Ctrl+1 to Ctrl+6 go there."), 0, {"navigationRail"}},
        {Tour::tr("Drop pictures here"), Tour::tr("Drag pictures, folders or slides into this area, or press Ctrl+O. Each cell becomes a card among those of its class."), kClassify, {"classifyEmpty", "binBoard"}},
        {Tour::tr("Look at one cell closely"), Tour::tr("Once there are cells, the chosen one is shown here enlarged, with the model's answer and its reasons. Wrong class? Drag the card, or press the number of the right one."), kClassify, {"inspector"}},
        {Tour::tr("Sign, then report"), Tour::tr("Once every doubtful cell is decided, sign the case. Report shows its pages before they are saved or printed."), kClassify, {"signCase", "reopenCase", "report"}},
        {Tour::tr("Train a model"), Tour::tr("Open labelled cells in Data, press Start in Train and watch. You can go on classifying meanwhile."), 0, {"rail3", "rail4"}},
        {Tour::tr("What is running"), Tour::tr("Whatever takes time shows down here, with the time left and Stop. The window never waits for it."), 0, {"windowStatusBar"}},
        {Tour::tr("Help"), Tour::tr("Welcome and this tour are in the Help menu. Let the pointer rest on anything to read what it does. In Classify, ? shows all keys."), 0, {"menuHelp"}},
    };
}

QRect placeOf(const TourStep& step, const MainWindow& window) {
    QRect place;
    for (const QString& name : step.targets) place |= placeOf(name, window);
    return place & window.rect();
}

}  // namespace leukolens::ui
