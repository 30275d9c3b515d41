#include "ui/data/dataset_summary.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include "core/inference/model_card.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"
#include "ui/widgets/class_bar.h"

namespace leukolens::ui {
namespace {

QString layoutName(const std::string& layout) {
    if (layout == "c-nmc") return DatasetSummary::tr("C-NMC");
    if (layout == "all-idb2") return DatasetSummary::tr("ALL-IDB2");
    if (layout == "table") return DatasetSummary::tr("Table");
    if (layout == "class-subject-folders" || layout == "subject-class-folders") return DatasetSummary::tr("Class and subject folders");
    return DatasetSummary::tr("Class folders");
}

}  // namespace

DatasetSummary::DatasetSummary(QWidget* parent) : QFrame(parent) {
    setObjectName("datasetSummary");
    setProperty("card", true);
    m_row = new QHBoxLayout(this);
    m_row->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    m_row->setSpacing(32);
    m_cells = addFact("factCells", tr("Cells"));
    m_subjects = addFact("factSubjects", tr("Subjects"));
    m_layoutName = addFact("factLayout", tr("Layout"));
    m_problems = addFact("factProblems", tr("Problems"));
    auto* column = new QVBoxLayout;
    column->setSpacing(6);
    column->addWidget(makeMuted(tr("Classes"), this));
    m_classes = new ClassBar(this);
    m_classes->setObjectName("classBar");
    column->addWidget(m_classes);
    m_row->addLayout(column, 1);
}

QLabel* DatasetSummary::addFact(const QString& objectName, const QString& caption) {
    auto* column = new QVBoxLayout;
    column->setSpacing(2);
    QLabel* words = makeMuted(caption, this);
    words->setWordWrap(false);
    column->addWidget(words);
    QLabel* value = makeTitle(QString(), this);
    value->setObjectName(objectName);
    value->setFont(Theme::font(1.5, QFont::DemiBold));
    column->addWidget(value);
    m_row->addLayout(column);
    return value;
}

void DatasetSummary::showDataset(const dataset::Dataset& dataset) {
    const QLocale locale;
    m_cells->setText(locale.toString(static_cast<qlonglong>(dataset.cells.size())));
    m_subjects->setText(dataset.hasSubjects() ? locale.toString(static_cast<qlonglong>(dataset.subjects.size()))
                                              : tr("unknown"));
    m_layoutName->setText(layoutName(dataset.layout));
    m_layoutName->setToolTip(coreSentences(dataset.howRead));
    m_problems->setText(locale.toString(static_cast<qlonglong>(dataset.problems.size())));
    setRole(m_problems, dataset.problems.empty() ? "" : "warning");
    std::vector<ClassShare> shares;
    for (std::size_t i = 0; i < dataset.classes.size(); ++i) {
        const std::string& name = dataset.classes[i];
        shares.push_back({coreText(inference::displayName(name)),
                          Theme::classColour(QString::fromStdString(name), static_cast<int>(i)), 0});
    }
    for (const dataset::Cell& cell : dataset.cells) ++shares[static_cast<std::size_t>(cell.classIndex)].count;
    m_classes->setShares(std::move(shares));
}

}  // namespace leukolens::ui
