#include "ui/classify/training_list_strip.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>

#include "core/base/files.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

TrainingListStrip::TrainingListStrip(QWidget* parent) : QFrame(parent) {
    setObjectName("trainingListStrip");
    setProperty("message", "notice");
    auto* icon = new QLabel(this);
    icon->setPixmap(Theme::icon("check-circle", Theme::success()).pixmap(20, 20));
    m_text = new ElidedLabel(Qt::ElideMiddle, this);
    m_text->setObjectName("trainingListText");
    auto* open = new QPushButton(tr("Open in Data"), this);
    open->setObjectName("openTrainingList");
    open->setToolTip(tr("Look at these cells in Data, and train on them"));
    connect(open, &QPushButton::clicked, this, [this] { Q_EMIT openRequested(m_file); });
    auto* dismiss = new QToolButton(this);
    dismiss->setObjectName("dismissTrainingList");
    dismiss->setIcon(Theme::icon("close"));
    dismiss->setToolTip(tr("Dismiss this message"));
    dismiss->setAccessibleName(tr("Dismiss this message"));
    connect(dismiss, &QToolButton::clicked, this, &QWidget::hide);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 8, 6);
    row->setSpacing(12);
    row->addWidget(icon);
    row->addWidget(m_text, 1);
    row->addWidget(open);
    row->addWidget(dismiss);
    hide();
}

void TrainingListStrip::showWritten(const casebook::TrainingList& list) {
    m_file = QString::fromStdString(toUtf8(list.file));
    m_text->setFullText(list.cells == 1 ? tr("List v%1 saved, 1 reviewed cell: %2").arg(list.version).arg(m_file)
                                        : tr("List v%1 saved, %2 reviewed cells: %3").arg(list.version).arg(list.cells).arg(m_file));
    show();
}

}  // namespace leukolens::ui
