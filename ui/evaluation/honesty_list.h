// What to know before the figures are believed, above them.
#pragma once

#include <QFrame>

#include "core/evaluation/evaluation.h"

class QToolButton;
class QVBoxLayout;

namespace leukolens::ui {

/// Hidden where there is nothing to say. The first sentence always stands there; the others are folded away until asked for.
class HonestyList : public QFrame {
    Q_OBJECT
public:
    explicit HonestyList(QWidget* parent = nullptr);
    /// more: sentences beside the alarms, e.g. of a run that knew of leaks.
    void setEvaluation(const evaluation::Evaluation& evaluation, const QStringList& more);
    const QStringList& sentences() const { return m_sentences; }

private:
    void fill();

    QStringList m_sentences;
    bool m_unfolded = false;
    QVBoxLayout* m_lines = nullptr;
    QToolButton* m_unfold = nullptr;
};

}  // namespace leukolens::ui
