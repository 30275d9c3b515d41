#include "ui/finder/finder_results.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <cmath>

#include "core/base/files.h"
#include "ui/figures/evaluation_words.h"
#include "ui/shell/class_words.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/labels.h"
#include "ui/shell/tables.h"
#include "ui/shell/theme.h"
#include "ui/widgets/text_table.h"

namespace leukolens::ui {
namespace {

constexpr int kTwoLinesPx = 46;

/// The value over its interval.
TextCell figureCell(const fields::FigureOverFields& figure) {
    TextCell cell = numberCell(figure.value, 3);
    if (figure.low && figure.high) cell.text += '\n' + intervalText(evaluation::Interval{*figure.low, *figure.high});
    return cell;
}

TextCell countCell(int count) { return {QLocale().toString(count), count}; }

std::vector<TextCell> rowOf(const fields::FieldFigures::OfClass& one) {
    return {textCell(classTitle(one.name)), countCell(one.boxes), figureCell(one.at50), figureCell(one.mean), countCell(one.counts.found), countCell(one.counts.missed), countCell(one.counts.extra)};
}

}  // namespace

FinderResults::FinderResults(QWidget* parent) : QFrame(parent) {
    setObjectName("finderResults");
    setProperty("card", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    column->setSpacing(Theme::kSpacingPx);
    auto* head = new QHBoxLayout;
    head->addWidget(makeHeading(tr("On the fields kept back"), this), 1);
    auto* use = makeButton("find-cells", tr("Search with it in Slides"), this);
    use->setObjectName("useFinder");
    use->setToolTip(tr("Find cells then marks the white cells that this finder sees"));
    head->addWidget(use);
    column->addLayout(head);
    m_words = makeText(QString(), this);
    m_words->setObjectName("finderWords");
    column->addWidget(m_words);
    m_rows = new TextTable(this);
    m_table = new QTableView(this);
    m_table->setObjectName("finderTable");
    m_table->setAccessibleName(tr("On the fields kept back"));
    m_table->setModel(m_rows);
    styleTable(*m_table);
    m_table->verticalHeader()->setDefaultSectionSize(kTwoLinesPx);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);  // the page scrolls
    column->addWidget(m_table);
    m_method = makeMuted(QString(), this);
    column->addWidget(m_method);
    connect(use, &QPushButton::clicked, this, &FinderResults::useRequested);
}

void FinderResults::setResult(const fields::FieldRunResult& result) {
    const QString trained = tr("Trained on %Ln field(s) in %1.", "", result.trainFields).arg(durationText(static_cast<qint64>(1000 * result.trainingSeconds)));
    m_words->setToolTip(QString::fromStdString(toUtf8(result.model)));
    m_table->setVisible(result.figures.has_value());
    m_method->setVisible(result.figures.has_value());
    if (!result.figures) return m_words->setText(trained + ' ' + tr("No field was kept back, so nothing was measured."));
    const auto& figures = *result.figures;
    m_words->setText(trained + ' ' + tr("Tested on %Ln field(s), %1 s each.", "", figures.fields).arg(QLocale().toString(figures.secondsPerField, 'f', 2)));
    std::vector<std::vector<TextCell>> rows;
    for (const auto& one : figures.classes) rows.push_back(rowOf(one));
    rows.push_back({textCell(tr("Mean over the classes")), TextCell(), figureCell(figures.at50), figureCell(figures.mean), TextCell(), TextCell(), TextCell()});
    for (auto& cell : rows.back()) cell.strong = true;
    m_rows->set({tr("Class"), tr("Boxes"), tr("AP at 0.5"), tr("AP at 0.5 to 0.95"), tr("Found"), tr("Missed"), tr("Extra")}, std::move(rows),
                {{}, tr("Drawn by a person"), tr("Average precision; a box is right where it overlaps the drawn one by half (intersection over union)"), tr("Mean of the average precision over ten overlaps, as COCO has it"),
                 tr("Drawn boxes that were found, at a score of one half and more"), tr("Drawn boxes that were not"), tr("Found boxes where none was drawn")});
    fitColumns(*m_table);
    const int rowCount = m_rows->rowCount();
    m_table->setFixedHeight(m_table->horizontalHeader()->sizeHint().height() + rowCount * kTwoLinesPx + 2 * m_table->frameWidth());
    m_method->setText(tr("95 % intervals by bootstrap over fields (%L1 resamples).").arg(figures.resamples));
}

}  // namespace leukolens::ui
