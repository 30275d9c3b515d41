#include "ui/classify/history_words.h"

#include <QCoreApplication>

#include "ui/shell/class_words.h"
#include "ui/shell/dates.h"

namespace leukolens::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(HistoryWords)
};

/// What a decision did, one word or clause for each thing that changed.
QString decisionWords(const casebook::Verdict& from, const casebook::Verdict& to, bool concealed) {
    QStringList words;
    if (from.assignedClass != to.assignedClass)
        words << (concealed ? Words::tr("Class changed")
                            //: a cell's class before and after
                            : Words::tr("Moved to %2 from %1").arg(classTitle(from.assignedClass), classTitle(to.assignedClass)));
    if (from.excluded != to.excluded) words << (to.excluded ? Words::tr("Excluded") : Words::tr("Included again"));
    if (from.marked != to.marked) words << (to.marked ? Words::tr("Marked") : Words::tr("Mark taken off"));
    if (from.reviewed != to.reviewed && words.isEmpty()) words << (to.reviewed ? Words::tr("Confirmed") : Words::tr("Confirmation taken back"));
    if (words.isEmpty()) words << Words::tr("Reason given");
    return words.join(QStringLiteral(", "));
}

}  // namespace

QString verdictWords(const casebook::CaseCell& cell, bool concealed) {
    QString words;
    if (concealed)
        words = cell.reviewed ? Words::tr("Decided: %1.").arg(classTitle(cell.assignedClass)) : Words::tr("Not decided yet. The model's answer is hidden.");
    else if (cell.corrected())
        words = Words::tr("Corrected: the model said %1, now %2.").arg(classTitle(cell.predictedClass), classTitle(cell.assignedClass));
    else
        words = Words::tr("%1, as the model said.").arg(classTitle(cell.assignedClass));
    if (cell.excluded) words += ' ' + Words::tr("Excluded from all counts.");
    if (!concealed && cell.reviewed && !cell.corrected()) words += ' ' + Words::tr("Confirmed by a person.");
    return words;
}

QString eventWords(const casebook::CellEvent& event, bool concealed) {
    QString what;
    switch (event.kind) {
        case casebook::CellEvent::Kind::Added:
            what = concealed ? Words::tr("Added") : Words::tr("Classified as %1").arg(classTitle(event.to.assignedClass));
            break;
        case casebook::CellEvent::Kind::Removed: what = Words::tr("Removed from the case"); break;
        case casebook::CellEvent::Kind::Decided: what = decisionWords(event.from, event.to, concealed); break;
    }
    //: what happened, when, who
    QString words = Words::tr("%1\n%2, %3").arg(what, isoTimeText(event.time), QString::fromStdString(event.user));
    if (!event.reason.empty()) words += '\n' + Words::tr("Why: %1").arg(QString::fromStdString(event.reason));
    return words;
}

}  // namespace leukolens::ui
