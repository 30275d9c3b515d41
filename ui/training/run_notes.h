// What a run says before its first epoch: notices, and how the pretrained weights fitted (the list opens on a click).
#pragma once

#include <QFrame>

#include "core/experiment/run.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace leukolens::ui {

class RunNotes : public QFrame {
    Q_OBJECT
public:
    explicit RunNotes(QWidget* parent = nullptr);
    void clear();
    int count() const;
    /// One that is shown already is not shown twice.
    void addNotice(const QString& text, bool isWarning = false);
    void setWeights(const experiment::WeightsRecord& record);

private:
    void toggleList(bool open);
    QVBoxLayout* m_notices = nullptr;
    QPushButton* m_weights = nullptr;
    QPlainTextEdit* m_list = nullptr;
};

}  // namespace leukolens::ui
