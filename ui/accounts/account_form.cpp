#include "ui/accounts/account_form.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

#include "ui/accounts/account_words.h"
#include "ui/shell/labels.h"
#include "ui/shell/passphrase_field.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

QString passphraseProblem(const PassphraseField& passphrase, const PassphraseField& again) {
    const auto characters = passphrase.passphrase().toUcs4().size();
    if (characters > 0 && characters < static_cast<qsizetype>(casebook::kLeastPassphrase)) return AccountForm::tr("The passphrase needs %1 characters at least.").arg(casebook::kLeastPassphrase);
    if (static_cast<std::size_t>(passphrase.passphrase().toUtf8().size()) > casebook::kMostPassphrase) return AccountForm::tr("The passphrase is too long.");
    if (!again.text().isEmpty() && again.passphrase() != passphrase.passphrase()) return AccountForm::tr("The two passphrases differ.");
    return {};
}

bool isPassphraseReady(const PassphraseField& passphrase, const PassphraseField& again) {
    return !passphrase.text().isEmpty() && !again.text().isEmpty() && passphraseProblem(passphrase, again).isEmpty();
}

AccountForm::AccountForm(QWidget* parent) : QWidget(parent) {
    setObjectName("accountForm");
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(Theme::kSpacingPx);
    m_name = new QLineEdit(this);
    m_name->setObjectName("newAccountName");
    m_name->setAccessibleName(tr("Name of the new account"));
    m_name->setToolTip(tr("As it stands in the trail and under reports"));
    m_name->setMaxLength(120);
    m_role = new QComboBox(this);
    m_role->setObjectName("newAccountRole");
    m_role->setAccessibleName(tr("Role of the new account"));
    for (const auto role : {casebook::Role::Technician, casebook::Role::Reviewer, casebook::Role::Administrator}) {
        m_role->addItem(roleTitle(role), static_cast<int>(role));
        m_role->setItemData(m_role->count() - 1, roleHelp(role), Qt::ToolTipRole);
    }
    m_passphrase = new PassphraseField("newAccountPassphrase", tr("Passphrase"), this);
    m_passphrase->setToolTip(tr("Several words are easier to remember than signs; %1 characters at least").arg(casebook::kLeastPassphrase));
    m_again = new PassphraseField("newAccountAgain", tr("Passphrase once more"), this);
    m_again->setToolTip(tr("The same passphrase once more"));
    m_hint = makeMuted({}, this);
    m_hint->setObjectName("newAccountHint");
    m_add = makeButton("add", tr("Add account"), this);
    m_add->setObjectName("addAccount");
    for (int place = 0; const auto& [field, words] : {std::pair<QWidget*, QString>(m_name, tr("Name")), {m_role, tr("Role")}, {m_passphrase, tr("Passphrase")}, {m_again, tr("Passphrase once more")}}) {
        auto* label = makeMuted(words, this);
        label->setBuddy(field);
        auto* labelled = new QVBoxLayout;
        labelled->setSpacing(2);
        labelled->addWidget(label);
        labelled->addWidget(field);
        grid->addLayout(labelled, place / 2, place % 2);
        ++place;
    }
    for (QLineEdit* field : {m_passphrase, m_again}) field->setPlaceholderText({});
    grid->addWidget(m_hint, 2, 0);
    grid->addWidget(m_add, 2, 1, Qt::AlignRight);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    for (QLineEdit* field : std::initializer_list<QLineEdit*>{m_name, m_passphrase, m_again}) {
        connect(field, &QLineEdit::textChanged, this, &AccountForm::check);
        connect(field, &QLineEdit::returnPressed, this, &AccountForm::add);
    }
    connect(m_role, &QComboBox::currentIndexChanged, this, &AccountForm::check);
    connect(m_add, &QPushButton::clicked, this, &AccountForm::add);
    check();
}

void AccountForm::setFirst(bool first) {
    m_first = first;
    if (first) m_role->setCurrentIndex(m_role->findData(static_cast<int>(casebook::Role::Administrator)));
    m_role->setEnabled(!first);
    check();
}

void AccountForm::clear() {
    for (QLineEdit* field : std::initializer_list<QLineEdit*>{m_name, m_passphrase, m_again}) field->clear();
    if (!m_first) m_role->setCurrentIndex(0);
    check();
}

void AccountForm::setBusy(bool busy) {
    m_busy = busy;
    check();
}

void AccountForm::check() {
    const auto role = static_cast<casebook::Role>(m_role->currentData().toInt());
    const QString problem = passphraseProblem(*m_passphrase, *m_again);
    m_hint->setText(!problem.isEmpty() ? problem : m_first ? tr("The first account is an administrator's.") : roleHelp(role));
    setRole(m_hint, problem.isEmpty() ? "muted" : "failure");
    m_role->setToolTip(m_first ? tr("The first account is an administrator's.") : roleHelp(role));
    m_add->setEnabled(!m_busy && !m_name->text().trimmed().isEmpty() && isPassphraseReady(*m_passphrase, *m_again));
    m_add->setToolTip(m_add->isEnabled() ? tr("Add this account (Return)") : tr("Type a name, and the passphrase twice"));
}

void AccountForm::add() {
    if (m_add->isEnabled()) Q_EMIT addRequested(m_name->text().trimmed(), static_cast<casebook::Role>(m_role->currentData().toInt()), m_passphrase->passphrase());
}

}  // namespace leukolens::ui
