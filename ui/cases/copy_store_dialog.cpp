#include "ui/cases/copy_store_dialog.h"

#include <QCloseEvent>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

#include "core/base/files.h"
#include "core/casebook/server_login.h"
#include "core/casebook/store_copy.h"
#include "ui/shell/app_context.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/help_request.h"
#include "ui/shell/job_panel.h"
#include "ui/shell/labels.h"
#include "ui/shell/passphrase_field.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kWidthPx = 600;

}  // namespace

CopyStoreDialog::CopyStoreDialog(AppContext& context, const std::filesystem::path& source, QWidget* parent) : QDialog(parent), m_context(context), m_source(source) {
    setObjectName("copyStoreDialog");
    help::setPlace(this, "cases#back-up-or-move-to-a-server");
    setWindowTitle(tr("Copy to server"));
    setMinimumWidth(kWidthPx);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, Theme::kMarginPx);
    column->setSpacing(12);
    m_about = makeMuted(tr("All patients with their sessions, cells and facts and the whole audit trail are copied into an empty database, and the copy is checked. Pictures stay where they are."), this);
    column->addWidget(m_about);
    column->addWidget(createFields());
    m_words = makeText(QString(), this);
    m_words->setObjectName("copyWords");
    m_words->hide();
    column->addWidget(m_words);
    m_progress = new JobPanel(context.fileWorker, "copyPanel", this);
    m_progress->hide();
    column->addWidget(m_progress);
    column->addStretch(1);
    column->addWidget(createButtons());
    setCopying(false);
}

QWidget* CopyStoreDialog::createFields() {
    m_fields = new QWidget(this);
    auto* grid = new QGridLayout(m_fields);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(Theme::kMarginPx);
    grid->setVerticalSpacing(Theme::kSpacingPx);
    grid->setColumnStretch(1, 1);
    m_address = new QLineEdit(m_fields);
    m_address->setObjectName("copyTarget");
    m_address->setPlaceholderText(QStringLiteral("postgresql://user@server/database"));
    m_address->setAccessibleName(tr("Address of the database"));
    m_address->setToolTip(tr("An empty database that whoever looks after the server has made"));
    m_password = new PassphraseField("copyPassword", tr("Where the server asks for one"), m_fields);
    m_password->setAccessibleName(tr("Password"));
    m_password->setToolTip(tr("Password of this user on the server; it is written nowhere"));
    int row = 0;
    for (const auto& [title, editor] : {std::pair<QString, QLineEdit*>{tr("Database"), m_address}, {tr("Password"), m_password}}) {
        auto* label = new QLabel(title, m_fields);
        label->setBuddy(editor);
        grid->addWidget(label, row, 0);
        grid->addWidget(editor, row++, 1);
        connect(editor, &QLineEdit::textChanged, this, [this] { say({}, ""); });
    }
    connect(m_address, &QLineEdit::textChanged, this, [this] { setCopying(m_copying); });
    return m_fields;
}

QWidget* CopyStoreDialog::createButtons() {
    auto* buttons = new QDialogButtonBox(this);
    m_copy = buttons->addButton(tr("Copy"), QDialogButtonBox::AcceptRole);
    m_copy->setObjectName("startCopy");
    makePrimary(m_copy);
    m_cancel = buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    m_cancel->setObjectName("cancelCopy");
    m_cancel->setAutoDefault(false);
    connect(m_copy, &QPushButton::clicked, this, &CopyStoreDialog::press);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    return buttons;
}

Result<casebook::StoreAddress> CopyStoreDialog::typed() const {
    const QString address = m_address->text().trimmed();
    auto parsed = casebook::StoreAddress::parse(address.toStdString());
    if (!parsed) return parsed;
    if (!parsed->isServer()) return fail(ErrorCode::InvalidArgument, "is no address of a PostgreSQL server", {}, "Type it as postgresql://user@server:5432/database.");
    return casebook::StoreAddress::parse(withPassword(address, m_password->text()));
}

void CopyStoreDialog::press() {
    if (m_copiedTo.isEmpty()) return copy();
    Q_EMIT useRequested(m_copiedTo);
    accept();
}

void CopyStoreDialog::copy() {
    const auto target = typed();
    if (!target) return say(errorWords(target.error()), "failure");
    say({}, "");
    setCopying(true);
    m_job = m_context.fileWorker.run<void>(
        tr("Copying the case store"), [source = m_source, target = *target](ProgressSink& progress, const CancelToken& cancel) { return casebook::copyStore(source, target, progress, cancel); }, this,
        [this, shown = QString::fromStdString(toUtf8(target->shown()))](const Result<void>& copied) {
            setCopying(false);
            if (copied) {
                m_copiedTo = shown;
                return showCopied();
            }
            if (copied.error().code == ErrorCode::Cancelled) return say(tr("Stopped. Nothing was left in that database."), "");
            if (copied.error().code == ErrorCode::AlreadyExists) return say(tr("That database holds cases already, and none of them was touched. Choose an empty one."), "failure");
            if (!casebook::wantsPassword(copied.error())) return say(errorWords(copied.error()), "failure");
            //: %1: what the server said
            say(tr("%1. Type the password above, or check the user name in the address.").arg(errorDetail(copied.error())), "failure");
            m_password->setFocus(Qt::OtherFocusReason);
            m_password->selectAll();
        });
}

void CopyStoreDialog::setCopying(bool copying) {
    m_copying = copying;
    m_fields->setEnabled(!copying);
    m_progress->setVisible(copying);
    m_copy->setEnabled(!copying && !m_address->text().trimmed().isEmpty());
    m_cancel->setEnabled(!copying);
}

void CopyStoreDialog::showCopied() {
    m_about->hide();
    m_fields->hide();
    m_password->clear();
    say(tr("The case store was copied to %1, and the copy was checked. What is changed here from now on is not in it: to go on there, the program is closed and started again.").arg(m_copiedTo), "");
    m_copy->setText(tr("Use the copy and close"));
    m_copy->setToolTip(tr("The copy becomes the case store of this program; the file stays as it is"));
    m_cancel->setText(tr("Keep the present store"));
    resize(width(), layout()->totalHeightForWidth(width()));
    Q_EMIT copied();
}

void CopyStoreDialog::say(const QString& words, const char* role) {
    m_words->setText(words);
    setRole(m_words, role);
    m_words->setVisible(!words.isEmpty());
    resize(width(), std::max(height(), layout()->totalHeightForWidth(width())));
}

void CopyStoreDialog::keyPressEvent(QKeyEvent* event) {
    if (m_copying && event->matches(QKeySequence::Cancel)) return;
    QDialog::keyPressEvent(event);
}

void CopyStoreDialog::closeEvent(QCloseEvent* event) {
    if (m_copying) return event->ignore();
    QDialog::closeEvent(event);
}

void CopyStoreDialog::done(int result) {
    // Given up while it copies, by another person who has logged in: nobody would see how it ended.
    if (m_copying) m_context.fileWorker.stop(m_job);
    QDialog::done(result);
}

}  // namespace leukolens::ui
