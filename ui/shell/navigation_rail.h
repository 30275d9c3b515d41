// The narrow bar at the left: one button a workspace, with icon and word.
#pragma once

#include <QAbstractButton>
#include <QFrame>

class QButtonGroup;
class QVBoxLayout;

namespace leukolens::ui {

/// Icon above word; checked: accent bar at the left edge.
class RailButton : public QAbstractButton {
    Q_OBJECT
public:
    RailButton(const QString& iconName, const QString& text, QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QString m_iconName;
};

class NavigationRail : public QFrame {
    Q_OBJECT
public:
    explicit NavigationRail(QWidget* parent = nullptr);

    /// number: PRODUCT's number of the workspace, which is also its shortcut Ctrl+number.
    void addWorkspace(int number, const QString& iconName, const QString& title);
    /// A button at the bottom that is not a workspace.
    QAbstractButton* addBottomButton(const QString& objectName, const QString& iconName, const QString& title);
    void setCurrent(int number);  ///< 0: none of them
    int current() const;          ///< 0: none

Q_SIGNALS:
    void chosen(int number);

private:
    QVBoxLayout* m_layout = nullptr;
    QButtonGroup* m_group = nullptr;
    int m_workspaces = 0;
    QAbstractButton* m_firstBottom = nullptr;
};

}  // namespace leukolens::ui
