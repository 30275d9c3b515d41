#include "ui/shell/workspace.h"

#include <QVBoxLayout>

#include "ui/shell/core_texts.h"
#include "ui/shell/log.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

Workspace::Workspace(AppContext& sharedContext, QWidget* parent) : QWidget(parent), m_context(sharedContext) {
    setFocusPolicy(Qt::ClickFocus);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(Theme::kMarginPx, Theme::kMarginPx, Theme::kMarginPx, Theme::kMarginPx);
    outer->setSpacing(0);
    m_messages = new MessageBar(this);
    outer->addWidget(m_messages);
    m_content = new QVBoxLayout;
    m_content->setSpacing(Theme::kMarginPx);
    outer->addLayout(m_content, 1);
}

void Workspace::showError(const QString& summary, const Error& error) {
    if (error.code == ErrorCode::Cancelled) return;
    m_messages->showError(summary, error);
}

void Workspace::dismissMessages() { m_messages->dismissAll(); }

void Workspace::showNotice(const QString& text) {
    log::info(text.toStdString());
    m_messages->showNotice(text);
}

}  // namespace leukolens::ui
