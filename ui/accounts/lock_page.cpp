#include "ui/accounts/lock_page.h"

#include <QApplication>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStatusBar>
#include <QVBoxLayout>

#include "ui/accounts/accounts_session.h"
#include "ui/accounts/other_windows.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/labels.h"
#include "ui/shell/main_window.h"
#include "ui/shell/passphrase_field.h"
#include "ui/shell/settings_dialog.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kCardWidthPx = 400;
constexpr int kSlowMs = 700;

}  // namespace

LockPage::LockPage(AppContext& context, AccountsSession& session, MainWindow& window)
    : QWidget(&window), m_context(context), m_session(session), m_window(window), m_others(new OtherWindows(window, this)) {
    setObjectName("lockPage");
    setAutoFillBackground(true);
    auto* grid = new QGridLayout(this);
    grid->addWidget(createCard(), 0, 0, Qt::AlignCenter);
    hide();
    connectFields();
    m_slow.setSingleShot(true);
    m_slow.setInterval(kSlowMs);
    connect(&m_slow, &QTimer::timeout, this, &LockPage::showState);
    window.installEventFilter(this);
    connect(&session, &AccountsSession::changed, this, &LockPage::update);
    connect(&session, &AccountsSession::logInFailed, this, &LockPage::refuse);
    update();
}

QWidget* LockPage::createCard() {
    QFrame* card = makeCard("lockCard", this);
    card->setFixedWidth(kCardWidthPx);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(32, 28, 32, 28);
    column->setSpacing(12);
    m_title = makeTitle({}, card);
    m_title->setObjectName("lockTitle");
    m_text = makeMuted({}, card);
    m_text->setObjectName("lockText");
    m_text->setTextFormat(Qt::PlainText);  // it holds names
    m_name = new QLineEdit(card);
    m_name->setObjectName("lockName");
    m_name->setPlaceholderText(tr("Name"));
    m_name->setAccessibleName(tr("Name of your account"));
    m_name->setToolTip(tr("Name of your account"));
    m_name->setMaxLength(120);
    m_passphrase = new PassphraseField("lockPassphrase", tr("Passphrase"), card);
    m_passphrase->setToolTip(tr("Passphrase of your account"));
    m_problem = makeText({}, card);
    m_problem->setObjectName("lockProblem");
    m_problem->setTextFormat(Qt::PlainText);
    setRole(m_problem, "failure");
    m_logIn = new QPushButton(card);
    m_logIn->setObjectName("logIn");
    m_logIn->setToolTip(tr("Log in with this name and passphrase (Return)"));
    makePrimary(m_logIn);
    m_storeButtons = createStoreButtons();
    for (QWidget* widget : std::initializer_list<QWidget*>{m_title, m_text, m_name, m_passphrase, m_problem, m_logIn, m_storeButtons}) column->addWidget(widget);
    return card;
}

QWidget* LockPage::createStoreButtons() {
    auto* buttons = new QWidget(this);
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kSpacingPx);
    auto* settings = new QPushButton(tr("Settings…"), buttons);
    settings->setObjectName("lockSettings");
    settings->setToolTip(tr("Choose another case store, from the next start"));
    m_again = new QPushButton(buttons);
    m_again->setObjectName("lockAgain");
    m_again->setToolTip(tr("Ask the case store again"));
    makePrimary(m_again);
    row->addWidget(settings);
    row->addWidget(m_again, 1);
    connect(settings, &QPushButton::clicked, this, &LockPage::showSettings);
    connect(m_again, &QPushButton::clicked, this, [this] {
        if (!m_session.asking()) m_session.refresh();
    });
    return buttons;
}

void LockPage::connectFields() {
    const auto allow = [this] { m_logIn->setEnabled(!m_session.checking() && !m_name->text().trimmed().isEmpty() && !m_passphrase->text().isEmpty()); };
    for (QLineEdit* field : std::initializer_list<QLineEdit*>{m_name, m_passphrase}) {
        connect(field, &QLineEdit::textChanged, this, allow);
        connect(field, &QLineEdit::returnPressed, this, &LockPage::logIn);
    }
    connect(m_logIn, &QPushButton::clicked, this, &LockPage::logIn);
    connect(&m_session, &AccountsSession::changed, this, allow);
}

QLineEdit* LockPage::firstField() const { return m_name->text().isEmpty() ? m_name : m_passphrase; }

void LockPage::logIn() {
    if (m_name->text().trimmed().isEmpty()) return m_name->setFocus(Qt::OtherFocusReason);
    if (m_passphrase->text().isEmpty()) return m_passphrase->setFocus(Qt::OtherFocusReason);
    showProblem({});
    m_session.logIn(m_name->text(), m_passphrase->passphrase());
}

void LockPage::refuse(const QString& why) {
    showProblem(why);
    m_passphrase->clear();
    m_passphrase->setFocus(Qt::OtherFocusReason);
}

void LockPage::showProblem(const QString& why) {
    m_problem->setText(why);
    m_problem->setVisible(!why.isEmpty());
}

/// From here only: whoever can open it can write the settings file as well, and without it a wrong address would shut everybody out.
void LockPage::showSettings() {
    SettingsDialog dialog(m_context.settings, m_context.intakeWorker, &m_window);
    m_others->allow(dialog);
    dialogs::run(dialog);
}

void LockPage::update() {
    if (m_session.locked() && isHidden()) cover();
    if (!m_session.locked() && !isHidden()) uncover();
    showState();
}

void LockPage::showState() {
    const auto& person = m_context.person();
    const QString& why = m_session.whyUnknown();
    const bool away = !why.isEmpty(), slow = !m_session.known() && !m_slow.isActive();
    m_title->setText(away ? tr("Case store not available") : person ? tr("Locked") : tr("Log in"));
    m_text->setText(away     ? tr("It has accounts: the window stays locked until it answers.")
                    : person ? tr("%1 is logged in. What is under way goes on.").arg(person->name)
                    : slow   ? tr("Opening the case store…")
                             : tr("This case store has accounts. Everything you do is recorded under your name."));
    const bool turned = why.isEmpty() != m_whyShown.isEmpty();
    if (why != m_whyShown) {
        m_whyShown = why;
        showProblem(why);
    }
    for (QWidget* widget : std::initializer_list<QWidget*>{m_name, m_passphrase, m_logIn}) widget->setVisible(!away);
    m_storeButtons->setVisible(away);
    if (turned && !isHidden()) (away ? static_cast<QWidget*>(m_again) : firstField())->setFocus(Qt::OtherFocusReason);
    m_again->setText(m_session.asking() ? tr("Asking…") : tr("Try again"));
    m_logIn->setText(m_session.checking() ? tr("Checking…") : tr("Log in"));
}

void LockPage::cover() {
    const auto& person = m_context.person();
    m_personBefore = person ? person->name : QString();
    m_name->setText(person ? person->name : m_context.settings.text(SettingKey::LastAccount));
    m_passphrase->clear();
    showProblem({});
    m_focusBefore = m_window.focusWidget();
    m_others->putAway();
    m_window.setBarrier(MainWindow::Barrier::Locked, true);
    qApp->installEventFilter(this);
    if (!m_session.known()) m_slow.start();
    fit();
    show();
    raise();
    firstField()->setFocus(Qt::OtherFocusReason);
}

void LockPage::uncover() {
    hide();
    qApp->removeEventFilter(this);
    m_passphrase->clear();
    m_window.setBarrier(MainWindow::Barrier::Locked, false);
    const auto& person = m_context.person();
    if (m_focusBefore) m_focusBefore->setFocus(Qt::OtherFocusReason);
    if (m_personBefore.isEmpty() || (person && person->name == m_personBefore)) m_others->bringBack();
    else m_others->giveUp();
    if (person) m_context.settings.set(SettingKey::LastAccount, person->name);
}

void LockPage::fit() {
    QRect rect = m_window.rect();
    if (m_window.statusBar()->isVisible()) rect.setBottom(m_window.statusBar()->geometry().top() - 1);
    setGeometry(rect);
}

bool LockPage::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::DragEnter:
        case QEvent::DragMove:
        case QEvent::Drop: {
            // Before the window's own watch for models, which takes drops wherever they fall.
            const auto* widget = qobject_cast<QWidget*>(watched);
            if (isHidden() || !widget || widget->window() != &m_window) break;
            event->ignore();
            return true;
        }
        case QEvent::Close:
            if (isHidden() || watched != &m_window || !m_context.anyStoppable()) break;
            showProblem(tr("Something is still running. Close the window when it has ended, or log in to stop it."));
            event->ignore();
            return true;
        default: break;
    }
    if (watched == &m_window && isVisible() && (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show)) fit();
    return QWidget::eventFilter(watched, event);
}

bool LockPage::event(QEvent* event) {
    // What is not answered here is not offered to what lies below.
    const bool done = QWidget::event(event);
    if (event->type() == QEvent::KeyPress || event->type() == QEvent::MouseButtonPress || event->type() == QEvent::Wheel) {
        event->accept();
        return true;
    }
    return done;
}

}  // namespace leukolens::ui
