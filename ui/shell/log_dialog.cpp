#include "ui/shell/log_dialog.h"

#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QFile>
#include <QFileInfo>
#include <QFontDatabase>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {
/// Enough to see what happened, small enough to show at once.
constexpr qint64 kShownBytes = 256 * 1024;
}  // namespace

LogDialog::LogDialog(const QString& file, QWidget* parent) : QDialog(parent), m_file(file) {
    setObjectName("logDialog");
    help::setPlace(this, "troubleshooting#read-the-log");
    setWindowTitle(tr("Log"));
    resize(900, 560);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::kMarginPx, Theme::kMarginPx, Theme::kMarginPx, Theme::kMarginPx);
    auto* path =
        makeText(file.isEmpty() ? tr("The log file could not be opened; messages go to standard error.") : file, this);
    path->setProperty("role", "muted");
    layout->addWidget(path);
    m_view = new QPlainTextEdit(this);
    m_view->setObjectName("logText");
    m_view->setAccessibleName(tr("Log"));
    m_view->setReadOnly(true);
    m_view->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_view->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    layout->addWidget(m_view, 1);
    auto* buttons = new QDialogButtonBox(this);
    QPushButton* reloadButton = buttons->addButton(tr("Read again"), QDialogButtonBox::ActionRole);
    QPushButton* openFolder = buttons->addButton(tr("Open folder"), QDialogButtonBox::ActionRole);
    openFolder->setEnabled(!file.isEmpty());
    buttons->addButton(QDialogButtonBox::Close)->setText(tr("Close"));
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(reloadButton, &QPushButton::clicked, this, &LogDialog::reload);
    connect(openFolder, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(m_file).absolutePath())); });
    reload();
}

void LogDialog::reload() {
    QFile file(m_file);
    if (m_file.isEmpty() || !file.open(QIODevice::ReadOnly)) return;
    file.seek(std::max<qint64>(0, file.size() - kShownBytes));
    m_view->setPlainText(QString::fromUtf8(file.readAll()));
    m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum());
}

}  // namespace leukolens::ui
