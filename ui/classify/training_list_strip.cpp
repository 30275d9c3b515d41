#include "ui/classify/training_list_strip.h"

#include <QPushButton>

#include "core/base/files.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

TrainingListStrip::TrainingListStrip(QWidget* parent) : NoticeStrip("trainingListStrip", parent) {
    help::setPlace(this, "classify#use-reviewed-cells-for-training");
    setIcon("check-circle", Theme::success());
    m_text = addLine("trainingListText");
    QPushButton* open = addButton("openTrainingList", tr("Open in Data"), tr("Look at these cells in Data, and train on them"));
    connect(open, &QPushButton::clicked, this, [this] { Q_EMIT openRequested(m_file); });
    addDismiss("dismissTrainingList");
    hide();
}

void TrainingListStrip::showWritten(const casebook::TrainingList& list) {
    m_file = QString::fromStdString(toUtf8(list.file));
    m_text->setFullText(list.cells == 1 ? tr("List v%1 saved, 1 reviewed cell: %2").arg(list.version).arg(m_file)
                                        : tr("List v%1 saved, %2 reviewed cells: %3").arg(list.version).arg(list.cells).arg(m_file));
    show();
}

}  // namespace leukolens::ui
