#include "ui/classify/failed_list.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/base/files.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/error_help.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

namespace {

constexpr int kCodeRole = Qt::UserRole;
constexpr int kTableHeightPx = 150, kSmallestTablePx = 88;

QString reasonOf(const Error& error) {
    if (error.code == ErrorCode::AlreadyExists) return FailedList::tr("The same picture is in this case already");
    return errorDetail(error);
}

QString adviceOf(const Error& error) {
    if (error.code == ErrorCode::AlreadyExists) return FailedList::tr("Nothing to do: it is counted once.");
    return errorAdvice(error);
}

}  // namespace

FailedList::FailedList(QWidget* parent) : QFrame(parent) {
    setObjectName("failedList");
    help::setPlace(this, "classify#files-that-were-not-added");
    setProperty("card", true);
    auto* icon = new QLabel(this);
    icon->setPixmap(Theme::icon("warning", Theme::warning()).pixmap(18, 18));
    m_summary = new ElidedLabel(Qt::ElideRight, this);
    m_summary->setObjectName("failedSummary");
    m_toggle = new QPushButton(this);
    m_toggle->setObjectName("failedToggle");
    m_toggle->setProperty("link", true);
    connect(m_toggle, &QPushButton::clicked, this, [this] { setExpanded(!expanded()); });
    auto* dismiss = new QToolButton(this);
    dismiss->setObjectName("failedDismiss");
    dismiss->setIcon(Theme::icon("close"));
    dismiss->setToolTip(tr("Dismiss this list"));
    dismiss->setAccessibleName(tr("Dismiss this list"));
    connect(dismiss, &QToolButton::clicked, this, &FailedList::dismissed);

    m_table = new QTreeWidget(this);
    m_table->setObjectName("failedTable");
    m_table->setAccessibleName(tr("Files not added"));
    m_table->setHeaderLabels({tr("File"), tr("Why"), tr("What to do")});
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setMinimumHeight(kSmallestTablePx);
    m_table->setMaximumHeight(kTableHeightPx);
    m_table->header()->setStretchLastSection(true);
    m_table->setStyleSheet(QStringLiteral("QTreeView::item { padding: 2px 8px; }"));  // as the heads above

    m_help = new ErrorHelp(this);
    connect(m_table, &QTreeWidget::currentItemChanged, this, &FailedList::updateHelp);

    auto* head = new QHBoxLayout;
    head->setSpacing(Theme::kSpacingPx);
    head->addWidget(icon);
    head->addWidget(m_summary, 1);
    head->addWidget(m_toggle);
    head->addWidget(dismiss);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 4, 6, 4);
    layout->setSpacing(4);
    layout->addLayout(head);
    layout->addWidget(m_table);
    layout->addWidget(m_help);
    setExpanded(false);
    hide();
}

void FailedList::setFiles(const std::vector<FailedFile>& files) {
    const int known = m_table->topLevelItemCount();
    if (static_cast<int>(files.size()) < known) {
        m_table->clear();
        m_unreadable = 0;
    }
    QList<QTreeWidgetItem*> unreadable, doubles;
    for (std::size_t i = static_cast<std::size_t>(m_table->topLevelItemCount()); i < files.size(); ++i) {
        const QString path = QString::fromStdString(toUtf8(files[i].path));
        const QString reason = reasonOf(files[i].error), advice = adviceOf(files[i].error);
        auto* item = new QTreeWidgetItem({QString::fromStdString(toUtf8(files[i].path.filename())), reason, advice});
        item->setData(0, kCodeRole, static_cast<int>(files[i].error.code));
        item->setToolTip(0, path);
        item->setToolTip(1, reason);
        item->setToolTip(2, advice);
        (files[i].error.code == ErrorCode::AlreadyExists ? doubles : unreadable) << item;
    }
    m_unreadable += static_cast<int>(unreadable.size());
    m_table->insertTopLevelItems(0, unreadable);  // a broken file is not lost among many doubles
    m_table->addTopLevelItems(doubles);
    if (known == 0)
        for (int column : {0, 1}) m_table->resizeColumnToContents(column);
    QStringList summary;
    const int twice = m_table->topLevelItemCount() - m_unreadable;
    if (m_unreadable > 0) summary << tr("Files that could not be read: %1").arg(locale().toString(m_unreadable));
    if (twice > 0) summary << tr("Pictures that were in this case already: %1").arg(locale().toString(twice));
    m_summary->setFullText(summary.join(QStringLiteral("  ·  ")));
    setVisible(!files.empty());
}

bool FailedList::expanded() const {
    return !m_table->isHidden();
}

void FailedList::setExpanded(bool expand) {
    m_table->setVisible(expand);
    updateHelp();
    m_toggle->setText(expand ? tr("Hide") : tr("Show which"));
    m_toggle->setToolTip(expand ? tr("Hide the list of files") : tr("Show each file with the reason"));
}

/// Of the file that is chosen in the list.
void FailedList::updateHelp() {
    const QTreeWidgetItem* chosen = m_table->currentItem();
    m_help->setVisible(chosen && expanded());
    if (chosen) m_help->setCode(static_cast<ErrorCode>(chosen->data(0, kCodeRole).toInt()));
}

}  // namespace leukolens::ui
