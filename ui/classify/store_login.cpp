#include "ui/classify/store_login.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

#include "core/base/files.h"
#include "core/casebook/server_login.h"
#include "core/casebook/store_address.h"
#include "ui/classify/case_writer.h"
#include "ui/shell/app_context.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/passphrase_field.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kWidthPx = 472;

}  // namespace

StoreLogin::StoreLogin(AppContext& context, CaseWriter& writer, QWidget* window) : QDialog(window), m_context(context), m_writer(writer) {
    setObjectName("storeLogin");
    help::setPlace(this, "cases#back-up-or-move-to-a-server");
    setWindowTitle(tr("Case store"));
    createLayout();
    connect(&writer, &CaseWriter::passwordNeeded, this, &StoreLogin::ask);
    connect(&context.settings, &AppSettings::changed, this, [this](SettingKey key) {
        if (key == SettingKey::CaseFile && isVisible()) takeOtherStore();
    });
}

void StoreLogin::createLayout() {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, Theme::kMarginPx);
    column->setSpacing(12);
    column->addStrut(kWidthPx);  // at least: a longer word in another language widens it
    column->addWidget(makeHeading(tr("The server of the case store asks for a password"), this));
    m_address = makeText({}, this);
    m_address->setObjectName("storeLoginAddress");
    column->addWidget(m_address);
    m_password = new PassphraseField("storePassword", tr("Password"), this);
    m_password->setToolTip(tr("Password of this user on the server"));
    column->addWidget(m_password);
    m_problem = makeText({}, this);
    m_problem->setObjectName("storeLoginProblem");
    setRole(m_problem, "failure");
    m_problem->hide();
    column->addWidget(m_problem);
    QLabel* note = makeMuted(tr("It is kept until the program is closed, and written nowhere. From PostgreSQL's password file it is read without being asked for."), this);
    note->setFont(Theme::font(0.9));
    column->addWidget(note);
    column->addStretch(1);
    auto* buttons = new QDialogButtonBox(this);
    m_connect = buttons->addButton(QString(), QDialogButtonBox::AcceptRole);
    m_connect->setObjectName("connectStore");
    makePrimary(m_connect);
    m_other = buttons->addButton(tr("Other store…"), QDialogButtonBox::ActionRole);
    m_other->setObjectName("otherStore");
    m_other->setToolTip(tr("Choose another case store in Settings; it is used at once"));
    m_other->setAutoDefault(false);
    QPushButton* without = buttons->addButton(tr("Not now"), QDialogButtonBox::RejectRole);
    without->setObjectName("withoutStore");
    without->setToolTip(tr("Work without cases; Cases asks again"));
    without->setAutoDefault(false);
    column->addWidget(buttons);
    connect(m_password, &QLineEdit::textChanged, this, [this] { setConnecting(m_connecting); });
    connect(m_connect, &QPushButton::clicked, this, &StoreLogin::connectToServer);
    connect(m_other, &QPushButton::clicked, &m_context, &AppContext::settingsRequested);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    setConnecting(false);
}

void StoreLogin::ask() {
    if (isVisible()) return raise();
    showAddress();
    m_password->clear();
    say({});
    setConnecting(false);
    open();
    m_password->setFocus(Qt::OtherFocusReason);
}

/// A password that stands in the address is not shown.
void StoreLogin::showAddress() {
    const auto address = casebook::StoreAddress::parse(m_context.settings.caseFile().toStdString());
    m_address->setText(address ? QString::fromStdString(toUtf8(address->shown())) : QString());
}

void StoreLogin::connectToServer() {
    if (m_connecting || m_password->text().isEmpty()) return;
    m_context.setStorePassword(m_password->text());
    reopenStore();
}

void StoreLogin::takeOtherStore() {
    showAddress();
    m_password->clear();
    if (!m_connecting) reopenStore();
}

void StoreLogin::reopenStore() {
    say({});
    setConnecting(true);
    m_writer.reopen(this, [this, address = m_context.settings.caseFile()](const Result<void>& opened) {
        setConnecting(false);
        // Another store was chosen meanwhile.
        if (address != m_context.settings.caseFile()) return reopenStore();
        if (opened) return accept();
        m_password->setFocus(Qt::OtherFocusReason);
        m_password->selectAll();
        if (!casebook::wantsPassword(opened.error())) return say(errorWords(opened.error()));
        //: %1: what the server said
        if (!m_password->text().isEmpty()) say(tr("%1. Type the password again, or check the user name in the address.").arg(errorDetail(opened.error())));
    });
}

void StoreLogin::setConnecting(bool connecting) {
    m_connecting = connecting;
    m_password->setEnabled(!connecting);
    m_other->setEnabled(!connecting);
    m_connect->setText(connecting ? tr("Connecting…") : tr("Connect"));
    m_connect->setEnabled(!connecting && !m_password->text().isEmpty());
}

void StoreLogin::say(const QString& problem) {
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    resize(width(), std::max(height(), layout()->totalHeightForWidth(width())));
}

}  // namespace leukolens::ui
