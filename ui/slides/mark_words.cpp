#include "ui/slides/mark_words.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

#include "ui/shell/class_words.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(MarkWords)
};

int indexOf(const std::vector<std::string>& classes, const std::string& name) {
    const auto found = std::find(classes.begin(), classes.end(), name);
    return found == classes.end() ? -1 : static_cast<int>(found - classes.begin());
}

/// The model's probability of the class that stands; nothing where a person gave one that the model does not know, or the cell is unidentified.
std::optional<double> probabilityOf(const casebook::CaseCell& cell) {
    const int index = indexOf(cell.classes, cell.assignedClass);
    if (index < 0 || cell.corrected()) return std::nullopt;
    return cell.probabilities[static_cast<std::size_t>(index)];
}

}  // namespace

SlideMark slideMarkOf(const Mark& mark, const SlideSession& session) {
    SlideMark drawn{mark.key, {mark.cell.x, mark.cell.y, mark.cell.width, mark.cell.height}, Theme::accent(), {}, true};
    const casebook::CaseCell* cell = session.cellOf(mark);
    if (!cell) {
        drawn.label = !mark.cell.picture.empty() && session.classify().awaits(QString::fromStdString(mark.cell.picture)) ? Words::tr("waits for its answer") : mark.cell.byHand() ? Words::tr("marked by hand") : Words::tr("found");
        return drawn;
    }
    ClassifySession& classify = session.classify();
    if (classify.cells().conceals(*cell)) {
        drawn.label = cell->reviewed ? Words::tr("decided") : Words::tr("not decided");
        drawn.dashed = false;
        return drawn;
    }
    drawn.colour = Theme::classColour(QString::fromStdString(cell->assignedClass), indexOf(classify.classes(), cell->assignedClass));
    drawn.dashed = cell->excluded;
    drawn.label = classTitle(cell->assignedClass);
    if (const auto probability = probabilityOf(*cell)) drawn.label += ' ' + QLocale().toString(*probability, 'f', 2);
    if (cell->corrected()) drawn.label += ' ' + Words::tr("(corrected)");
    if (cell->excluded) drawn.label += ' ' + Words::tr("(excluded)");
    return drawn;
}

QString markSentence(const Mark& mark, const SlideSession& session) {
    const QString origin = mark.cell.byHand() ? Words::tr("Marked by hand.") : Words::tr("Found by the program.");
    const casebook::CaseCell* cell = session.cellOf(mark);
    if (!cell) return origin + ' ' + (session.classify().awaits(QString::fromStdString(mark.cell.picture)) ? Words::tr("Handed to Classify; its answer is not there yet.") : Words::tr("Not in Classify."));
    if (session.classify().cells().conceals(*cell)) return origin + ' ' + (cell->reviewed ? Words::tr("It is decided; the case's class is hidden in a second reading.") : Words::tr("Its class is hidden until it is decided."));
    QString words = origin + ' ' + Words::tr("Class: %1.").arg(classTitle(cell->assignedClass));
    if (const auto probability = probabilityOf(*cell)) words = origin + ' ' + Words::tr("Class: %1, %2 by the model.").arg(classTitle(cell->assignedClass), percentText(*probability));
    if (cell->corrected()) words += ' ' + Words::tr("Corrected by a person; the model said %1.").arg(classTitle(cell->predictedClass));
    if (cell->excluded) words += ' ' + Words::tr("Excluded from all counts.");
    return words;
}

QString lengthText(double px, std::optional<double> umPerPx) {
    if (umPerPx) return Words::tr("%1 µm").arg(QLocale().toString(px * *umPerPx, 'f', 1));
    return Words::tr("%1 px").arg(QLocale().toString(px, 'f', 0));
}

QString areaText(double px, std::optional<double> umPerPx) {
    if (umPerPx) return Words::tr("%1 µm²").arg(QLocale().toString(px * *umPerPx * *umPerPx, 'f', 1));
    return Words::tr("%1 px²").arg(QLocale().toString(px, 'f', 0));
}

}  // namespace leukolens::ui
