#include "ui/evaluation/answer_facts.h"

#include <QCoreApplication>

#include "core/base/files.h"
#include "ui/shell/class_words.h"

namespace leukolens::ui {
namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(AnswerFacts)
};

}  // namespace

QString answerFacts(const EvaluatedRun& run, int cell) {
    const auto& answer = run.test.cells[static_cast<std::size_t>(cell)];
    QStringList lines = {Words::tr("Label: %1").arg(classTitle(run.test.classes[static_cast<std::size_t>(answer.label)]))};
    for (std::size_t k = 0; k < run.test.classes.size(); ++k) lines << Words::tr("%1: %2").arg(classTitle(run.test.classes[k]), percentText(run.test.of(static_cast<std::size_t>(cell))[k], 1));
    if (answer.subject >= 0) lines << Words::tr("Subject: %1").arg(QString::fromStdString(run.test.subjects[static_cast<std::size_t>(answer.subject)]));
    lines << Words::tr("Fold: %1").arg(answer.fold) << QString::fromStdString(answer.path);
    return lines.join('\n');
}

QString picturePath(const EvaluatedRun& run, int cell) {
    if (run.pictures.empty()) return {};
    return QString::fromStdString(toUtf8(run.pictures / run.test.cells[static_cast<std::size_t>(cell)].path));
}

}  // namespace leukolens::ui
