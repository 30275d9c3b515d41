#include "ui/data/duplicate_pair.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/base/files.h"
#include "core/inference/model_card.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"
#include "ui/widgets/file_image_view.h"

namespace leukolens::ui {

DuplicatePair::DuplicatePair(QWidget* parent) : QFrame(parent) {
    setObjectName("duplicatePair");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(createSide(m_first, false), 1);
    row->addWidget(createSide(m_second, true), 1);
}

QWidget* DuplicatePair::createSide(Side& side, bool second) {
    auto* widget = new QWidget(this);
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    side.view = new FileImageView(widget);
    side.view->setObjectName(second ? "secondPicture" : "firstPicture");
    side.view->setAccessibleName(second ? tr("Second picture") : tr("First picture"));
    column->addWidget(side.view, 1);
    side.name = new ElidedLabel(Qt::ElideMiddle, widget);
    side.name->setObjectName(second ? "secondName" : "firstName");
    column->addWidget(side.name);
    side.facts = new ElidedLabel(Qt::ElideRight, widget);
    side.facts->setObjectName(second ? "secondFacts" : "firstFacts");
    side.facts->setProperty("role", "muted");
    column->addWidget(side.facts);
    side.leaveOut = makeButton("trash", tr("Leave out"), widget);
    side.leaveOut->setObjectName(second ? "leaveOutSecond" : "leaveOutFirst");
    side.leaveOut->setToolTip(second ? tr("Neither train nor test on the second picture; its file stays (key 2)") : tr("Neither train nor test on the first picture; its file stays (key 1)"));
    column->addWidget(side.leaveOut, 0, Qt::AlignLeft);
    connect(side.leaveOut, &QPushButton::clicked, this, [this, second] { Q_EMIT leaveOut(second); });
    return widget;
}

void DuplicatePair::showSide(Side& side, const dataset::Dataset& dataset, int place) {
    const dataset::Cell& cell = dataset::cellAt(dataset, place);
    const QString path = QString::fromStdString(toUtf8(cell.path));
    side.view->showFile(path);
    side.name->setFullText(QString::fromStdString(toUtf8(cell.path.lexically_relative(dataset.root))));
    QStringList facts{coreText(inference::displayName(dataset.classes[static_cast<std::size_t>(cell.classIndex)]))};
    const std::string subject = cell.subjectIndex >= 0      ? dataset.subjects[static_cast<std::size_t>(cell.subjectIndex)]
                                : cell.externalSubject >= 0 ? dataset.externalSubjects[static_cast<std::size_t>(cell.externalSubject)]
                                                            : std::string();
    facts << (subject.empty() ? tr("subject not known") : tr("subject %1").arg(QString::fromStdString(subject)));
    if (static_cast<std::size_t>(place) >= dataset.cells.size()) facts << tr("external test");
    if (cell.facts.width > 0) facts << tr("%1 × %2 px").arg(cell.facts.width).arg(cell.facts.height);
    side.facts->setFullText(facts.join(QStringLiteral(" · ")));
}

void DuplicatePair::showPair(const dataset::Dataset& dataset, const dataset::Leak& leak) {
    showSide(m_first, dataset, leak.first);
    showSide(m_second, dataset, leak.second);
}

void DuplicatePair::showNothing(const QString& why) {
    for (const Side& side : {m_first, m_second}) {
        side.view->showMessage(why);
        side.name->setFullText({});
        side.facts->setFullText({});
    }
}

void DuplicatePair::setDecidable(bool first, bool second) {
    m_first.leaveOut->setEnabled(first);
    m_second.leaveOut->setEnabled(second);
}

bool DuplicatePair::canLeaveFirstOut() const { return m_first.leaveOut->isEnabled(); }

}  // namespace leukolens::ui
