// What a workspace shows before there is anything: one sentence, buttons, and a place to drop.
#pragma once

#include <QFrame>

class QHBoxLayout;
class QPushButton;

namespace leukolens::ui {

class EmptyState : public QFrame {
    Q_OBJECT
public:
    EmptyState(const QString& iconName, const QString& heading, const QString& sentence, QWidget* parent = nullptr);

    QPushButton* addButton(const QString& objectName, const QString& iconName, const QString& text, const QString& toolTip,
                           bool primary);

private:
    QHBoxLayout* m_buttons = nullptr;
};

}  // namespace leukolens::ui
