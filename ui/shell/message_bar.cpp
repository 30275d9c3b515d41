#include "ui/shell/message_bar.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QResizeEvent>
#include <QScrollArea>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "core/base/files.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/error_help.h"
#include "ui/shell/labels.h"
#include "ui/shell/log.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kMaxHeightPx = 240;
constexpr int kIconPx = 20;

QToolButton* makeButton(const QString& icon, const QString& name, const QString& text, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setObjectName(name);
    button->setIcon(Theme::icon(icon));
    button->setIconSize({16, 16});
    button->setToolTip(text);
    button->setAccessibleName(text);
    return button;
}

}  // namespace

MessageBar::MessageBar(QWidget* parent) : QWidget(parent) {
    setObjectName("messageBar");
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_area = new QScrollArea(this);
    m_area->setFocusPolicy(Qt::NoFocus);  // it follows what has the focus in it
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget;
    content->setObjectName("scrollContent");
    m_stack = new QVBoxLayout(content);
    m_stack->setContentsMargins(0, 0, 0, Theme::kMarginPx);
    m_stack->setSpacing(Theme::kSpacingPx);
    m_area->setWidget(content);
    layout->addWidget(m_area);
    hide();
}

QString MessageBar::Content::plainText() const {
    QStringList lines{summary, detail, file, advice};
    lines.removeAll(QString());
    return lines.join('\n');
}

void MessageBar::showError(const QString& summary, const Error& error) {
    log::failure(summary, error);
    Content content;
    content.isError = true;
    content.code = error.code;
    content.summary = summary;
    content.detail = errorDetail(error);
    content.file = QString::fromStdString(toUtf8(error.file));
    content.advice = errorAdvice(error);
    add(content);
}

void MessageBar::showNotice(const QString& text) {
    Content content;
    content.summary = text;
    add(content);
}

int MessageBar::count() const {
    return m_stack->count();
}

void MessageBar::dismissAll() {
    while (QLayoutItem* item = m_stack->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    hide();
}

void MessageBar::add(const Content& content) {
    for (int i = 0; i < m_stack->count(); ++i) {
        if (m_stack->itemAt(i)->widget()->property("plainText").toString() == content.plainText()) return;
    }
    QWidget* message = makeMessage(content);
    message->setProperty("plainText", content.plainText());
    m_stack->insertWidget(0, message);
    show();
    fitHeight();
}

QWidget* MessageBar::makeMessage(const Content& content) {
    auto* frame = new QFrame(this);
    frame->setObjectName("message");
    frame->setProperty("message", content.isError ? "error" : "notice");
    frame->setAccessibleName(content.plainText());
    auto* row = new QHBoxLayout(frame);
    row->setContentsMargins(12, 8, 8, 8);
    row->setSpacing(12);

    auto* icon = new QLabel(frame);
    const QColor colour = content.isError ? Theme::failure() : Theme::accent();
    icon->setPixmap(Theme::icon(content.isError ? "error" : "info", colour).pixmap(kIconPx, kIconPx));
    row->addWidget(icon, 0, Qt::AlignTop);

    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    auto addLine = [&](const char* name, const QString& text, const char* role) {
        if (text.isEmpty()) return;
        QLabel* label = makeText(text, frame);
        label->setObjectName(name);
        label->setProperty("role", role);
        words->addWidget(label);
    };
    addLine("messageSummary", content.summary, "");
    if (content.isError) words->itemAt(0)->widget()->setFont(Theme::font(1.0, QFont::DemiBold));
    addLine("messageDetail", content.detail, "");
    addLine("messageFile", content.file, "muted");
    addLine("messageAdvice", content.advice, "");
    if (content.isError) {
        auto* help = new ErrorHelp(frame);
        help->setCode(content.code);
        words->addWidget(help);
    }
    row->addLayout(words, 1);

    QToolButton* copy = makeButton("copy", "copyMessage", tr("Copy this message"), frame);
    connect(copy, &QToolButton::clicked, this,
            [text = content.plainText()] { QGuiApplication::clipboard()->setText(text); });
    row->addWidget(copy, 0, Qt::AlignTop);
    QToolButton* dismiss = makeButton("close", "dismissMessage", tr("Dismiss this message"), frame);
    connect(dismiss, &QToolButton::clicked, this, [this, frame] {
        m_stack->removeWidget(frame);
        frame->hide();
        frame->deleteLater();
        setVisible(m_stack->count() > 0);
        fitHeight();
    });
    row->addWidget(dismiss, 0, Qt::AlignTop);
    return frame;
}

void MessageBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width()) fitHeight();
}

void MessageBar::fitHeight() {
    // The words' height is known only once they have their width.
    QTimer::singleShot(0, this, [this] {
        QWidget* content = m_area->widget();
        const int needed = content->layout()->hasHeightForWidth() ? content->layout()->heightForWidth(m_area->width())
                                                                  : content->layout()->sizeHint().height();
        m_area->setFixedHeight(std::min(needed, kMaxHeightPx));
    });
}

}  // namespace leukolens::ui
