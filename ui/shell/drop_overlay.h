// Shown over a part of the window while files are dragged across it: says what letting go will do.
#pragma once

#include <QString>
#include <QWidget>

namespace leukolens::ui {

class DropOverlay : public QWidget {
    Q_OBJECT
public:
    /// Covers `parent`; lets every event through.
    DropOverlay(const QString& iconName, const QString& text, QWidget* parent);
    void setText(const QString& text);
    void setShown(bool shown);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_iconName, m_text;
};

}  // namespace leukolens::ui
