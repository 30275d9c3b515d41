// Labels and small furniture in the program's look.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QString>

class QPushButton;

namespace leukolens::ui {

QLabel* makeTitle(const QString& text, QWidget* parent = nullptr);    ///< of a page
QLabel* makeHeading(const QString& text, QWidget* parent = nullptr);  ///< of a card
QLabel* makeMuted(const QString& text, QWidget* parent = nullptr);    ///< explaining, wraps
/// Plain text that wraps and can be selected by mouse and keyboard.
QLabel* makeText(const QString& text, QWidget* parent = nullptr);

/// Icon and text with a little air between them.
QPushButton* makeButton(const QString& iconName, const QString& text, QWidget* parent = nullptr);

/// The button that does what a dialog is for: filled, and pressed by Return.
void makePrimary(QPushButton* button);

/// A raised panel with border and round corners; give it a layout.
QFrame* makeCard(const QString& objectName, QWidget* parent = nullptr);

/// Sets `role` ("muted", "failure", "warning" or empty) and repaints in its colour.
void setRole(QWidget* widget, const char* role);

/// One line that is shortened in the middle or at the end where there is no room; the tooltip has it whole.
class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(Qt::TextElideMode mode, QWidget* parent = nullptr);
    void setFullText(const QString& text);
    QString fullText() const { return m_text; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void elide();
    Qt::TextElideMode m_mode;
    QString m_text;
};

}  // namespace leukolens::ui
