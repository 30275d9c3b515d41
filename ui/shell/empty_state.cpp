#include "ui/shell/empty_state.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kIconPx = 48;

/// Repaints with the theme, which a pixmap in a label would not.
class BigIcon : public QWidget {
public:
    BigIcon(const QString& name, QWidget* parent) : QWidget(parent), m_name(name) { setFixedSize(kIconPx, kIconPx); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        Theme::icon(m_name, Theme::accent()).paint(&painter, rect());
    }

private:
    QString m_name;
};

}  // namespace

EmptyState::EmptyState(const QString& iconName, const QString& heading, const QString& sentence, QWidget* parent)
    : QFrame(parent) {
    setProperty("card", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(32, 32, 32, 32);
    column->setSpacing(Theme::kSpacingPx);
    column->addStretch(3);
    column->addWidget(new BigIcon(iconName, this), 0, Qt::AlignHCenter);
    column->addSpacing(Theme::kSpacingPx);
    QLabel* title = makeTitle(heading, this);
    title->setAlignment(Qt::AlignHCenter);
    title->setWordWrap(true);
    column->addWidget(title);
    QLabel* words = makeMuted(sentence, this);
    words->setObjectName("emptySentence");
    words->setAlignment(Qt::AlignHCenter);
    column->addWidget(words);
    column->addSpacing(Theme::kMarginPx);
    m_buttons = new QHBoxLayout;
    m_buttons->setSpacing(Theme::kSpacingPx);
    m_buttons->addStretch(1);
    m_buttons->addStretch(1);
    column->addLayout(m_buttons);
    column->addStretch(4);
}

QPushButton* EmptyState::addButton(const QString& objectName, const QString& iconName, const QString& text,
                                   const QString& toolTip, bool primary) {
    QPushButton* button = makeButton(iconName, text, this);
    button->setObjectName(objectName);
    if (primary) button->setIcon(Theme::icon(iconName, Theme::onAccent()));
    button->setProperty("primary", primary);
    button->setToolTip(toolTip);
    button->setAccessibleName(text);
    button->setAccessibleDescription(toolTip);
    m_buttons->insertWidget(m_buttons->count() - 1, button);
    return button;
}

}  // namespace leukolens::ui
