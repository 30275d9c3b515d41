#include "ui/evaluation/map_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

#include "ui/evaluation/answer_facts.h"
#include "ui/evaluation/map_view.h"
#include "ui/evaluation/study_session.h"
#include "ui/shell/app_context.h"
#include "ui/shell/class_words.h"
#include "ui/shell/empty_state.h"
#include "ui/shell/help_request.h"
#include "ui/shell/job_panel.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"
#include "ui/widgets/file_image_view.h"

namespace leukolens::ui {
namespace {

constexpr int kSideWidthPx = 300;

QComboBox* addChoice(QHBoxLayout& row, const char* name, const QString& what, QWidget* parent) {
    auto* box = new QComboBox(parent);
    box->setObjectName(name);
    box->setAccessibleName(what);
    box->setToolTip(what);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    row.addWidget(box);
    return box;
}

}  // namespace

MapPage::MapPage(AppContext& context, StudySession& studies, QWidget* parent) : QWidget(parent), m_studies(studies) {
    setObjectName("mapPage");
    help::setPlace(this, "evaluate#look-at-pictures-map-and-learning-curve");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, Theme::kSpacingPx, 0, 0);
    row->setSpacing(Theme::kMarginPx);
    row->addWidget(createMap(context), 1);
    row->addWidget(m_side = createSide());
    connect(&studies, &StudySession::mapsChanged, this, &MapPage::refresh);
}

QWidget* MapPage::createMap(AppContext& context) {
    QFrame* card = makeCard("mapOfCells", this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    column->setSpacing(Theme::kSpacingPx);
    auto* head = new QHBoxLayout;
    head->addWidget(makeHeading(tr("Map of the test cells"), card));
    head->addStretch(1);
    m_fold = addChoice(*head, "mapFold", tr("Fold whose network looks at its test cells"), card);
    m_colour = addChoice(*head, "mapColour", tr("What the colours tell"), card);
    m_colour->addItem(tr("Errors"), static_cast<int>(MapColour::Errors));
    m_colour->addItem(tr("By label"), static_cast<int>(MapColour::Label));
    m_colour->addItem(tr("By what they are called"), static_cast<int>(MapColour::Called));
    m_colour->addItem(tr("By subject"), static_cast<int>(MapColour::Subject));
    column->addLayout(head);
    column->addWidget(createBody(context), 1);
    connect(m_fold, &QComboBox::currentIndexChanged, this, &MapPage::refresh);
    connect(m_colour, &QComboBox::currentIndexChanged, this, [this] { showMap(true); });
    return card;
}

QWidget* MapPage::createBody(AppContext& context) {
    auto* body = new QWidget(this);
    m_body = new QStackedLayout(body);
    auto* empty = new EmptyState("search", tr("Which cells look alike to the network?"),
                                 tr("Test cells are laid out so that neighbours look alike to the network's last layer: groups, outliers and a patient apart are seen at a glance. It takes as long as classifying them."), body);
    empty->setProperty("card", false);
    QPushButton* make = empty->addButton("makeMap", "search", tr("Make the map"), tr("The network looks at each test cell again; the run's data are read"), true);
    connect(make, &QPushButton::clicked, this, [this] { Q_EMIT makeRequested(fold()); });
    m_body->addWidget(m_empty = empty);
    m_busy = new QWidget(body);
    auto* busy = new QVBoxLayout(m_busy);
    busy->setContentsMargins(0, 0, 0, 0);
    busy->addWidget(new JobPanel(context.inferenceWorker, "mapPanel", m_busy));
    busy->addStretch(1);
    m_body->addWidget(m_busy);
    m_shown = new QWidget(body);
    auto* column = new QVBoxLayout(m_shown);
    column->setContentsMargins(0, 0, 0, 0);
    m_map = new MapView(m_shown);
    m_map->setObjectName("map");
    m_map->describe = [this](int point) { return describe(point); };
    column->addWidget(m_map, 1);
    m_words = makeMuted(QString(), m_shown);
    m_words->setObjectName("mapWords");
    column->addWidget(m_words);
    m_body->addWidget(m_shown);
    connect(m_map, &MapView::pointPicked, this, [this] {
        showPicked();
        if (m_colour->currentData().toInt() == static_cast<int>(MapColour::Subject)) showMap(true);
    });
    connect(m_map, &FigureView::saveRequested, this, [this](Figure figure) {
        figure.csv = [run = m_run, points = m_map->points()] { return mapNumbers(points, run->test); };
        Q_EMIT saveRequested(figure);
    });
    return body;
}

QWidget* MapPage::createSide() {
    QFrame* card = makeCard("mapSide", this);
    card->setFixedWidth(kSideWidthPx);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    column->setSpacing(Theme::kSpacingPx);
    m_picture = new FileImageView(card);
    m_picture->setObjectName("mapPicture");
    column->addWidget(m_picture, 1);
    m_facts = makeText(QString(), card);
    m_facts->setObjectName("mapFacts");
    column->addWidget(m_facts);
    m_errors = makeButton("filter", tr("This subject's errors"), card);
    m_errors->setObjectName("mapSubjectErrors");
    m_errors->setToolTip(tr("Show the subject's cells in Errors"));
    column->addWidget(m_errors, 0, Qt::AlignLeft);
    column->addStretch(0);
    connect(m_errors, &QPushButton::clicked, this, [this] {
        if (const int cell = pickedCell(); cell >= 0) Q_EMIT subjectChosen(m_run->test.cells[static_cast<std::size_t>(cell)].subject);
    });
    return card;
}

void MapPage::setRun(const EvaluatedRunPointer& run) {
    const int before = isSameRun(m_run, run) ? fold() : -1;
    m_run = run;
    m_folds = experiment::foldsToMap(run->record);
    {
        const QSignalBlocker quiet(m_fold);
        m_fold->clear();
        for (const int fold : m_folds) m_fold->addItem(fold == experiment::kAllFolds ? tr("All folds") : tr("Fold %1").arg(fold), fold);
        m_fold->setCurrentIndex(std::max(0, m_fold->findData(before)));
        m_fold->setVisible(m_folds.size() > 1);
    }
    refresh();
}

int MapPage::fold() const { return m_fold->currentIndex() < 0 ? experiment::kAllFolds : m_fold->currentData().toInt(); }

void MapPage::refresh() {
    if (!m_run) return;
    const bool any = m_studies.map(fold()) != nullptr;
    m_body->setCurrentWidget(any ? m_shown : m_studies.mapping() ? m_busy : m_empty);
    m_colour->setVisible(any);
    m_side->setVisible(any);
    if (any) showMap(false);
}

void MapPage::showMap(bool keepPicked) {
    const auto* map = m_run ? m_studies.map(fold()) : nullptr;
    if (!map) return;
    const auto colour = static_cast<MapColour>(m_colour->currentData().toInt());
    const int cell = keepPicked ? pickedCell() : -1;
    const int subject = cell >= 0 && colour == MapColour::Subject ? m_run->test.cells[static_cast<std::size_t>(cell)].subject : -1;
    auto points = mapPoints(*map, m_run->test);
    auto figure = mapFigure(*map, points, m_run->test, colour, subject);
    m_map->showMap(std::move(figure), std::move(points), keepPicked);
    m_words->setText(mapWords(*map));
    if (!keepPicked) showPicked();
}

int MapPage::pickedCell() const { return m_map->picked() < 0 ? -1 : m_map->points()[static_cast<std::size_t>(m_map->picked())].cell; }

void MapPage::showPicked() {
    const int cell = pickedCell();
    m_errors->setVisible(cell >= 0 && m_run->test.cells[static_cast<std::size_t>(cell)].subject >= 0);
    if (cell < 0) {
        m_facts->clear();
        m_picture->showMessage(tr("Click a cell on the map"));
        return;
    }
    m_facts->setText(answerFacts(*m_run, cell));
    const QString path = picturePath(*m_run, cell);
    if (path.isEmpty()) m_picture->showMessage(tr("The pictures of this run were not found."));
    else m_picture->showFile(path);
}

std::pair<QString, QString> MapPage::describe(int point) const {
    const auto& shown = m_map->points()[static_cast<std::size_t>(point)];
    const auto& cell = m_run->test.cells[static_cast<std::size_t>(shown.cell)];
    QStringList lines = {tr("Label: %1").arg(classTitle(m_run->test.classes[static_cast<std::size_t>(cell.label)])), tr("Called: %1").arg(classTitle(m_run->test.classes[static_cast<std::size_t>(shown.called)]))};
    if (cell.subject >= 0) lines << tr("Subject: %1").arg(QString::fromStdString(m_run->test.subjects[static_cast<std::size_t>(cell.subject)]));
    return {picturePath(*m_run, shown.cell), lines.join('\n')};
}

}  // namespace leukolens::ui
