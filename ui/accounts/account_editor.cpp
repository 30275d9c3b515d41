#include "ui/accounts/account_editor.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/accounts/account_form.h"
#include "ui/accounts/account_words.h"
#include "ui/shell/labels.h"
#include "ui/shell/passphrase_field.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

AccountEditor::AccountEditor(QWidget* parent) : QWidget(parent) {
    setObjectName("accountEditor");
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(Theme::kSpacingPx);
    m_title = makeText({}, this);
    m_title->setObjectName("editedAccount");
    m_role = new QComboBox(this);
    m_role->setObjectName("accountRole");
    m_role->setAccessibleName(tr("Role of this account"));
    for (const auto role : {casebook::Role::Technician, casebook::Role::Reviewer, casebook::Role::Administrator}) m_role->addItem(roleTitle(role), static_cast<int>(role));
    m_active = new QCheckBox(tr("Active"), this);
    m_active->setObjectName("accountActive");
    m_active->setToolTip(tr("Only active accounts log in; what they did stays in the trail"));
    m_present = new PassphraseField("presentPassphrase", tr("Present passphrase"), this);
    m_present->setToolTip(tr("The passphrase you log in with now"));
    m_passphrase = new PassphraseField("accountPassphrase", tr("New passphrase"), this);
    m_passphrase->setToolTip(tr("%1 characters at least").arg(casebook::kLeastPassphrase));
    m_again = new PassphraseField("accountAgain", tr("New passphrase once more"), this);
    m_again->setToolTip(tr("The same passphrase once more"));
    m_hint = makeMuted({}, this);
    m_hint->setObjectName("accountHint");
    setRole(m_hint, "failure");
    m_set = new QPushButton(tr("Set passphrase"), this);
    m_set->setObjectName("setPassphrase");
    grid->addWidget(m_title, 0, 0, 1, 2);
    grid->addWidget(m_role, 1, 0);
    grid->addWidget(m_active, 1, 1, Qt::AlignLeft);
    grid->addWidget(m_present, 2, 0);
    grid->addWidget(m_passphrase, 3, 0);
    grid->addWidget(m_again, 3, 1);
    grid->addWidget(m_hint, 4, 0);
    grid->addWidget(m_set, 4, 1, Qt::AlignRight);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    const auto change = [this] {
        if (!m_account) return;
        casebook::Account wanted = *m_account;
        wanted.role = static_cast<casebook::Role>(m_role->currentData().toInt());
        wanted.active = m_active->isChecked();
        Q_EMIT changeRequested(wanted);
    };
    // By a person only: what the store says is shown without being asked for.
    connect(m_role, &QComboBox::activated, this, change);
    connect(m_active, &QCheckBox::clicked, this, change);
    for (PassphraseField* field : {m_present, m_passphrase, m_again}) {
        connect(field, &QLineEdit::textChanged, this, &AccountEditor::check);
        connect(field, &QLineEdit::returnPressed, this, &AccountEditor::setPassphrase);
    }
    connect(m_set, &QPushButton::clicked, this, &AccountEditor::setPassphrase);
    setAccount({}, false, true);
}

void AccountEditor::setAccount(const std::optional<casebook::Account>& account, bool administers, bool own) {
    const bool other = !account || !m_account || account->name != m_account->name;
    m_account = account;
    m_own = own;
    if (other) clearFields();
    m_title->setText(account ? QString::fromStdString(account->name) : tr("Select an account to change it."));
    for (QWidget* widget : std::initializer_list<QWidget*>{m_role, m_active}) {
        widget->setVisible(administers);
        widget->setEnabled(account.has_value());
    }
    m_present->setVisible(own);
    for (QWidget* widget : {m_present, m_passphrase, m_again}) widget->setEnabled(account.has_value());
    if (account) {
        m_role->setCurrentIndex(m_role->findData(static_cast<int>(account->role)));
        m_role->setToolTip(roleHelp(account->role));
        m_active->setChecked(account->active);
    }
    check();
}

void AccountEditor::check() {
    m_hint->setText(passphraseProblem(*m_passphrase, *m_again));
    m_set->setEnabled(m_account && !m_asked && isPassphraseReady(*m_passphrase, *m_again) && !(m_own && m_present->text().isEmpty()));
    m_set->setToolTip(m_set->isEnabled() ? tr("From now on this passphrase holds (Return)")
                      : m_own            ? tr("Type your present passphrase, and the new one twice")
                                         : tr("Type the new passphrase twice"));
}

void AccountEditor::setPassphrase() {
    if (!m_set->isEnabled()) return;
    m_asked = true;
    check();
    Q_EMIT passphraseRequested(QString::fromStdString(m_account->name), m_passphrase->passphrase(), m_own ? m_present->passphrase() : QString());
}

void AccountEditor::passphraseWasSet(bool done) {
    m_asked = false;
    if (done) clearFields();
    check();
    if (done || !m_own) return;
    m_present->clear();
    m_present->setFocus(Qt::OtherFocusReason);
}

void AccountEditor::clearFields() {
    for (PassphraseField* field : {m_present, m_passphrase, m_again}) field->clear();
}

}  // namespace leukolens::ui
