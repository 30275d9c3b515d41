#include "ui/accounts/account_badge.h"

#include <QHBoxLayout>
#include <QPushButton>

#include "ui/accounts/accounts_session.h"
#include "ui/shell/labels.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kMostNameWidthPx = 220;

}  // namespace

AccountBadge::AccountBadge(AppContext& context, AccountsSession& session, QWidget* parent) : QWidget(parent), m_context(context), m_session(session) {
    setObjectName("accountBadge");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 0, 0, 0);
    row->setSpacing(Theme::kSpacingPx);
    m_name = new ElidedLabel(Qt::ElideRight, this);
    m_name->setObjectName("accountName");
    m_name->setMaximumWidth(kMostNameWidthPx);
    row->addWidget(m_name);
    m_lock = new QPushButton(tr("Lock"), this);
    m_lock->setObjectName("lockWindow");
    m_lock->setFlat(true);
    Shortcuts::describe(m_lock, ShortcutId::Lock, tr("Lock the window until somebody logs in; what is under way goes on"));
    row->addWidget(m_lock);
    connect(m_lock, &QPushButton::clicked, &m_session, &AccountsSession::lock);
    connect(&m_session, &AccountsSession::changed, this, &AccountBadge::update);
    connect(&m_context, &AppContext::personChanged, this, &AccountBadge::update);
    update();
}

void AccountBadge::update() {
    const auto& person = m_context.person();
    setVisible(m_session.inUse() && person && !m_session.locked());
    m_name->setFullText(person ? person->name : QString());
    m_name->setAccessibleName(person ? tr("Logged in: %1").arg(person->name) : QString());
}

}  // namespace leukolens::ui
