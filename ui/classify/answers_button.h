// Beside the model: one look, eight views or all folds, each with what it costs.
#pragma once

#include <QPushButton>

#include <array>

#include "ui/classify/classify_session.h"

class QAction;

namespace leukolens::ui {

/// GUI thread only. The session outlives it.
class AnswersButton : public QPushButton {
    Q_OBJECT
public:
    explicit AnswersButton(ClassifySession& session, QWidget* parent = nullptr);

private:
    void refresh();
    QString costOf(Answers answers) const;  ///< "8 times as long: about 2 pictures a second"
    QString wordsOfFolds() const;

    ClassifySession& m_session;
    std::array<QAction*, 3> m_actions{};  ///< in the order of Answers
};

}  // namespace leukolens::ui
