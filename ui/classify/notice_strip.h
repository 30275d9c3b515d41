// A line above the bins: an icon, words, and what can be done about it. What the strips of Classify have in common.
#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace leukolens::ui {

class ElidedLabel;

/// GUI thread only. Icon, words and buttons stand in the order in which they are added.
class NoticeStrip : public QFrame {
    Q_OBJECT
protected:
    explicit NoticeStrip(const char* name, QWidget* parent);

    void setIcon(const QString& icon, const QColor& colour);
    /// "notice", "warning" or "error": the colour of the whole strip.
    void setMessage(const char* message);
    ElidedLabel* addLine(const char* name);  ///< one line, shortened in the middle
    QLabel* addText(const char* name);       ///< wraps
    QPushButton* addButton(const char* name, const QString& text, const QString& toolTip);
    void addDismiss(const char* name);  ///< hides the strip
    QHBoxLayout& row() { return *m_row; }

private:
    QHBoxLayout* m_row = nullptr;
    QLabel* m_icon = nullptr;
};

}  // namespace leukolens::ui
