// Where the list of reviewed cells went, with a way to open it in Data; until dismissed.
#pragma once

#include "core/casebook/training_list.h"
#include "ui/classify/notice_strip.h"

namespace leukolens::ui {

class ElidedLabel;

/// GUI thread only.
class TrainingListStrip : public NoticeStrip {
    Q_OBJECT
public:
    explicit TrainingListStrip(QWidget* parent = nullptr);
    void showWritten(const casebook::TrainingList& list);

Q_SIGNALS:
    void openRequested(const QString& file);

private:
    ElidedLabel* m_text = nullptr;
    QString m_file;
};

}  // namespace leukolens::ui
