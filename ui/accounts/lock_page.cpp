#include "ui/accounts/lock_page.h"

#include <QApplication>
#include <QDialog>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenuBar>
#include <QPushButton>
#include <QStatusBar>
#include <QVBoxLayout>

#include <utility>

#include "ui/accounts/accounts_session.h"
#include "ui/shell/labels.h"
#include "ui/shell/passphrase_field.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kCardWidthPx = 400;

}  // namespace

LockPage::LockPage(AppContext& context, AccountsSession& session, QMainWindow& window) : QWidget(&window), m_context(context), m_session(session), m_window(window) {
    setObjectName("lockPage");
    setAutoFillBackground(true);
    auto* grid = new QGridLayout(this);
    grid->addWidget(createCard(), 0, 0, Qt::AlignCenter);
    hide();
    window.installEventFilter(this);
    connect(&session, &AccountsSession::changed, this, &LockPage::update);
    connect(&session, &AccountsSession::logInFailed, this, &LockPage::showProblem);
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
    setRole(m_problem, "failure");
    m_logIn = new QPushButton(card);
    m_logIn->setObjectName("logIn");
    m_logIn->setToolTip(tr("Log in with this name and passphrase (Return)"));
    makePrimary(m_logIn);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_title, m_text, m_name, m_passphrase, m_problem, m_logIn}) column->addWidget(widget);
    const auto allow = [this] { m_logIn->setEnabled(!m_session.checking() && !m_name->text().trimmed().isEmpty() && !m_passphrase->text().isEmpty()); };
    for (QLineEdit* field : std::initializer_list<QLineEdit*>{m_name, m_passphrase}) {
        connect(field, &QLineEdit::textChanged, this, allow);
        connect(field, &QLineEdit::returnPressed, this, &LockPage::logIn);
    }
    connect(m_logIn, &QPushButton::clicked, this, &LockPage::logIn);
    connect(&m_session, &AccountsSession::changed, this, allow);
    return card;
}

void LockPage::logIn() {
    if (m_name->text().trimmed().isEmpty()) return m_name->setFocus(Qt::OtherFocusReason);
    if (m_passphrase->text().isEmpty()) return m_passphrase->setFocus(Qt::OtherFocusReason);
    showProblem({});
    m_session.logIn(m_name->text(), m_passphrase->passphrase());
}

void LockPage::showProblem(const QString& why) {
    m_problem->setText(why);
    m_problem->setVisible(!why.isEmpty());
    if (why.isEmpty()) return;
    m_passphrase->clear();
    m_passphrase->setFocus(Qt::OtherFocusReason);
}

void LockPage::update() {
    if (m_session.locked() && isHidden()) cover();
    if (!m_session.locked() && !isHidden()) uncover();
    m_logIn->setText(m_session.checking() ? tr("Checking…") : tr("Log in"));
}

void LockPage::cover() {
    const auto& person = m_context.person();
    m_title->setText(person ? tr("Locked") : tr("Log in"));
    m_text->setText(person ? tr("%1 is logged in. What is under way goes on.").arg(person->name) : tr("This case store has accounts. Everything you do is recorded under your name."));
    m_name->setText(person ? person->name : m_context.settings.text(SettingKey::LastAccount));
    m_passphrase->clear();
    showProblem({});
    m_focusBefore = QApplication::focusWidget();
    hideOtherWindows();
    for (QWidget* covered : std::initializer_list<QWidget*>{m_window.centralWidget(), m_window.menuBar(), m_window.statusBar()}) covered->setEnabled(false);
    qApp->installEventFilter(this);
    fit();
    show();
    raise();
    (m_name->text().isEmpty() ? m_name : static_cast<QLineEdit*>(m_passphrase))->setFocus(Qt::OtherFocusReason);
}

void LockPage::uncover() {
    hide();
    qApp->removeEventFilter(this);
    m_passphrase->clear();
    for (QWidget* covered : std::initializer_list<QWidget*>{m_window.centralWidget(), m_window.menuBar(), m_window.statusBar()}) covered->setEnabled(true);
    for (const auto& widget : std::exchange(m_hidden, {}))
        if (widget) widget->show();
    if (m_context.person()) m_context.settings.set(SettingKey::LastAccount, m_context.person()->name);
    if (m_focusBefore) m_focusBefore->setFocus(Qt::OtherFocusReason);
}

void LockPage::hideOtherWindows() {
    while (QWidget* popup = QApplication::activePopupWidget())
        if (!popup->close()) break;
    for (QWidget* widget : QApplication::topLevelWidgets()) {
        if (widget == &m_window || !widget->isVisible() || widget->window() == &m_window) continue;
        if (auto* dialog = qobject_cast<QDialog*>(widget)) {
            dialog->reject();  // whoever waits for its answer would wait under the page
            continue;
        }
        if (!widget->isWindow() || widget->windowType() == Qt::ToolTip) continue;
        widget->hide();
        m_hidden.emplace_back(widget);
    }
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
