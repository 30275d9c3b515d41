#include "ui/accounts/accounts_control.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QKeySequenceEdit>
#include <QStatusBar>

#include "ui/accounts/account_badge.h"
#include "ui/accounts/accounts_dialog.h"
#include "ui/accounts/accounts_session.h"
#include "ui/accounts/idle_lock.h"
#include "ui/accounts/lock_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/shortcuts.h"

namespace leukolens::ui {
namespace {

constexpr int kMsAMinute = 60'000;

}  // namespace

AccountsControl::AccountsControl(AppContext& context, CaseWriter& writer, MainWindow& window)
    : QObject(&window), m_context(context), m_session(new AccountsSession(context, writer, this)), m_window(window), m_idle(new IdleLock(this)) {
    setObjectName("accountsControl");
    window.statusBar()->addPermanentWidget(new AccountBadge(context, *m_session, &window));
    new LockPage(context, *m_session, window);
    connect(m_idle, &IdleLock::idle, m_session, &AccountsSession::lock);
    connect(m_session, &AccountsSession::changed, this, &AccountsControl::update);
    connect(&context, &AppContext::accountsRequested, this, &AccountsControl::showDialog);
    // A shortcut of the window would not be heard while a dialog is open.
    qApp->installEventFilter(this);
}

bool AccountsControl::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && m_session->inUse() && !m_session->locked()) {
        auto* key = static_cast<QKeyEvent*>(event);
        // In the field where shortcuts are set its keys are only looked at.
        if (const QKeySequence pressed(key->keyCombination()); !pressed.isEmpty() && pressed == Shortcuts::keys(ShortcutId::Lock) && !qobject_cast<QKeySequenceEdit*>(watched)) {
            m_session->lock();
            key->accept();
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

void AccountsControl::update() { m_idle->setIntervalMs(m_session->inUse() && !m_session->locked() ? m_session->rules().lockAfterMinutes * kMsAMinute : 0); }

void AccountsControl::showDialog() {
    auto* dialog = new AccountsDialog(m_context, *m_session, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

}  // namespace leukolens::ui
