#include "ui/classify/inspector.h"

#include <QDateTime>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "core/inference/predictor.h"
#include "ui/classify/answers.h"
#include "ui/classify/history_words.h"
#include "ui/classify/probability_bars.h"
#include "ui/classify/reasons_row.h"
#include "ui/classify/review_words.h"
#include "ui/classify/similar_cells.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/theme.h"
#include "ui/widgets/file_image_view.h"

namespace leukolens::ui {

namespace {

constexpr int kShaDigitsShown = 16;

QToolButton* makeStepButton(const QString& name, const QString& text, const QString& tip, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setObjectName(name);
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    return button;
}

}  // namespace

Inspector::Inspector(QWidget* parent) : QFrame(parent) {
    setObjectName("inspector");
    help::setPlace(this, "classify#look-at-one-cell-closely");
    setProperty("card", true);
    setMinimumWidth(250);

    m_view = new FileImageView(this);
    m_view->setObjectName("inspectorImage");
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(Theme::kSpacingPx);
    layout->addWidget(m_view, 1);
    connect(m_view, &FileImageView::pictureShown, this, [this](const QSize& size) {
        m_size->setText(tr("%1 × %2 px").arg(locale().toString(size.width()), locale().toString(size.height())));
    });
    m_reasons = new ReasonsRow(this);
    layout->addWidget(m_reasons);
    layout->addWidget(createStepRow());
    m_details = createDetails();
    layout->addWidget(m_details, 1);
    showNothing();
}

QWidget* Inspector::createStepRow() {
    auto* rowWidget = new QWidget(this);
    auto* row = new QHBoxLayout(rowWidget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    m_previous = makeStepButton("previousCell", QStringLiteral("‹"), tr("Previous cell of this bin"), rowWidget);
    m_next = makeStepButton("nextCell", QStringLiteral("›"), tr("Next cell of this bin"), rowWidget);
    Shortcuts::describe(m_previous, ShortcutId::PreviousCell, m_previous->toolTip());
    Shortcuts::describe(m_next, ShortcutId::NextCell, m_next->toolTip());
    connect(m_previous, &QToolButton::clicked, this, [this] { Q_EMIT stepRequested(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { Q_EMIT stepRequested(1); });
    m_fileName = new ElidedLabel(Qt::ElideMiddle, rowWidget);
    m_fileName->setObjectName("inspectorFileName");
    m_fileName->setFont(Theme::font(1.0, QFont::DemiBold));
    m_place = new QLabel(rowWidget);
    m_place->setObjectName("inspectorPlace");
    m_place->setProperty("role", "muted");
    row->addWidget(m_fileName, 1);
    row->addWidget(m_place);
    row->addWidget(m_previous);
    row->addWidget(m_next);
    return rowWidget;
}

QWidget* Inspector::createDetails() {
    auto* area = new QScrollArea(this);
    area->setAccessibleName(tr("Selected cell"));
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget;
    content->setObjectName("scrollContent");
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 6, 0);
    column->setSpacing(6);

    m_verdict = makeText({}, content);
    m_verdict->setObjectName("inspectorVerdict");
    column->addWidget(m_verdict);
    m_bars = new ProbabilityBars(content);
    m_bars->setObjectName("inspectorProbabilities");
    column->addWidget(m_bars);
    m_opinions = makeMuted({}, content);
    m_opinions->setObjectName("inspectorOpinions");
    m_opinions->setToolTip(tr("Standard deviation of the answers about the class's probability, in percentage points"));
    column->addWidget(m_opinions);
    m_flags = makeText({}, content);
    m_flags->setObjectName("inspectorFlags");
    m_flags->setProperty("role", "warning");
    column->addWidget(m_flags);
    const auto addLink = [&](const char* name, const QString& text, const QString& toolTip) {
        auto* link = new QPushButton(text, content);
        link->setObjectName(name);
        link->setProperty("link", true);
        link->setToolTip(toolTip);
        link->hide();
        column->addWidget(link, 0, Qt::AlignLeft);
        return link;
    };
    m_openField = addLink("inspectorOpenField", tr("Find its cells in Slides"), tr("Open this picture in Slides, where Find cells cuts it into its cells"));
    m_onSlide = addLink("inspectorOnSlide", tr("Show it on the slide"), {});
    connect(m_openField, &QPushButton::clicked, this, &Inspector::openInSlidesRequested);
    connect(m_onSlide, &QPushButton::clicked, this, &Inspector::showOnSlideRequested);
    m_similar = new SimilarCells(content);
    column->addWidget(m_similar);

    m_masked = makeMuted(tr("Background masked for this model"), content);
    m_masked->setObjectName("inspectorMasked");
    m_masked->setToolTip(tr("The model knows cells on black alone: it saw this picture black around the cell in its middle"));
    m_masked->setVisible(false);
    column->addWidget(m_masked);

    column->addWidget(makeHeading(tr("Picture"), content));
    auto* facts = new QFormLayout;
    facts->setContentsMargins(0, 0, 0, 0);
    facts->setHorizontalSpacing(12);
    facts->setVerticalSpacing(3);
    facts->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    const auto addFact = [&](const QString& name, QLabel* value, const char* objectName) {
        value->setObjectName(objectName);
        auto* label = new QLabel(name, content);
        label->setProperty("role", "muted");
        facts->addRow(label, value);
    };
    m_path = new ElidedLabel(Qt::ElideLeft, content);
    addFact(tr("Folder"), m_path, "inspectorPath");
    addFact(tr("Size"), m_size = makeText({}, content), "inspectorSize");
    addFact(tr("SHA-256"), m_sha256 = makeText({}, content), "inspectorSha");
    addFact(tr("Model"), m_model = makeText({}, content), "inspectorModel");
    column->addLayout(facts);

    column->addWidget(makeHeading(tr("History"), content));
    m_reason = new QLineEdit(content);
    m_reason->setObjectName("inspectorReason");
    m_reason->setPlaceholderText(tr("Why?"));
    m_reason->setToolTip(tr("Why it was decided so; Return records it with your name"));
    m_reason->setAccessibleName(tr("Reason for the decision"));
    m_reason->setMaxLength(500);
    connect(m_reason, &QLineEdit::returnPressed, this, [this] {
        if (m_reason->text().trimmed().isEmpty()) return;
        Q_EMIT reasonGiven(m_reason->text());
        m_reason->clear();
    });
    column->addWidget(m_reason);
    m_history = makeText({}, content);
    m_history->setObjectName("inspectorHistory");
    column->addWidget(m_history);
    column->addStretch(1);
    area->setWidget(content);
    return area;
}

void Inspector::setDetailsVisible(bool visible) {
    m_details->setVisible(visible);
    for (QWidget* widget :
         {static_cast<QWidget*>(m_previous), static_cast<QWidget*>(m_next), static_cast<QWidget*>(m_place)})
        widget->setVisible(visible);
}

void Inspector::showNothing() {
    m_shownPath.clear();
    m_view->showMessage(tr("Select a cell to see it here enlarged."));
    m_fileName->setFullText({});
    setDetailsVisible(false);
}

void Inspector::showCell(const casebook::CaseCell& cell, BinBoard::Place place, bool concealed) {
    const QString path = QString::fromStdString(cell.path);
    const QFileInfo file(path);
    if (concealed != m_concealed) m_history->clear();
    m_concealed = concealed;
    setDetailsVisible(true);
    m_fileName->setFullText(file.fileName());
    //: position of a cell in its bin, and how many there are
    m_place->setText(tr("%1 of %2").arg(locale().toString(place.position), locale().toString(place.count)));
    m_previous->setEnabled(place.position > 1);
    m_next->setEnabled(place.position < place.count);
    m_verdict->setText(verdictWords(cell, concealed));
    m_bars->setVisible(!concealed);
    if (!concealed) m_bars->setCell(cell);
    const QString opinions = opinionWords(cell);
    m_opinions->setText(opinions);
    m_opinions->setVisible(!concealed && !opinions.isEmpty());
    QStringList flags, advice;
    for (const std::string& flag : cell.flags) {
        flags << flagTitle(flag);
        if (const QString words = flagAdvice(flag); !words.isEmpty()) advice << words;
    }
    flags += advice;
    m_flags->setText(flags.join('\n'));
    m_flags->setVisible(!concealed && !flags.isEmpty());
    m_openField->setVisible(std::find(cell.flags.begin(), cell.flags.end(), inference::kWholeFieldFlag) != cell.flags.end());
    m_path->setFullText(file.absolutePath());
    m_sha256->setText(QString::fromStdString(cell.sha256).left(kShaDigitsShown) + QStringLiteral("…"));
    m_sha256->setToolTip(QString::fromStdString(cell.sha256));
    m_model->setText(QString::fromStdString(cell.modelName));
    m_model->setToolTip(QString::fromStdString(cell.modelSha256));
    if (path == m_shownPath) return;
    m_shownPath = path;
    m_history->clear();
    m_reason->clear();
    m_size->clear();
    m_view->showFile(path);
}

void Inspector::setMasked(bool masked) { m_masked->setVisible(masked); }

void Inspector::setPlaceOnSlide(const QString& place) {
    //: %1 is a slide and a place on it
    m_onSlide->setToolTip(tr("Where this cell was cut out: %1").arg(place));
    m_onSlide->setVisible(!place.isEmpty());
}

void Inspector::setMayChange(bool may) {
    m_reason->setVisible(may);
}

void Inspector::setHistory(const std::vector<casebook::CellEvent>& events) {
    QStringList words;
    for (const casebook::CellEvent& event : events) words << eventWords(event, m_concealed);
    m_history->setText(words.join('\n'));
}

void Inspector::setHistoryError(const Error& error) {
    m_history->setText(errorSentence(error.code));
}

}  // namespace leukolens::ui
