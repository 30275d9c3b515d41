// Files that were not added to the case, with why and what to do: opened and closed by a button, kept until dismissed.
#pragma once

#include <QFrame>

#include <vector>

#include "ui/classify/classify_job.h"

class QPushButton;
class QTreeWidget;

namespace leukolens::ui {

class ElidedLabel;
class ErrorHelp;

class FailedList : public QFrame {
    Q_OBJECT
public:
    explicit FailedList(QWidget* parent = nullptr);

    /// Hides itself where there are none.
    void setFiles(const std::vector<FailedFile>& files);
    bool expanded() const;
    void setExpanded(bool expanded);

Q_SIGNALS:
    void dismissed();

private:
    void updateHelp();

    QTreeWidget* m_table = nullptr;
    ElidedLabel* m_summary = nullptr;
    ErrorHelp* m_help = nullptr;
    QPushButton* m_toggle = nullptr;
    int m_unreadable = 0;
};

}  // namespace leukolens::ui
