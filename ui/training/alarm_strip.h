// Alarms of a run above its curves: one at a time, with how many there are, until dismissed.
#pragma once

#include <QFrame>

#include <vector>

#include "core/experiment/alarms.h"

class QLabel;
class QToolButton;

namespace leukolens::ui {

/// Hidden while there is nothing to say.
class AlarmStrip : public QFrame {
    Q_OBJECT
public:
    explicit AlarmStrip(QWidget* parent = nullptr);

    void clear();
    /// All alarms of the run so far; those that were shown or dismissed before are not shown anew. Returns the new ones.
    std::vector<experiment::Alarm> setAlarms(const std::vector<experiment::Alarm>& alarms);
    int count() const { return static_cast<int>(m_alarms.size()); }

private:
    QToolButton* addButton(const char* name, const char* icon, const QString& help);
    void showAt(std::size_t index);
    void dismiss();

    std::vector<experiment::Alarm> m_alarms;  ///< not dismissed
    std::vector<experiment::Alarm> m_seen;
    std::size_t m_shown = 0;
    QLabel* m_icon = nullptr;
    QLabel* m_sentence = nullptr;
    QLabel* m_advice = nullptr;
    QLabel* m_place = nullptr;
    QToolButton* m_next = nullptr;
};

}  // namespace leukolens::ui
