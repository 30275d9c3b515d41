#include "ui/accounts/accounts_dialog.h"

#include <QDialogButtonBox>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/accounts/account_editor.h"
#include "ui/accounts/account_form.h"
#include "ui/accounts/account_words.h"
#include "ui/accounts/accounts_session.h"
#include "ui/accounts/rules_panel.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/dates.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

AccountsDialog::AccountsDialog(AppContext& context, AccountsSession& session, QWidget* parent) : QDialog(parent), m_context(context), m_session(session) {
    setObjectName("accountsDialog");
    help::setPlace(this, "cases#work-with-accounts");
    setWindowTitle(tr("Accounts"));
    setMinimumWidth(620);
    m_explanation = makeText({}, this);
    m_explanation->setObjectName("accountsExplanation");
    m_message = makeText({}, this);
    m_message->setObjectName("accountsMessage");
    m_addTitle = makeHeading({}, this);
    createList();
    m_editor = new AccountEditor(this);
    m_form = new AccountForm(this);
    m_rules = new RulesPanel(this);
    createLayout();
    connectParts();
    showMessage({}, false);
    update();
    readList();
}

void AccountsDialog::createList() {
    m_list = new QTableWidget(0, 4, this);
    m_list->setObjectName("accountList");
    m_list->setAccessibleName(tr("Accounts of this case store"));
    m_list->setToolTip(tr("Select an account to change it"));
    m_list->setHorizontalHeaderLabels({tr("Name"), tr("Role"), tr("State"), tr("Added")});
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setTabKeyNavigation(false);
    m_list->setShowGrid(false);
    m_list->verticalHeader()->hide();
    m_list->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->horizontalHeader()->setHighlightSections(false);
    m_list->setMinimumHeight(120);
    m_list->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);  // takes what is left: the dialog fits 720 pixels with its frame
}

void AccountsDialog::createLayout() {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, Theme::kMarginPx);
    column->setSpacing(12);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_explanation, m_message, m_list, m_editor, m_addTitle, m_form, m_rules}) column->addWidget(widget);
    column->setStretchFactor(m_list, 1);
    auto* buttons = new QDialogButtonBox(this);
    QPushButton* close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    close->setObjectName("accountsClose");
    close->setAutoDefault(false);  // Return is of the field it is pressed in
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    for (QPushButton* button : findChildren<QPushButton*>()) button->setAutoDefault(false);
}

bool AccountsDialog::event(QEvent* event) {
    const bool done = QDialog::event(event);
    if (event->type() != QEvent::LayoutRequest) return done;
    // A layout asks for the least height of its texts, not for the one they have at this width.
    const int needed = layout()->totalMinimumHeightForWidth(width());
    if (height() >= needed) return done;
    resize(width(), needed);
    if (!isVisible() || !parentWidget()) return done;
    QRect place = geometry();
    place.moveCenter(parentWidget()->window()->geometry().center());
    move(place.topLeft());
    return done;
}

void AccountsDialog::connectParts() {
    connect(&m_session, &AccountsSession::changed, this, &AccountsDialog::update);
    connect(&m_context, &AppContext::personChanged, this, &AccountsDialog::update);
    connect(m_list, &QTableWidget::itemSelectionChanged, this, &AccountsDialog::showChosen);
    connect(m_form, &AccountForm::addRequested, this, [this](const QString& name, casebook::Role role, const QString& passphrase) {
        if (m_session.inUse())
            return change(
                tr("Adding the account"),
                [name = name.toStdString(), role, passphrase = passphrase.toStdString()](casebook::Accounts& accounts) { return accounts.create(name, role, passphrase); }, tr("%1 was added.").arg(name),
                [this](bool added) {
                    if (added) m_form->clear();
                });
        m_form->setBusy(true);
        m_session.createFirst(name, passphrase, this, [this, name](const Result<void>& added) {
            m_form->setBusy(false);
            if (!added) return showMessage(errorWords(added.error()), true);
            m_form->clear();
            showMessage(tr("%1 was added, and is logged in.").arg(name), false);
            update();
            readList();
        });
    });
    connect(m_editor, &AccountEditor::changeRequested, this, [this](const casebook::Account& account) {
        change(tr("Changing the account"), [account](casebook::Accounts& accounts) { return accounts.change(account); }, tr("%1 was changed.").arg(QString::fromStdString(account.name)));
    });
    connect(m_editor, &AccountEditor::passphraseRequested, this, [this](const QString& name, const QString& passphrase, const QString& present) {
        change(
            tr("Setting the passphrase"),
            [name = name.toStdString(), passphrase = passphrase.toStdString(), present = present.toStdString()](casebook::Accounts& accounts) { return accounts.setPassphrase(name, passphrase, present); },
            tr("%1 has a new passphrase.").arg(name), [this](bool done) { m_editor->passphraseWasSet(done); });
    });
    connect(m_rules, &RulesPanel::changeRequested, this, [this](const casebook::StoreRules& rules) {
        change(tr("Changing the rules"), [rules](casebook::Accounts& accounts) { return accounts.setRules(rules); }, tr("The rules were changed."));
    });
}

void AccountsDialog::update() {
    const auto& person = m_context.person();
    const bool inUse = m_session.inUse(), administers = inUse && person && person->administers;
    m_explanation->setText(!inUse ? tr("This case store has no accounts: whoever opens it may change it, and what they do is recorded under the name of the computer's user. With accounts everybody logs in, and roles "
                                       "say who may sign. Add an administrator to begin.")
                           : administers ? tr("Accounts of this case store. What was done under a name stays in the trail, also when the account is active no more.")
                                         : tr("Administrators look after accounts. Here you can change your own passphrase."));
    m_list->setVisible(administers);
    m_rules->setVisible(administers);
    m_editor->setVisible(inUse);
    m_form->setVisible(administers || !inUse);
    m_form->setFirst(!inUse);
    m_addTitle->setVisible(administers || !inUse);
    m_addTitle->setText(inUse ? tr("New account") : tr("First account"));
    m_rules->setRules(m_session.rules());
    showChosen();
}

void AccountsDialog::readList() {
    m_session.readList(this, [this](Result<std::vector<casebook::Account>> accounts) {
        if (!accounts) return showMessage(errorWords(accounts.error()), true);
        m_accounts = std::move(*accounts);
        showList();
    });
}

void AccountsDialog::showList() {
    const int chosen = m_list->currentRow();
    m_list->setRowCount(static_cast<int>(m_accounts.size()));
    for (int row = 0; row < m_list->rowCount(); ++row) {
        const casebook::Account& account = m_accounts[static_cast<std::size_t>(row)];
        const QString texts[] = {QString::fromStdString(account.name), roleTitle(account.role), account.active ? tr("active") : tr("not active"), isoTimeText(account.created)};
        for (int column = 0; column < 4; ++column) {
            auto* item = new QTableWidgetItem(texts[column]);
            if (!account.active) item->setForeground(Theme::mutedText());
            m_list->setItem(row, column, item);
        }
    }
    if (m_list->rowCount() > 0) m_list->selectRow(std::clamp(chosen, 0, m_list->rowCount() - 1));
    showChosen();
}

void AccountsDialog::showChosen() {
    const auto& person = m_context.person();
    const bool administers = person && person->administers;
    for (std::size_t i = 0; i < m_accounts.size(); ++i) {
        const bool chosen = administers ? static_cast<int>(i) == m_list->currentRow() : person && m_accounts[i].name == person->name.toStdString();
        if (chosen) return m_editor->setAccount(m_accounts[i], administers, person && m_accounts[i].name == person->name.toStdString());
    }
    m_editor->setAccount({}, administers, !administers);
}

void AccountsDialog::change(const QString& jobName, std::function<Result<void>(casebook::Accounts&)> work, const QString& done, std::function<void(bool)> then) {
    m_form->setBusy(true);
    m_session.change(jobName, std::move(work), this, [this, done, then = std::move(then)](const Result<void>& changed) {
        m_form->setBusy(false);
        showMessage(changed ? done : errorWords(changed.error()), !changed);
        if (!changed) m_rules->setRules(m_session.rules());
        if (then) then(changed.has_value());
        readList();
    });
}

void AccountsDialog::showMessage(const QString& text, bool failure) {
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
    setRole(m_message, failure ? "failure" : "");
}

}  // namespace leukolens::ui
